/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.util.ArrayList;
import java.util.List;

/** Collects the lines of a hunk and counts the context around its changes. */
final class HunkLines {
    private final List<Hunk.Line> lines;
    private int leading;
    private int trailing;
    private boolean changed;

    /** Room for so many lines. */
    HunkLines(int most) {
        lines = new ArrayList<>(most);
    }

    /** Takes one line of the patch; false if it is no line of a hunk. */
    boolean take(char kind, String line) {
        switch (kind) {
            case ' ' -> {
                trailing++;
                leading += changed ? 0 : 1;
                lines.add(new Hunk.Line(' ', line.charAt(0) == '\n' ? line : line.substring(1)));
            }
            case '-', '+' -> {
                changed = true;
                trailing = 0;
                lines.add(new Hunk.Line(kind, line.substring(1)));
            }
            case '\\' -> {
                return line.startsWith("\\ ") && line.length() >= 12 && dropNewline();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    boolean changes() {
        return changed;
    }

    Hunk hunk(int oldStart, int newStart, int place) {
        return new Hunk(oldStart, newStart, lines, leading, trailing, place);
    }

    private boolean dropNewline() {
        if (lines.isEmpty()) {
            return false;
        }
        int last = lines.size() - 1;
        Hunk.Line line = lines.get(last);
        String text = line.text();
        if (text.endsWith("\n")) {
            lines.set(last, new Hunk.Line(line.kind(), text.substring(0, text.length() - 1)));
        }
        return true;
    }
}
