/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Reads a serial log as a stream, in constant memory. Either {@link #read} does it all, or a caller that gets the log
 * piecemeal calls {@link #feed} for each piece and {@link #end} once. Not for use by several threads at a time.
 *
 * <p>Nearly every line of a log is of no interest. Where the listener does not want lines, one pass over the bytes finds
 * those that something may begin with; only they, and the lines inside of reports, become text.
 */
public final class ConsoleReader {
    private static final int BUFFER = 256 << 10;
    /** Lines shorter than this are not cut off by a pager. */
    private static final int NARROW = 40;

    /** Bytes of a line that is passed over that are kept, which is enough for its time. */
    private static final int KEPT = 1024;

    /** A kernel's first line. */
    private static final String BOOT = "Linux version ";

    /** What of a line tells that something may begin with it. */
    private static final Sieve ANCHORS = new Sieve(Stream.of(
                    ReportFormats.keywords(),
                    HardwareReader.ANCHORS,
                    BootWatch.ANCHORS,
                    ReportScanner.ANCHORS,
                    List.of(EventReader.MARK))
            .flatMap(List::stream)
            .toList());

    private final ConsoleListener listener;
    private final Limits limits;
    private final boolean selective;
    private final EventReader events;
    private final ReportScanner scanner;
    /** A line of which an earlier piece had the beginning. */
    private final byte[] line;

    /** The end of what was passed over last, with the number of its last line. */
    private final byte[] last = new byte[KEPT];

    private int lastLength;
    private int lastNumber;
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
        this(listener, limits, Runnable::run);
    }

    /**
     * The same with help: half of the work on a log that is full of reports is to make a report of the lines that were found to
     * be one, which no other line waits for.
     *
     * @param makers does that; the listener is told by this reader's own thread all the same, and in order. It has to do
     *     what it is given, and should not take an unlimited number at a time, as each holds its report's lines
     */
    public ConsoleReader(ConsoleListener listener, Limits limits, Executor makers) {
        this.listener = listener;
        this.limits = limits;
        selective = !listener.wantsLines();
        line = new byte[limits.lineBytes()];
        events = new EventReader(listener);
        scanner = new ReportScanner(listener, limits, makers);
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
        int end = offset + usable;
        int at = offset;
        if (length > 0 || overlong) {
            at = completeLine(bytes, at, end);
        }
        while (at < end) {
            at = selective && !scanner.attentive() ? passOver(bytes, at, end) : nextLine(bytes, at, end);
        }
        if (usable < count) {
            damage(number + 1, "the guest printed more than " + limits.totalBytes() + " bytes; the rest was not read");
            end();
            return false;
        }
        return true;
    }

    /** Nothing came for a while; longer is true where that while is long enough to give up on ends of reports. */
    public void idle(boolean longer) {
        if (!ended) {
            scanner.idle(longer);
        }
    }

    /** The log is at its end: reports that are still open are told as they are. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (length > 0) {
            finishLine(line, 0, length, true);
        }
        if (lastNumber == number && number > 0) {
            String tail = new String(last, 0, lastLength, StandardCharsets.UTF_8);
            scanner.passed(LinePrefix.strip(number, tail.substring(tail.lastIndexOf('\n') + 1)));
        }
        scanner.end();
    }

    /** Lines so far. */
    public int lines() {
        return number;
    }

    /** Passes over lines that nothing begins in, to the end of one that something may begin in; returns where that is. */
    private int passOver(byte[] bytes, int from, int end) {
        int start = from;
        int at = Sieve.mark(bytes, start, end);
        while (at < end && bytes[at] == '\n' && at - start <= line.length && !ANCHORS.holds(bytes, start, at)) {
            number++;
            start = at + 1;
            at = Sieve.mark(bytes, start, end);
        }
        if (start > from) {
            // When the log ends, its last line's time is asked for.
            keepLast(bytes, Math.max(from, start - 1 - KEPT), start - 1);
        }
        return start == end ? end : nextLine(bytes, start, end);
    }

    private void keepLast(byte[] bytes, int from, int to) {
        lastLength = to - from;
        System.arraycopy(bytes, from, last, 0, lastLength);
        lastNumber = number;
    }

    /** Reads the line that begins here, or keeps the beginning of it where its end is not there. */
    private int nextLine(byte[] bytes, int from, int end) {
        int at = Sieve.newline(bytes, from, end);
        if (at == end || at - from > line.length) {
            return completeLine(bytes, from, end);
        }
        finishLine(bytes, from, at, false);
        return at + 1;
    }

    /** Adds to the line that has begun; returns where the next one begins. */
    private int completeLine(byte[] bytes, int from, int end) {
        int at = Sieve.newline(bytes, from, end);
        int taken = Math.min(at - from, line.length - length);
        System.arraycopy(bytes, from, line, length, taken);
        length += taken;
        overlong |= taken < at - from;
        if (at == end) {
            return end;
        }
        int whole = length;
        length = 0;
        if (selective && !scanner.attentive() && !overlong && !anchored(line, 0, whole)) {
            number++;
        } else {
            finishLine(line, 0, whole, false);
        }
        return at + 1;
    }

    /** True where a line that is no more than these bytes needs a closer look. */
    private static boolean anchored(byte[] bytes, int from, int to) {
        return Sieve.mark(bytes, from, to) < to || ANCHORS.holds(bytes, from, to);
    }

    private void finishLine(byte[] bytes, int from, int to, boolean end) {
        number++;
        boolean anchored = to > from && (bytes[from] == '{' || anchored(bytes, from, to));
        boolean tooLong = overlong;
        overlong = false;
        if (tooLong) {
            damage(number, "line longer than " + limits.lineBytes() + " bytes; the rest of it was dropped");
        }
        ConsoleLine usual = UsualLine.read(number, bytes, from, to);
        if (usual == null) {
            take(new String(bytes, from, to - from, StandardCharsets.UTF_8), end || tooLong, anchored);
        } else if (selective && !anchored && scanner.quiet()) {
            scanner.beginning(usual);
        } else {
            take(usual, end || tooLong, anchored);
        }
    }

    private void take(String raw, boolean cut, boolean anchored) {
        boolean chopped = isChopped(raw);
        ConsoleLine line = LinePrefix.strip(number, chopped ? raw.substring(0, raw.length() - 1) : raw);
        if (line.text().startsWith(BOOT) && LinePrefix.logged(raw)) {
            scanner.logged();
        }
        take(line, cut || chopped, anchored);
    }

    private void take(ConsoleLine line, boolean cut, boolean anchored) {
        ConsoleLine whole = anchored ? EventReader.whole(line) : line;
        if (anchored && events.isEvent(whole.text())) {
            scanner.event(whole);
            events.read(whole, cut);
            return;
        }
        for (ConsoleLine part : LinePrefix.split(whole)) {
            listener.line(part);
            scanner.line(part, cut, anchored);
        }
    }

    /** True where a pager cut the line at the terminal's edge and marked that. */
    private static boolean isChopped(String raw) {
        int last = raw.length() - 1;
        if (last < NARROW || (raw.charAt(last) != '>' && raw.charAt(last) != '\u2026')) {
            return false;
        }
        if (raw.charAt(last) != '>') {
            return true;
        }
        char before = raw.charAt(last - 1);
        return before != '-'
                && before != '='
                && before != '>'
                && raw.lastIndexOf('<') <= raw.lastIndexOf('>', last - 1);
    }

    private void damage(int at, String what) {
        listener.damage(new ConsoleLog.Damage(at, what));
    }
}
