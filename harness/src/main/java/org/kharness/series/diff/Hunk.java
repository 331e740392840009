/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * One hunk of a text diff.
 *
 * @param oldStart line of the pre-image that its header names; 0 where the pre-image has no lines
 * @param newStart line of the post-image that its header names; 0 where the post-image has no lines
 * @param lines its lines in order
 * @param leading unchanged lines before the first change
 * @param trailing unchanged lines after the last change
 * @param place line of its header in the patch text, from 1
 */
public record Hunk(int oldStart, int newStart, List<Line> lines, int leading, int trailing, int place) {
    public Hunk {
        lines = List.copyOf(lines);
    }

    /**
     * One line of a hunk.
     *
     * @param kind {@code ' '}, {@code '-'} or {@code '+'}
     * @param text the line with its newline, without where the patch says "\ No newline at end of file"
     */
    public record Line(char kind, String text) {}

    /** The lines it expects to find. */
    public List<String> before() {
        return side('+');
    }

    /** The lines it leaves. */
    public List<String> after() {
        return side('-');
    }

    /** How many lines it adds. */
    public int added() {
        return (int) lines.stream().filter(l -> l.kind() == '+').count();
    }

    /** How many lines it removes. */
    public int removed() {
        return (int) lines.stream().filter(l -> l.kind() == '-').count();
    }

    /** The hunk that undoes this one. */
    public Hunk reversed() {
        List<Line> swapped = new ArrayList<>(lines.size());
        for (Line line : lines) {
            char kind = switch (line.kind()) {
                case '-' -> '+';
                case '+' -> '-';
                default -> ' ';
            };
            swapped.add(new Line(kind, line.text()));
        }
        return new Hunk(newStart, oldStart, swapped, leading, trailing, place);
    }

    private List<String> side(char other) {
        List<String> side = new ArrayList<>(lines.size());
        for (Line line : lines) {
            if (line.kind() != other) {
                side.add(line.text());
            }
        }
        return side;
    }
}
