/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.console.BodyLines.Kind;
import org.kharness.console.KernelReport.Frame;
import org.kharness.console.ReportFormat.Blame;
import org.kharness.console.ReportFormats.Opening;

/** Makes a report of the lines that belong to it. */
final class ReportReading {
    private static final Pattern CPU_LINE = Pattern.compile(
            "CPU: (\\d+)(?: UID: \\d+)? PID: (\\d+) Comm: (.{0,40}?) (?:Kdump: loaded )?(?:Not tainted|Tainted: ([A-Z ]+?)(?= +\\S*\\d\\.))");
    private static final Pattern OLD_CPU_LINE = Pattern.compile(
            "Pid: (\\d+), comm:\\s+(.{0,40}?) (?:Not tainted|Tainted: ([A-Z ]+?)(?= +\\(|\\s+\\S*\\d\\.))");
    private static final Pattern OLD_CPU = Pattern.compile("^CPU:? (\\d+)\\b");
    private static final Pattern BY_TASK = Pattern.compile("(?:by task|task:)\\s?(\\S+?)[/ ](?:.*pid: ?)?(\\d+)");
    private static final Pattern TAINT = Pattern.compile("Tainted: ([A-Z ]+?)(?= +\\(| +\\S*\\d\\.)");
    private static final Pattern SECTION = Pattern.compile(
            "^(?:Allocated by|Freed by|The buggy|allocated by|freed by|Memory state|Uninit was|Local variable|read to 0x|write to 0x|Kernel panic|Showing all locks|Last potentially|Reported by).*");

    private final ReportDraft draft;
    private final Opening opening;

    private ReportReading(ReportDraft draft) {
        this.draft = draft;
        opening = draft.opening();
    }

    static KernelReport read(ReportDraft draft) {
        return new ReportReading(draft).report();
    }

    private KernelReport report() {
        List<Frame> frames = frames();
        Frame pointer = pointer();
        String function = function(frames, pointer);
        Who who = who();
        String title = Titles.title(opening, draft, function);
        boolean damaged = draft.cut() || (expectsTrace() && frames.isEmpty() && pointer == null);
        ReportType type = opening.format().type();
        return new KernelReport(
                type,
                title,
                function,
                opening.group("place"),
                who.task,
                who.cpu,
                frames,
                draft.firstLine(),
                draft.lastLine(),
                who.taint,
                Signature.of(type, title),
                draft.fatal(),
                damaged);
    }

    private boolean expectsTrace() {
        return opening.format().blame() != Blame.NONE && opening.format().type() != ReportType.PANIC;
    }

    /** The call trace, preceded by the function at the instruction pointer where the trace does not begin there. */
    private List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        boolean inTrace = false;
        boolean headed = draft.lines().stream().anyMatch(l -> l.kind() == Kind.TRACE_HEADER);
        for (ReportDraft.Line line : draft.lines()) {
            if (line.kind() == Kind.TRACE_HEADER) {
                if (!frames.isEmpty()) {
                    break;
                }
                inTrace = true;
            } else if (line.kind() == Kind.FRAME && (inTrace || !headed)) {
                Frame frame = TraceParser.frame(line.text());
                if (frame != null) {
                    frames.add(frame);
                }
            } else if (!frames.isEmpty() && SECTION.matcher(line.text()).matches()) {
                break;
            }
        }
        return frames;
    }

    private @Nullable Frame pointer() {
        for (ReportDraft.Line line : draft.lines()) {
            if (line.kind() == Kind.POINTER) {
                return TraceParser.pointer(line.text());
            }
        }
        return null;
    }

    private String function(List<Frame> frames, @Nullable Frame pointer) {
        Blame blame = opening.format().blame();
        if (blame == Blame.NONE) {
            return "";
        }
        Predicate<String> skip = Blame.HANG == blame
                ? f -> GenericFrames.generic(f)
                        || GenericFrames.lock(f)
                        || GenericFrames.waiting(f)
                        || GenericFrames.interrupt(f)
                : locking() ? f -> GenericFrames.generic(f) || GenericFrames.lock(f) : GenericFrames::generic;
        if (blame == Blame.OPENING) {
            String named = Signature.bare(opening.group("f"));
            if (!named.isEmpty() && !skip.test(named)) {
                return named;
            }
        }
        if ((blame == Blame.POINTER || blame == Blame.OPENING)
                && pointer != null
                && !skip.test(Signature.bare(pointer.function()))) {
            return Signature.bare(pointer.function());
        }
        String best = first(frames, f -> f.reliable(), skip);
        return best.isEmpty() ? first(frames, f -> true, skip) : best;
    }

    private static String first(List<Frame> frames, Predicate<Frame> which, Predicate<String> skip) {
        for (Frame frame : frames) {
            String name = Signature.bare(frame.function());
            if (which.test(frame) && !skip.test(name)) {
                return name;
            }
        }
        return "";
    }

    private boolean locking() {
        return switch (opening.format().type()) {
            case DEADLOCK,
                    LOCK_RECURSION,
                    LOCK_STATE,
                    LOCKING,
                    SUSPICIOUS_RCU,
                    SLEEPING_IN_ATOMIC,
                    SCHEDULING_WHILE_ATOMIC -> true;
            default -> false;
        };
    }

    private record Who(String task, int cpu, String taint) {}

    private Who who() {
        String task = opening.group("task").replaceFirst(":(\\d+)$", "/$1");
        int cpu = opening.group("cpu").isEmpty() ? -1 : Integer.parseInt(opening.group("cpu"));
        String taint = "";
        for (ReportDraft.Line line : draft.lines()) {
            String text = line.text();
            Matcher m = CPU_LINE.matcher(text);
            if (m.find()) {
                return new Who(
                        task.isEmpty() ? m.group(3).strip() + "/" + m.group(2) : task,
                        cpu < 0 ? Integer.parseInt(m.group(1)) : cpu,
                        m.group(4) == null ? "" : m.group(4).strip());
            }
            Matcher old = OLD_CPU_LINE.matcher(text);
            if (old.find()) {
                task = task.isEmpty() ? old.group(2).strip() + "/" + old.group(1) : task;
                taint = old.group(3) == null ? "" : old.group(3).strip();
            } else if (text.startsWith("CPU") && cpu < 0) {
                Matcher c = OLD_CPU.matcher(text);
                cpu = c.find() ? Integer.parseInt(c.group(1)) : cpu;
            } else if (task.isEmpty() && text.contains("task")) {
                Matcher by = BY_TASK.matcher(text);
                task = by.find() ? by.group(1) + "/" + by.group(2) : task;
            }
            Matcher t = TAINT.matcher(text);
            if (taint.isEmpty() && t.find()) {
                taint = t.group(1).strip();
            }
        }
        return new Who(task, cpu, taint);
    }
}
