/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ReportFormats.Opening;

/**
 * Whom a report is about.
 *
 * @param task name and pid as "comm/pid"; empty where the log does not tell
 * @param cpu the CPU; -1 where the log does not tell
 * @param taint the taint string as printed; empty where there is none
 */
record Who(String task, int cpu, String taint) {
    /** lib/dump_stack.c, dump_stack_print_info; its end is missing where a line was broken. */
    private static final Pattern CPU_LINE = Pattern.compile(
            "CPU: (?<cpu>\\d+)(?: UID: \\d+)? PID: (?<pid>\\d+) Comm: (?<comm>.{0,40}?)(?: Kdump: loaded)?(?: Not tainted| Tainted: (?<taint>[A-Z](?:[A-Z ]*[A-Z])?)(?= |$)|(?: Not| Tainted:)?\\s*$)");

    private static final Pattern TAINT = Pattern.compile("Tainted: ([A-Z ]+?)(?= +\\(| +\\S*\\d\\.)");

    /** Lines that name the task, with a word that each of them has, for a quick look. */
    private record Naming(String word, Pattern pattern) {}

    private static final List<Naming> NAMINGS = List.of(
            naming(
                    "comm:",
                    "Pid: (?<pid>\\d+), (?:CPU:? (?<cpu>\\d+), )?comm:\\s+(?<comm>.{0,40}?)(?: +Not tainted| +Tainted:|\\s*$)"),
            naming("is ", "^(?<comm>\\S.{0,40}?)/(?<pid>\\d+) is (?:leaving|exiting|freeing)"),
            naming("by task", "by task (?<comm>\\S.{0,40}?)/(?<pid>\\d+)(?=\\s|$)"),
            naming("task:", "task:(?<comm>\\S.{0,40}?) +state:.*? pid: ?(?<pid>\\d+)"),
            naming("pid", "^\\s*comm \"(?<comm>[^\"]+)\", pid (?<pid>\\d+)"),
            naming("pid", "pid: (?<pid>\\d+), name: (?<comm>.+?)\\s*$"),
            naming("Pid:", "Comm:(?<comm>\\S.*?) Pid:(?<pid>\\d+)"),
            naming("Process", "^Process (?<comm>\\S.{0,40}?) \\((?:pid: ?)?(?<pid>\\d+)"),
            naming("TASK", "TASK(?:: | = )\\S+?\\[(?<pid>\\d+)\\] '(?<comm>[^']+)'(?:.* CPU: (?<cpu>\\d+))?"),
            naming("comm =", "pid += (?<pid>\\d+), comm = (?<comm>\\S+)"),
            naming(
                    "0x",
                    "^(?<comm>\\S.{0,15}?) +[A-Z] +(?:running task(?: on cpu +(?<cpu>\\d+))?|\\(?[0-9a-f]{8,16}\\)?) +\\d+ +(?<pid>\\d+) +\\d+ 0x"));

    private static final List<Naming> CPUS = List.of(
            naming("CPU", "^CPU:? (?<cpu>\\d+)\\b"),
            naming(": (", "^(?:rcu: )?\\s*(?<cpu>\\d+)(?:-[.!?A-Z\\d]{1,6})?: \\("),
            naming("{", "stalls? on CPUs?\\S* ?\\{ ?(?<cpu>\\d+)[ }-]"),
            naming("cpus=", "workqueue lockup - pool cpus=(?<cpu>\\d+)"),
            naming("on cpu ", "^current .* on cpu (?<cpu>\\d+)"));

    private static final Pattern LOCKER =
            Pattern.compile("^(\\S.{0,40}?/\\d+) (?:is trying to (?:acquire|release|contend) lock|\\[HC\\d)");

    /** What is dumped because the grace period waits for it, and is not what stalls. */
    private static final Pattern GRACE_PERIOD = Pattern.compile("rcu_?\\w* .*");

    static Who of(ReportDraft draft) {
        Opening opening = draft.opening();
        String task = opening.group("task").replaceFirst(":(-?\\d+)$", "/$1");
        int cpu = number(opening.group("cpu"));
        task = task.isEmpty() ? locker(draft) : task;
        task = task.isEmpty() ? printer(draft) : task;
        String taint = "";
        for (ReportDraft.Line line : draft.lines()) {
            String text = line.text();
            if (line.kind() == BodyLines.Kind.FRAME) {
                continue;
            }
            Matcher m = text.contains("PID: ") ? CPU_LINE.matcher(text) : null;
            if (m != null && m.find() && (cpu < 0 || !stalled(draft) || cpu == number(m.group("cpu")))) {
                String found = m.group("comm").strip() + "/" + m.group("pid");
                String flags = m.group("taint");
                return new Who(
                        task.isEmpty() || (stalled(draft) && cpu >= 0) ? found : task,
                        cpu < 0 ? number(m.group("cpu")) : cpu,
                        flags == null ? "" : flags.strip());
            }
            Who named = named(text);
            task = task.isEmpty() ? named.task : task;
            cpu = cpu < 0 ? named.cpu : cpu;
            Matcher t = taint.isEmpty() && text.contains("Tainted: ") ? TAINT.matcher(text) : null;
            if (t != null && t.find()) {
                taint = t.group(1).strip();
            }
        }
        return new Who(task, cpu, taint);
    }

    /** The task that a phone's kernel names in the prefix of each line; a hang is told by another one. */
    private static String printer(ReportDraft draft) {
        return switch (draft.opening().format().type()) {
            case HUNG_TASK, SOFT_LOCKUP, HARD_LOCKUP, RCU_STALL, WORKQUEUE_LOCKUP -> "";
            default -> draft.caller().contains("/") ? draft.caller() : "";
        };
    }

    /** A stall is told by another CPU than the one that it is about. */
    private static boolean stalled(ReportDraft draft) {
        return draft.opening().format().type() == ReportType.RCU_STALL;
    }

    private static Who named(String text) {
        String task = "";
        int cpu = -1;
        for (Naming naming : NAMINGS) {
            Matcher m = text.contains(naming.word) ? naming.pattern.matcher(text) : null;
            if (m != null && m.find() && !GRACE_PERIOD.matcher(text).matches()) {
                task = m.group("comm").strip() + "/" + m.group("pid");
                cpu = naming.pattern.pattern().contains("<cpu>") ? number(m.group("cpu")) : -1;
                break;
            }
        }
        for (Naming naming : CPUS) {
            Matcher m = cpu < 0 && text.contains(naming.word) ? naming.pattern.matcher(text) : null;
            if (m != null && m.find()) {
                cpu = number(m.group("cpu"));
            }
        }
        return new Who(task, cpu, "");
    }

    /** The task that lockdep complains of; empty in other reports. */
    private static String locker(ReportDraft draft) {
        for (ReportDraft.Line line : draft.lines()) {
            Matcher m = line.text().indexOf('/') > 0 && line.kind() != BodyLines.Kind.FRAME
                    ? LOCKER.matcher(line.text())
                    : null;
            if (m != null && m.find()) {
                return m.group(1);
            }
        }
        return "";
    }

    private static int number(@Nullable String digits) {
        return digits == null || digits.isEmpty() || digits.length() > 6 ? -1 : Integer.parseInt(digits);
    }

    private static Naming naming(String word, String pattern) {
        return new Naming(word, Pattern.compile(pattern));
    }
}
