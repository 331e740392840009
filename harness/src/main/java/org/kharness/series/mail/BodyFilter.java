/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a mail's decoded lines one by one: first headers in the body, then the message, then the patch (handle_filter of
 * git's mailinfo). All texts are bytes.
 */
final class BodyFilter {
    private static final List<String> NAMES = List.of("From", "Subject", "Date");
    private static final Pattern FORMAT_PATCH = Pattern.compile(">From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\n");

    private final boolean scissors;
    private final Consumer<String> problems;
    private final IntSupplier left;
    private final Map<String, String> inBody = new HashMap<>();
    private final StringBuilder message = new StringBuilder();
    private final StringBuilder patch = new StringBuilder();
    private final StringBuilder openHeader = new StringBuilder();
    private boolean inHeaders = true;
    private boolean inPatch;

    /**
     * A filter.
     *
     * @param left how long a patch may become that begins now
     */
    BodyFilter(boolean scissors, Consumer<String> problems, IntSupplier left) {
        this.scissors = scissors;
        this.problems = problems;
        this.left = left;
    }

    void take(String line, String charset) {
        if (!inPatch && takeMessage(line, charset)) {
            inPatch = true;
            patch.ensureCapacity(line.length() + left.getAsInt()); // a growing one would be there twice
        }
        if (inPatch) {
            patch.append(line);
        }
    }

    /** A header found in the body, decoded; null if there is none. */
    @Nullable
    String inBody(String name) {
        return inBody.get(name);
    }

    String message() {
        return message.toString();
    }

    String patch() {
        return patch.toString();
    }

    /** handle_commit_msg of git's mailinfo; true where the patch begins. */
    private boolean takeMessage(String line, String charset) {
        if (inHeaders && (line.isEmpty() || line.equals("\n"))) {
            if (openHeader.length() > 0) {
                flush();
                inHeaders = false;
            }
            return false;
        }
        inHeaders = inHeaders && takeHeader(line);
        if (inHeaders) {
            return false;
        }
        String text = Words.toUtf8(line, charset, problems);
        if (scissors && Scissors.cut(Ascii.untilNul(text))) {
            message.setLength(0);
            inBody.clear();
            inHeaders = true;
            return false;
        }
        if (beginsPatch(text)) {
            return true;
        }
        message.append(text);
        return false;
    }

    /** check_inbody_header of git's mailinfo. */
    private boolean takeHeader(String line) {
        char first = Ascii.at(line, 0);
        if (openHeader.length() > 0 && (first == ' ' || first == '\t')) {
            if (scissors && Scissors.cut(Ascii.untilNul(line))) {
                flush();
                return false;
            }
            int last = openHeader.length() - 1;
            if (openHeader.charAt(last) == '\n') {
                openHeader.setLength(last);
            }
            openHeader.append(line);
            return true;
        }
        flush();
        if (line.startsWith(">From") && Ascii.isSpace(Ascii.at(line, 5))) {
            return FORMAT_PATCH.matcher(line).matches();
        }
        if (line.startsWith("[PATCH]") && Ascii.isSpace(Ascii.at(line, 7))) {
            inBody.put("Subject", line);
            return true;
        }
        for (String name : NAMES) {
            if (!inBody.containsKey(name) && Ascii.startsWithIgnoringCase(line, name + ":")) {
                openHeader.append(line);
                return true;
            }
        }
        return false;
    }

    /** Ends a header that may go on with every line: flush_inbody_header_accum. */
    void flush() {
        if (openHeader.length() == 0) {
            return;
        }
        String line = openHeader.toString();
        openHeader.setLength(0);
        for (String name : NAMES) {
            if (Ascii.startsWithIgnoringCase(line, name + ":")) {
                inBody.putIfAbsent(name, Words.header(Ascii.skipSpace(line, name.length() + 1), problems));
            }
        }
    }

    /** patchbreak of git's mailinfo. */
    private static boolean beginsPatch(String line) {
        if (line.startsWith("diff -") || line.startsWith("Index: ")) {
            return true;
        }
        if (line.length() < 4 || !line.startsWith("---")) {
            return false;
        }
        if (line.charAt(3) == ' ' && !Ascii.isSpace(Ascii.at(line, 4))) {
            return true;
        }
        int at = 3;
        while (at < line.length() && line.charAt(at) != '\n' && Ascii.isSpace(line.charAt(at))) {
            at++;
        }
        return Ascii.at(line, at) == '\n';
    }
}
