/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.kharness.console.BodyLines.Kind;
import org.kharness.console.ReportFormat.Role;
import org.kharness.console.ReportFormats.Opening;

/** A report whose end has not been seen. */
final class ReportDraft {
    /** Unknown lines in a row that end a report. */
    private static final int GAP = 8;
    /** The same for reports whose end is marked by a line of equals signs, or whose call trace is still to come. */
    private static final int LONG_GAP = 120;

    private static final String POINTER = "RIP: 0010:";
    private static final String CPU = "CPU: ";
    private static final int GAP_AFTER_END = 4;
    /** Own lines within which further first lines are parts of the same report. */
    private static final int YOUNG = 40;

    /** Lines without time in a log that has times are user space's; they may come in between. */
    private static final int MAX_USER_LINES = 200;

    /** How the list of modules goes on where it was too long for a line. */
    private static final Pattern MODULES =
            Pattern.compile("\\s*(?:[a-z0-9_]+(?:\\([A-Z+-]+\\))?(?:\\s+|$))+(?:\\[.*)?");

    /**
     * A line of the report.
     *
     * @param number where it stands
     * @param body what it is
     * @param text what it says
     */
    record Line(int number, BodyLines.Body body, String text) {
        Kind kind() {
            return body.kind();
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final int limit;
    private final String caller;
    private final List<String> named = new ArrayList<>();
    private String place = "";
    private String device = "";
    private String cpu = "";
    private Opening opening;
    private final int firstLine;
    private int lastLine;
    private int gap;
    private int own;
    private final boolean timed;
    private boolean listing;
    private boolean traceSeen;
    private boolean ended;
    private boolean fatal;
    private boolean cut;

    ReportDraft(Opening opening, ConsoleLine line, int firstLine, int limit) {
        this.opening = opening;
        this.firstLine = firstLine;
        this.limit = limit;
        caller = line.caller();
        timed = !Double.isNaN(line.time());
        lastLine = line.number();
        lines.add(new Line(line.number(), BodyLines.Body.of(Kind.BODY), line.text()));
        fatal = opening.isPanic();
        note(opening, false);
    }

    /** True if a report's first line is really this report's next part. */
    boolean takes(Opening next) {
        ReportType type = next.format().type();
        ReportType own = opening.format().type();
        if (next.isPanic()) {
            return type != ReportType.BOOT_FAILURE && own != ReportType.IO_ERROR;
        }
        if (type.device() && !next.device().equals(device)) {
            return false;
        }
        if (type == own && (inlinedBefore() || (next.format().role() == Role.GOES_ON && !traceSeen))) {
            return true;
        }
        return switch (type) {
            case OUT_OF_MEMORY, RCU_STALL -> next.format().role() == Role.GOES_ON && type == own;
            case FS_SHUTDOWN -> own == ReportType.FS_CORRUPTION;
            // Their number, and then the first of them.
            case KMEMLEAK -> opening.format().blame() == ReportFormat.Blame.NONE && young();
            case WARNING -> young() && announced() && named.isEmpty() && place.isEmpty();
            default ->
                next.format().role() == Role.GOES_ON && young() && !(own == ReportType.WARNING && next.isFault());
        };
    }

    /** True where the last line names an inlined function: a symboliser prints the first line once for each. */
    private boolean inlinedBefore() {
        return lines.get(lines.size() - 1).text().contains(TraceParser.INLINED);
    }

    private boolean announced() {
        return switch (opening.format().type()) {
            case REFCOUNT, LIST_CORRUPTION, BUG -> true;
            default -> false;
        };
    }

    private boolean young() {
        return !traceSeen && !ended && own < YOUNG;
    }

    /** Adds what {@link #takes} agreed to; the more telling of the two gives the report its name. */
    void join(Opening next, ConsoleLine line) {
        fatal |= next.isPanic();
        note(next, true);
        if (next.rank() < opening.rank()) {
            opening = next;
        }
        add(line, BodyLines.Body.of(Kind.BODY));
        ended = false;
    }

    private void note(Opening next, boolean joined) {
        // What a filesystem says next is about another place than what it named first.
        boolean another = joined && opening.format().type().device() && !named.isEmpty();
        String function = next.group("f");
        if (!function.isEmpty() && !next.text().contains(TraceParser.INLINED)) {
            named.add(function);
        }
        if (place.isEmpty() && !another) {
            place = next.place();
        }
        if (device.isEmpty()) {
            device = next.device();
        }
        if (cpu.isEmpty()) {
            cpu = next.group("cpu");
        }
    }

    /** Offers a line that begins no report; false when the report is at its end and the line is not part of it. */
    boolean offer(ConsoleLine line, BodyLines.Body body) {
        Kind kind = body.kind();
        if (kind == Kind.CUT_HERE) {
            return announced() && young();
        }
        if (line.text().isBlank()) {
            return true;
        }
        if (kind == Kind.OTHER && listing && MODULES.matcher(line.text()).matches()) {
            kind = Kind.BODY;
        }
        boolean locksListed = opening.format().type() == ReportType.HUNG_TASK;
        boolean foreign = kind == Kind.OTHER || (kind == Kind.SEPARATOR && !separated() && !locksListed);
        foreign |= timed && Double.isNaN(line.time()) && kind == Kind.BODY;
        boolean belongs = !foreign && (!ended || BodyLines.aftermath(line.text()));
        if (!belongs && !ended && lines.size() < limit) {
            lines.add(new Line(line.number(), BodyLines.Body.OTHER, line.text()));
        }
        if (!belongs && timed && Double.isNaN(line.time())) {
            return line.number() - lastLine < MAX_USER_LINES;
        }
        if (!belongs) {
            return ++gap <= patience();
        }
        add(line, kind == body.kind() ? body : BodyLines.Body.of(kind));
        if (cpu.isEmpty() && pointing() && line.text().startsWith(CPU)) {
            cpu = line.text().substring(CPU.length()).replaceFirst("\\D.*", "");
        }
        if (kind == Kind.FRAME || kind == Kind.TRACE_HEADER) {
            traceSeen = true;
        }
        if (kind == Kind.END || (kind == Kind.SEPARATOR && lines.size() > 4 && separated())) {
            ended = true;
        }
        return true;
    }

    /** How many lines that are not its own this report may have in between. */
    private int patience() {
        if (ended) {
            return GAP_AFTER_END;
        }
        boolean traceToCome =
                !traceSeen && (pointing() || headed() || opening.format().type() == ReportType.LOCKING);
        return separated() || traceToCome ? LONG_GAP : GAP;
    }

    private void add(ConsoleLine line, BodyLines.Body body) {
        listing = line.text().startsWith("Modules linked in:")
                || (listing && MODULES.matcher(line.text()).matches());
        own++;
        gap = 0;
        lastLine = line.number();
        if (lines.size() < limit) {
            lines.add(new Line(line.number(), body, line.text()));
        }
    }

    /** True for kinds that print much before the trace or end with a separator. */
    boolean separated() {
        return switch (opening.format().type()) {
            case KASAN, KFENCE, KCSAN, KMSAN, UBSAN, DEADLOCK, LOCK_RECURSION, LOCK_STATE, SUSPICIOUS_RCU -> true;
            default -> false;
        };
    }

    /** The functions that the first lines name, as printed. */
    List<String> named() {
        return named;
    }

    /** The device that the report is about; empty where it is about none. */
    String device() {
        return device;
    }

    /** The source line of the condition; empty where none is named. */
    String place() {
        return place;
    }

    /** True where nothing followed that would show the kernel at work: the line was only printed. */
    boolean idle() {
        return !traceSeen && lines.stream().noneMatch(l -> l.kind() == Kind.POINTER);
    }

    /** True for kinds that always come with a call trace. */
    boolean expectsTrace() {
        return opening.format().role() != ReportFormat.Role.LINE
                && switch (opening.format().blame()) {
                    case NONE, HOLDER, NAMED -> false;
                    default -> true;
                };
    }

    /** True for kinds that the kernel ends with a mark, before which another report interrupts rather than follows. */
    boolean awaitsEnd() {
        boolean sure = opening.format().role() != Role.MAY_BEGIN || traceSeen;
        return sure && !ended && gap == 0 && (separated() || headed() || pointing() || fatal);
    }

    private boolean pointing() {
        return opening.format().blame() == ReportFormat.Blame.POINTER;
    }

    private boolean headed() {
        return switch (opening.format().type()) {
            case WARNING, REFCOUNT -> true;
            default -> false;
        };
    }

    /**
     * How sure it is that a line of two reports that mix is this one's: 2 where it names this report's CPU or, as the
     * instruction pointer, its function; 1 where it tells what this report still lacks; else 0.
     */
    int claim(String text) {
        if (text.startsWith(POINTER)) {
            boolean same = opening.text().contains(text.substring(POINTER.length()));
            return same ? 2 : pointing() && lines.stream().noneMatch(l -> l.kind() == Kind.POINTER) ? 1 : 0;
        }
        if (text.startsWith(CPU)) {
            return cpu.isEmpty() ? 1 : text.startsWith(cpu + " ", CPU.length()) ? 2 : 0;
        }
        return 0;
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
