/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.console.BodyLines.Kind;
import org.kharness.console.KernelReport.Frame;

/** The call traces of a report, in order: the one of the fault, then those of allocation, of other CPUs and so on. */
final class Traces {
    /** Lines after which a new trace begins even without a header. */
    private static final Pattern BREAK = Pattern.compile(
            "^(?:Allocated by|Freed by|allocated by|freed by|Allocated:|Freed:|The buggy|Memory state|.{0,12}Uninit was|Local variable|"
                    + "(?:read|write|read-write|race).* to 0x.* by |Showing all locks|Last Breaking-Event-Address|(?:rcu: )?RCU grace-period kthread stack dump|Task dump for CPU|Last potentially|Second to last|NMI backtrace for|Sending NMI|task:|Kernel panic|page last|page_owner|INFO: (?:Allocated|Freed)|irq event stamp).*");

    /** What those begin with. */
    private static final String BREAKERS = "AFafTMLrwSRNtKpIi";

    private static final Pattern USER_POINTER = Pattern.compile("^(?:RIP: 00[23]3:0x|EIP: 0073:|RIP: 0023:).*");

    /** What page_owner remembers of a page; its trace has no header of its own. */
    static final String PAGE_OWNER = "page last allocated";

    /** Fewer frames than this before a panic are some torn line's. */
    private static final int TRACE = 3;

    /**
     * One call trace.
     *
     * @param line where it begins
     * @param section the line that says what it is; empty where the report's own is
     * @param frames innermost first; with the function at the instruction pointer where registers are printed
     * @param interrupted how many of them are those of an interrupt that the others were interrupted by; 0 where the trace
     *     shows no interrupt's end
     */
    record Trace(int line, String section, List<Frame> frames, int interrupted) {
        boolean has(String function) {
            return frames.stream().anyMatch(f -> f.function().equals(function));
        }
    }

    private final List<Trace> traces = new ArrayList<>();
    private final List<Frame> pointers = new ArrayList<>();
    private final List<Frame> links = new ArrayList<>();
    private List<Frame> current = new ArrayList<>();
    private String section = "";
    private @Nullable Frame caller;
    private int interrupted;
    private boolean headed;

    private Traces(List<ReportDraft.Line> lines, boolean skipUnheaded) {
        headed = !skipUnheaded;
        for (ReportDraft.Line line : lines) {
            take(line);
        }
        flush(0);
    }

    /** Reads the traces; frames before the first header count only where there is none at all. */
    static Traces of(List<ReportDraft.Line> lines) {
        List<ReportDraft.Line> own = lines.subList(0, panic(lines));
        boolean anyHeader = own.stream().anyMatch(l -> l.kind() == Kind.TRACE_HEADER);
        return new Traces(own, anyHeader);
    }

    /** Where the panic over a report begins, whose trace is the panic's; the end where none follows frames. */
    private static int panic(List<ReportDraft.Line> lines) {
        int frames = 0;
        for (int i = 0; i < lines.size(); i++) {
            frames += lines.get(i).kind() == Kind.FRAME ? 1 : 0;
            if (frames >= TRACE && lines.get(i).text().startsWith("Kernel panic - not syncing")) {
                return i;
            }
        }
        return lines.size();
    }

    /** The traces in order. */
    List<Trace> all() {
        return traces;
    }

    /** The frames of the report's own trace; empty where there is none. */
    List<Frame> main() {
        return traces.stream()
                .filter(t -> !t.section().startsWith(PAGE_OWNER))
                .findFirst()
                .map(Trace::frames)
                .orElse(List.of());
    }

    /** What the first register dump in kernel mode has as instruction pointer, with what was inlined there. */
    List<Frame> pointers() {
        return pointers;
    }

    /** What the register dumps have as link register: where a jump into nowhere came from. */
    List<Frame> links() {
        return links;
    }

    private void take(ReportDraft.Line line) {
        switch (line.kind()) {
            case TRACE_HEADER -> {
                flush(line.number());
                headed = true;
                current.addAll(line.body().frames());
            }
            case POINTER -> pointer(line);
            case FRAME -> {
                if (headed) {
                    current.addAll(line.body().frames());
                    caller = TraceParser.caller(line.text());
                }
            }
            default -> {
                if (line.text().contains("</IRQ>")) {
                    interrupted = current.size();
                }
                Frame link = TraceParser.link(line.text());
                if (link != null) {
                    links.add(link);
                }
                if (mayBreak(line.text()) && BREAK.matcher(line.text()).matches()) {
                    flush(line.number());
                    section = line.text();
                    headed |= section.startsWith(PAGE_OWNER);
                }
            }
        }
    }

    /** False for nearly all lines, without a pattern's cost. */
    private static boolean mayBreak(String text) {
        return !text.isEmpty() && (BREAKERS.indexOf(text.charAt(0)) >= 0 || text.contains("Uninit was"));
    }

    private void pointer(ReportDraft.Line line) {
        Frame frame = line.body().pointer();
        if (frame == null || USER_POINTER.matcher(line.text()).matches()) {
            return;
        }
        boolean inlinedBefore =
                !pointers.isEmpty() && pointers.get(pointers.size() - 1).inlined();
        if (pointers.isEmpty() || (inlinedBefore && traces.isEmpty() && current.isEmpty())) {
            pointers.add(frame);
            if (interrupted > 0 && interrupted == current.size()) {
                current.add(frame);
            }
        } else if (!current.isEmpty() && !repeats(frame)) {
            current.add(frame);
        }
    }

    /** An oops ends with its registers once more; in the middle of a trace they are what an interrupt interrupted. */
    private boolean repeats(Frame frame) {
        Frame first = pointers.get(pointers.size() - 1);
        return first.function().equals(frame.function()) && first.offset().equals(frame.offset());
    }

    private void flush(int line) {
        if (!current.isEmpty()) {
            if (caller != null) {
                current.add(caller);
                caller = null;
            }
            traces.add(new Trace(line, section, List.copyOf(current), interrupted));
            interrupted = 0;
            current = new ArrayList<>();
            section = "";
        }
    }
}
