/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.Locale;

/** What the displays remember of the current stage. Not safe for several threads: the displays lock around it. */
final class StageState {
    private String name = "";
    private String detail = "";
    private int done;
    private int total;
    private boolean counted;
    private long begin;

    void begin(String newName, long nanos) {
        name = printable(newName);
        detail = "";
        done = 0;
        total = 0;
        counted = false;
        begin = nanos;
    }

    void detail(String text) {
        detail = printable(text);
    }

    void count(int newDone, int newTotal) {
        done = newDone;
        total = newTotal;
        counted = true;
    }

    boolean running() {
        return !name.isEmpty();
    }

    String name() {
        return name;
    }

    long nanosSince(long now) {
        return now - begin;
    }

    /** The stage in words: name, how far, and what it is at. */
    String describe() {
        StringBuilder text = new StringBuilder(name);
        if (counted) {
            text.append(' ').append(done);
            if (total > 0) {
                text.append('/').append(total);
            }
        }
        if (!detail.isEmpty()) {
            text.append("  ").append(detail);
        }
        return text.toString();
    }

    /** Minutes and seconds, with hours only where there are any: " 2:15". */
    static String clock(long nanos) {
        long seconds = nanos / 1_000_000_000L;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%2d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** One line that cannot move the cursor or change colours, whatever the text came from. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t' ? ' ' : c)
                .forEach(c -> clean.appendCodePoint(Character.getType(c) == Character.CONTROL ? '?' : c));
        return clean.toString();
    }
}
