/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a serial log as a stream, in constant memory. Either {@link #read} does it all, or a caller that gets the log
 * piecemeal calls {@link #feed} for each piece and {@link #end} once. Not for use by several threads at a time.
 */
public final class ConsoleReader {
    private static final int BUFFER = 64 << 10;

    private final ConsoleListener listener;
    private final Limits limits;
    private final byte[] line;
    private final EventReader events;
    private final ReportScanner scanner;
    private int length;
    private boolean overlong;
    private int number;
    private long total;
    private boolean ended;

    /** A reader with {@link Limits#STANDARD}. */
    public ConsoleReader(ConsoleListener listener) {
        this(listener, Limits.STANDARD);
    }

    /** A reader with these limits. */
    public ConsoleReader(ConsoleListener listener, Limits limits) {
        this.listener = listener;
        this.limits = limits;
        line = new byte[limits.lineBytes()];
        events = new EventReader(listener);
        scanner = new ReportScanner(listener, limits);
    }

    /**
     * Reads to the end of the stream or to the limit, and ends the log there. Does not close the stream.
     *
     * @throws IOException as the stream does
     */
    public void read(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int n;
        do {
            n = in.read(buffer);
        } while (n >= 0 && feed(buffer, 0, n));
        end();
    }

    /**
     * Takes the next piece of the log.
     *
     * @return false when the limit on the whole log is reached: the log has been ended, more would be ignored
     */
    public boolean feed(byte[] bytes, int offset, int count) {
        if (ended) {
            return false;
        }
        int usable = (int) Math.min(count, limits.totalBytes() - total);
        total += usable;
        for (int i = offset; i < offset + usable; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                finishLine(false);
            } else if (length < line.length) {
                line[length++] = b;
            } else {
                overlong = true;
            }
        }
        if (usable < count) {
            damage(number + 1, "the guest printed more than " + limits.totalBytes() + " bytes; the rest was not read");
            end();
            return false;
        }
        return true;
    }

    /** The log is at its end: reports that are still open are told as they are. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (length > 0) {
            finishLine(true);
        }
        scanner.end();
    }

    /** Lines so far. */
    public int lines() {
        return number;
    }

    private void finishLine(boolean cut) {
        number++;
        String raw = new String(line, 0, length, StandardCharsets.UTF_8);
        boolean tooLong = overlong;
        length = 0;
        overlong = false;
        if (tooLong) {
            damage(number, "line longer than " + limits.lineBytes() + " bytes; the rest of it was dropped");
        }
        ConsoleLine whole = LinePrefix.strip(number, raw);
        if (events.isEvent(whole.text())) {
            scanner.event(whole);
            events.read(whole, cut || tooLong);
            return;
        }
        for (ConsoleLine part : LinePrefix.split(whole)) {
            listener.line(part);
            scanner.line(part, cut || tooLong);
        }
    }

    private void damage(int at, String what) {
        listener.damage(new ConsoleLog.Damage(at, what));
    }
}
