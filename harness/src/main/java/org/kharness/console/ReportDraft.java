/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.List;
import org.kharness.console.BodyLines.Kind;
import org.kharness.console.ReportFormat.Role;
import org.kharness.console.ReportFormats.Opening;

/** A report whose end has not been seen. */
final class ReportDraft {
    /** Unknown lines in a row that end a report. */
    private static final int GAP = 8;
    /** The same for reports whose end is marked by a line of equals signs or that list locks. */
    private static final int LONG_GAP = 120;

    private static final int GAP_AFTER_END = 4;

    /**
     * A line of the report.
     *
     * @param number where it stands
     * @param kind what it is
     * @param text what it says
     */
    record Line(int number, Kind kind, String text) {}

    private final List<Line> lines = new ArrayList<>();
    private final int limit;
    private final String caller;
    private Opening opening;
    private int firstLine;
    private int lastLine;
    private int gap;
    private boolean traceSeen;
    private boolean ended;
    private boolean fatal;
    private boolean cut;

    ReportDraft(Opening opening, ConsoleLine line, int firstLine, int limit) {
        this.opening = opening;
        this.firstLine = firstLine;
        this.limit = limit;
        caller = line.caller();
        lastLine = line.number();
        lines.add(new Line(line.number(), Kind.BODY, line.text()));
    }

    /** True if a report's first line is really this report's next part. */
    boolean takes(Opening next) {
        ReportType type = next.format().type();
        if (type == ReportType.PANIC || next.match().group().startsWith("Kernel panic")) {
            return opening.format().role() != Role.LINE
                    && opening.format().type() != ReportType.IO_ERROR
                    && consequence(next);
        }
        if (type == opening.format().type() && next.format().role() == Role.GOES_ON && !traceSeen) {
            return true;
        }
        return switch (type) {
            case OUT_OF_MEMORY, RCU_STALL ->
                next.format().role() == Role.GOES_ON && type == opening.format().type();
            case FS_SHUTDOWN -> opening.format().type() == ReportType.FS_CORRUPTION;
            case WARNING -> young() && announced();
            default -> next.format().role() == Role.GOES_ON && young();
        };
    }

    private boolean consequence(Opening panic) {
        return panic.format().type() != ReportType.BOOT_FAILURE;
    }

    private boolean announced() {
        return switch (opening.format().type()) {
            case REFCOUNT, LIST_CORRUPTION, BUG -> true;
            default -> false;
        };
    }

    private boolean young() {
        return !traceSeen && !ended && lines.size() < 40;
    }

    /** Adds what {@link #takes} agreed to. */
    void join(Opening next, ConsoleLine line, int rankOfNext, int rankOfOwn) {
        if (next.match().group().contains("Kernel panic")) {
            fatal = true;
        }
        if (rankOfNext < rankOfOwn) {
            opening = next;
        }
        add(line, Kind.BODY);
        ended = false;
    }

    /** Offers a line that begins no report; false when the report is at its end and the line is not part of it. */
    boolean offer(ConsoleLine line, Kind kind) {
        boolean belongs = ended ? BodyLines.aftermath(line.text()) : kind != Kind.OTHER;
        if (kind == Kind.CUT_HERE) {
            return false;
        }
        if (!belongs) {
            return ++gap <= (ended ? GAP_AFTER_END : separated() && !ended ? LONG_GAP : GAP);
        }
        add(line, kind);
        if (kind == Kind.FRAME || kind == Kind.TRACE_HEADER) {
            traceSeen = true;
        }
        if (kind == Kind.END || (kind == Kind.SEPARATOR && lines.size() > 4 && separated())) {
            ended = true;
        }
        return true;
    }

    private void add(ConsoleLine line, Kind kind) {
        gap = 0;
        lastLine = line.number();
        if (lines.size() < limit) {
            lines.add(new Line(line.number(), kind, line.text()));
        }
    }

    /** True for kinds that print much before the trace or end with a separator. */
    boolean separated() {
        return switch (opening.format().type()) {
            case KASAN, KFENCE, KCSAN, KMSAN, UBSAN, DEADLOCK, LOCK_RECURSION, LOCK_STATE, SUSPICIOUS_RCU -> true;
            default -> false;
        };
    }

    void markCut() {
        cut = true;
    }

    boolean cut() {
        return cut;
    }

    boolean fatal() {
        return fatal;
    }

    boolean traceSeen() {
        return traceSeen;
    }

    boolean ended() {
        return ended;
    }

    Opening opening() {
        return opening;
    }

    List<Line> lines() {
        return lines;
    }

    int firstLine() {
        return firstLine;
    }

    int lastLine() {
        return lastLine;
    }

    String caller() {
        return caller;
    }
}
