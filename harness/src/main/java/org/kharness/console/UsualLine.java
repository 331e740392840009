/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads, straight from its bytes, what nearly every line of a log is: "[   12.345678] text" or "[   12.345678][  T123] text"
 * in ASCII. Whatever is not that is for {@link LinePrefix}.
 */
final class UsualLine {
    private static final double MICROS = 1e6;
    private static final int FRACTION = 6;
    /** A machine that has been up for longer than so many digits of seconds is none. */
    private static final int MOST_DIGITS = 9;

    private static final byte DELETE = 0x7f;

    private final byte[] bytes;
    private final int to;
    private int at;
    private long micros;
    private String caller = "";

    private UsualLine(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        at = from;
    }

    /** The line without prefix and carriage return; null where these bytes are not of the usual form. */
    static @Nullable ConsoleLine read(int number, byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        UsualLine line = new UsualLine(bytes, from, end);
        return line.time() && line.caller() && line.blank() && !line.more() && line.plain() ? line.made(number) : null;
    }

    private ConsoleLine made(int number) {
        String text = new String(bytes, at, to - at, StandardCharsets.ISO_8859_1);
        return new ConsoleLine(number, micros / MICROS, caller, text.substring(LinePrefix.afterHost(text, 0)));
    }

    private boolean time() {
        if (!is('[')) {
            return false;
        }
        at++;
        skipBlanks();
        int seconds = digits();
        if (seconds == 0 || seconds > MOST_DIGITS || !is('.')) {
            return false;
        }
        at++;
        if (digits() != FRACTION || !is(']')) {
            return false;
        }
        at++;
        return true;
    }

    /** Goes past the caller where there is one: a T or a C with a number behind blanks. */
    private boolean caller() {
        if (!is('[')) {
            return true;
        }
        at++;
        skipBlanks();
        int from = at;
        if (!is('T') && !is('C')) {
            return false;
        }
        at++;
        long time = micros;
        boolean id = digits() > 0 && is(']');
        micros = time;
        caller = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
        at++;
        return id;
    }

    private boolean blank() {
        boolean blank = is(' ');
        at++;
        return blank;
    }

    /** True where a vendor's mark or a second time may follow. */
    private boolean more() {
        if (at >= to) {
            return false;
        }
        byte c = bytes[at];
        byte next = at + 1 < to ? bytes[at + 1] : 0;
        return c == '['
                || c == '('
                || c == '<'
                || (c == 'c' && next >= '0' && next <= '9')
                || (next == '[' && c <= 'Z')
                || (next == '(' && (c == '-' || c == '.'));
    }

    /** False where there are control characters or others than ASCII, or where a pager may have cut the line. */
    private boolean plain() {
        for (int i = at; i < to; i++) {
            byte c = bytes[i];
            if ((c < ' ' && c != '\t') || c == DELETE) {
                return false;
            }
        }
        return at >= to || bytes[to - 1] != '>';
    }

    private boolean is(char c) {
        return at < to && bytes[at] == c;
    }

    private void skipBlanks() {
        while (is(' ')) {
            at++;
        }
    }

    /** Goes past digits, which it adds to the number so far; says how many there were. */
    private int digits() {
        int from = at;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            micros = micros * 10 + (bytes[at] - '0');
            at++;
        }
        return at - from;
    }
}
