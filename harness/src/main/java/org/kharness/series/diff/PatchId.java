/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a change that does not depend on line numbers or white space, as {@code git patch-id --stable} makes it. */
public final class PatchId {
    private static final Pattern HUNK = Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))?.*", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("index ([^\\n]*?)\\.\\.([^ \\n]*).*", Pattern.DOTALL);

    private final MessageDigest sha1 = sha1();
    private final byte[] sum = new byte[20];
    private int before = -1;
    private int after = -1;
    private boolean started;
    private boolean inBinary;
    private String oldId = "";
    private String newId = "";

    private PatchId() {}

    /** The patch-id of a diff; 40 hex digits, or empty if the text holds no diff. */
    public static String of(String raw) {
        return of(Raw.lines(raw));
    }

    private static String of(List<String> lines) {
        PatchId id = new PatchId();
        for (String line : lines) {
            if (!id.take(line)) {
                break;
            }
        }
        id.flush();
        return id.started ? HexFormat.of().formatHex(id.sum) : "";
    }

    /** Takes one line; false where the patch ends (get_one_patchid in git's builtin/patch-id.c). */
    private boolean take(String line) {
        if (line.startsWith("\\ ") && line.length() > 12) {
            return true;
        }
        if (!started && !line.startsWith("diff ")) {
            return true;
        }
        if (before == -1) {
            if (line.startsWith("GIT binary patch") || line.startsWith("Binary files")) {
                binary();
                return true;
            }
            Matcher index = INDEX.matcher(line);
            if (index.matches()) {
                oldId = index.group(1);
                newId = index.group(2);
                return true;
            }
            if (line.startsWith("index ")) {
                return true;
            }
            if (line.startsWith("--- ")) {
                before = 1;
                after = 1;
            } else if (!isLetter(line.charAt(0))) {
                return false;
            }
        }
        if (inBinary) {
            if (line.startsWith("diff ")) { // git leaves this line out of the sum
                inBinary = false;
                before = -1;
            }
            return true;
        }
        return takeDiffLine(line);
    }

    private boolean takeDiffLine(String line) {
        if (before == 0 && after == 0) {
            if (line.startsWith("@@ -")) {
                Matcher hunk = HUNK.matcher(line);
                if (hunk.matches()) {
                    before = hunk.group(1) == null ? 1 : Integer.parseInt(hunk.group(1));
                    after = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
                }
                return true;
            }
            if (!line.startsWith("diff ")) {
                return false;
            }
            flush();
            before = -1;
            after = -1;
        }
        char kind = line.charAt(0);
        if (kind == '-' || kind == ' ') {
            before--;
        }
        if (kind == '+' || kind == ' ') {
            after--;
        }
        started = true;
        update(line);
        return true;
    }

    private void binary() {
        inBinary = true;
        before = 0;
        sha1.update(Raw.bytes(oldId));
        sha1.update(Raw.bytes(newId));
        flush();
    }

    private void update(String line) {
        byte[] bytes = Raw.bytes(line);
        int n = 0;
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                bytes[n++] = b;
            }
        }
        sha1.update(bytes, 0, n);
    }

    private void flush() {
        byte[] hash = sha1.digest();
        int carry = 0;
        for (int i = 0; i < sum.length; i++) {
            carry += (sum[i] & 0xff) + (hash[i] & 0xff);
            sum[i] = (byte) carry;
            carry >>= 8;
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
