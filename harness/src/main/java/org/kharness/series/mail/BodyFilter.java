/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a mail's decoded lines one by one: first headers in the body, then the message, then the patch. */
final class BodyFilter {
    private static final List<String> NAMES = List.of("from", "subject", "date");
    private static final Pattern FORMAT_PATCH =
            Pattern.compile(">From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\n?", Pattern.DOTALL);

    private final boolean scissors;
    private final Map<String, String> inBody = new HashMap<>();
    private final StringBuilder message = new StringBuilder();
    private final StringBuilder patch = new StringBuilder();
    private final StringBuilder openHeader = new StringBuilder();
    private boolean inHeaders = true;
    private boolean inPatch;

    BodyFilter(boolean scissors) {
        this.scissors = scissors;
    }

    void take(String line, @Nullable String charset) {
        if (!inPatch) {
            inPatch = takeMessage(line, charset);
        }
        if (inPatch) {
            patch.append(line);
        }
    }

    /** A header found in the body, decoded; null if there is none. */
    @Nullable
    String inBody(String name) {
        flush();
        return inBody.get(name);
    }

    String message() {
        return message.toString();
    }

    String patch() {
        return patch.toString();
    }

    /** handle_commit_msg of git's mailinfo; true where the patch begins. */
    private boolean takeMessage(String line, @Nullable String charset) {
        if (inHeaders && (line.isEmpty() || line.equals("\n"))) {
            if (openHeader.length() > 0) {
                flush();
                inHeaders = false;
            }
            return false;
        }
        if (inHeaders && takeHeader(line)) {
            return false;
        }
        inHeaders = false;
        if (scissors && Scissors.cut(line)) {
            message.setLength(0);
            inBody.clear();
            inHeaders = true;
            return false;
        }
        if (beginsPatch(line)) {
            return true;
        }
        message.append(Words.text(line, charset));
        return false;
    }

    private boolean takeHeader(String line) {
        if (openHeader.length() > 0 && (line.startsWith(" ") || line.startsWith("\t"))) {
            if (scissors && Scissors.cut(line)) {
                flush();
                return false;
            }
            openHeader.append(' ').append(line.strip());
            return true;
        }
        flush();
        if (line.startsWith(">From ")) {
            return FORMAT_PATCH.matcher(line).matches();
        }
        if (line.startsWith("[PATCH]") && line.length() > 7 && Character.isWhitespace(line.charAt(7))) {
            inBody.put("subject", Words.header(line.strip()));
            return true;
        }
        for (String name : NAMES) {
            if (!inBody.containsKey(name) && line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                openHeader.append(line.strip());
                return true;
            }
        }
        return false;
    }

    private void flush() {
        if (openHeader.length() == 0) {
            return;
        }
        int colon = openHeader.indexOf(":");
        String name = openHeader.substring(0, colon).toLowerCase(Locale.ROOT);
        inBody.putIfAbsent(name, Words.header(openHeader.substring(colon + 1).strip()));
        openHeader.setLength(0);
    }

    /** patchbreak of git's mailinfo. */
    private static boolean beginsPatch(String line) {
        if (line.startsWith("diff -") || line.startsWith("Index: ")) {
            return true;
        }
        if (line.length() < 4 || !line.startsWith("---")) {
            return false;
        }
        if (line.charAt(3) == ' ' && line.length() > 4 && !Character.isWhitespace(line.charAt(4))) {
            return true;
        }
        return line.endsWith("\n") && line.substring(3).isBlank();
    }
}
