/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.console.ReportFormats.Opening;

/** Makes a report of the lines that belong to it. */
final class ReportReading {
    private static final Pattern CPU_LINE = Pattern.compile(
            "CPU: (\\d+)(?: UID: \\d+)? PID: (\\d+) Comm: (.{0,40}?)(?: Kdump: loaded)?(?: Not tainted| Tainted: ([A-Z](?:[A-Z ]*[A-Z])?)(?= |$)|(?: Tainted:)?\\s*$)");
    private static final Pattern OLD_CPU_LINE = Pattern.compile(
            "Pid: (\\d+), comm:\\s+(.{0,40}?) (?:Not tainted|Tainted: ([A-Z ]+?)(?= +\\(|\\s+\\S*\\d\\.))");
    private static final Pattern OLD_CPU = Pattern.compile("^CPU:? (\\d+)\\b");
    private static final Pattern BY_TASK = Pattern.compile("(?:by task|task:)\\s?(\\S+?)[/ ](?:.*pid: ?)?(\\d+)");
    private static final Pattern LOCKER =
            Pattern.compile("^(\\S.{0,40}?/\\d+) (?:is trying to (?:acquire|release) lock|\\[HC\\d)");
    private static final Pattern TAINT = Pattern.compile("Tainted: ([A-Z ]+?)(?= +\\(| +\\S*\\d\\.)");

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
        Traces traces = Traces.of(draft.lines());
        Culprit culprit = new Culprit(draft, traces);
        String function = culprit.function();
        Who who = who();
        String title = Titles.title(draft, function);
        boolean damaged = draft.cut() || (draft.expectsTrace() && traces.all().isEmpty());
        ReportType type = opening.format().type();
        return new KernelReport(
                type,
                title,
                function,
                draft.place(),
                who.task,
                who.cpu,
                traces.main(),
                draft.firstLine(),
                draft.lastLine(),
                who.taint,
                Signature.of(type, title),
                draft.fatal(),
                damaged);
    }

    private record Who(String task, int cpu, String taint) {}

    /** The task that lockdep complains of; empty in other reports. */
    private String locker() {
        for (ReportDraft.Line line : draft.lines()) {
            Matcher m = LOCKER.matcher(line.text());
            if (m.find()) {
                return m.group(1);
            }
        }
        return "";
    }

    private Who who() {
        String task = opening.group("task").replaceFirst(":(\\d+)$", "/$1");
        int cpu = opening.group("cpu").isEmpty() ? -1 : Integer.parseInt(opening.group("cpu"));
        String taint = "";
        task = task.isEmpty() ? locker() : task;
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
