/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

/** Recognizes the line that cuts a discussion off the message below it: is_scissors_line of git's mailinfo. */
final class Scissors {
    private Scissors() {}

    /** True for a line of dashes and scissors, at least eight columns wide and at least a third of it such marks. */
    static boolean cut(String line) {
        int scissors = 0;
        int gap = 0;
        int first = -1;
        int last = -1;
        boolean inMark = false;
        int perforation = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isWhitespace(c)) {
                if (inMark) {
                    perforation++;
                    gap++;
                }
                continue;
            }
            last = i;
            first = first < 0 ? i : first;
            if (c == '-') {
                inMark = true;
                perforation++;
            } else if (isScissors(line, i)) {
                inMark = true;
                perforation += 2;
                scissors += 2;
                i++;
            } else {
                inMark = false;
            }
        }
        int visible = first >= 0 ? last - first + 1 : 0;
        return scissors > 0 && 8 <= visible && visible < perforation * 3 && gap * 2 < perforation;
    }

    private static boolean isScissors(String line, int i) {
        return line.startsWith(">8", i)
                || line.startsWith("8<", i)
                || line.startsWith(">%", i)
                || line.startsWith("%<", i);
    }
}
