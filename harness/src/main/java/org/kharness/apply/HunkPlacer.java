/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.ArrayList;
import java.util.List;
import org.kharness.series.diff.Hunk;
import org.kharness.series.diff.Raw;

/**
 * Places hunks in a text as {@code git apply} does (find_pos and apply_one_fragment of its apply.c): exact context, the
 * place nearest to where the header says, looking forward before backward; hunks without context before or after are
 * bound to the beginning or end of the file; lines that an earlier hunk touched are not matched again. Where the caller
 * allows less context, a hunk that has no place first loses its bond, then its outer context lines, as with {@code -C}.
 */
final class HunkPlacer {
    private final List<String> text;
    private final List<Boolean> touched;
    private final int context;
    private int largestOffset;
    private int fuzzy;

    private HunkPlacer(String raw, int context) {
        this.context = context;
        text = new ArrayList<>(Raw.lines(raw));
        touched = new ArrayList<>(text.size());
        text.forEach(line -> touched.add(Boolean.FALSE));
    }

    /**
     * A patched text.
     *
     * @param text the result
     * @param largestOffset lines between where a header says and where its hunk went, the largest of all hunks
     * @param fuzzy hunks that went in only because some of their context was left out of account
     */
    record Placed(String text, int largestOffset, int fuzzy) {}

    /**
     * Applies all hunks of a file.
     *
     * @param context lines of context, before and after each change, that must match if the hunk has as many
     * @throws Misfit for the first hunk that has no place
     */
    static Placed apply(String raw, List<Hunk> hunks, int context) throws Misfit {
        HunkPlacer placer = new HunkPlacer(raw, context);
        for (int i = 0; i < hunks.size(); i++) {
            placer.place(hunks.get(i), i + 1);
        }
        return new Placed(String.join("", placer.text), placer.largestOffset, placer.fuzzy);
    }

    private void place(Hunk hunk, int number) throws Misfit {
        List<String> before = hunk.before();
        List<String> after = hunk.after();
        boolean atStart = hunk.oldStart() <= 1;
        boolean atEnd = hunk.trailing() == 0;
        int leading = hunk.leading();
        int trailing = hunk.trailing();
        int wanted = Math.max(0, hunk.newStart() - 1);
        int pos = find(before, wanted, atStart, atEnd);
        boolean whole = pos >= 0;
        while (pos < 0) {
            if (leading <= context && trailing <= context) {
                throw new Misfit(number, hunk, "its context is not found");
            }
            if (atStart || atEnd) {
                atStart = false;
                atEnd = false;
            } else {
                boolean first = leading >= trailing;
                boolean last = trailing > leading - (first ? 1 : 0);
                before = inner(before, first, last);
                after = inner(after, first, last);
                leading -= first ? 1 : 0;
                trailing -= last ? 1 : 0;
                wanted -= first ? 1 : 0;
            }
            pos = find(before, wanted, atStart, atEnd);
        }
        fuzzy += whole ? 0 : 1;
        if (!before.isEmpty() && !before.get(before.size() - 1).equals(text.get(pos + before.size() - 1))) {
            // git compares bytes and would join two lines here
            throw new Misfit(number, hunk, "the file goes on where the patch says that it ends without a newline");
        }
        largestOffset = Math.max(largestOffset, Math.abs(pos - wanted));
        replace(pos, before.size(), after);
    }

    private static List<String> inner(List<String> lines, boolean withoutFirst, boolean withoutLast) {
        return lines.subList(withoutFirst ? 1 : 0, lines.size() - (withoutLast ? 1 : 0));
    }

    private void replace(int pos, int removed, List<String> after) {
        text.subList(pos, pos + removed).clear();
        touched.subList(pos, pos + removed).clear();
        text.addAll(pos, after);
        touched.addAll(pos, java.util.Collections.nCopies(after.size(), Boolean.TRUE));
    }

    /** The line where the text matches, from 0; -1 if there is none. */
    private int find(List<String> before, int wanted, boolean atStart, boolean atEnd) {
        int start = atStart ? 0 : atEnd ? text.size() - before.size() : wanted;
        if (start < 0 || start > text.size()) {
            start = text.size();
        }
        int back = start;
        int forth = start;
        int current = start;
        for (int step = 0; ; step++) {
            if (matches(before, current, atStart, atEnd)) {
                return current;
            }
            if (back == 0 && forth == text.size()) {
                return -1;
            }
            boolean backward = step % 2 == 1;
            if (backward && back == 0) {
                backward = false;
                step++;
            } else if (!backward && forth == text.size()) {
                backward = true;
                step++;
            }
            current = backward ? --back : ++forth;
        }
    }

    private boolean matches(List<String> before, int at, boolean atStart, boolean atEnd) {
        int end = at + before.size();
        if (end > text.size() || (atEnd && end != text.size()) || (atStart && at != 0)) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            String line = text.get(at + i);
            String expected = before.get(i);
            if (touched.get(at + i) || !(line.equals(expected) || (i == before.size() - 1 && begins(line, expected)))) {
                return false;
            }
        }
        // with the end bound, git also wants the same bytes up to the end
        return !atEnd || before.isEmpty() || before.get(before.size() - 1).equals(text.get(end - 1));
    }

    /** An expected last line without newline also matches a longer line that differs in white space only, with git. */
    private static boolean begins(String line, String expected) {
        return !expected.endsWith("\n")
                && line.startsWith(expected)
                && line.substring(expected.length()).isBlank();
    }

    /** A hunk without a place. */
    static final class Misfit extends Exception {
        private static final long serialVersionUID = 1;
        private final int number;
        private final transient Hunk hunk;

        Misfit(int number, Hunk hunk, String message) {
            super(message);
            this.number = number;
            this.hunk = hunk;
        }

        /** Which hunk of its file, from 1. */
        int number() {
            return number;
        }

        Hunk hunk() {
            return hunk;
        }
    }
}
