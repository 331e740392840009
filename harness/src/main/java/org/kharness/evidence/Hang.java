/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.console.ConsoleLine;

/**
 * What a machine that did not come back was waiting for, as the guest's watchdog had the kernel print it shortly before the
 * end: sysrq w, "Show Blocked State" (Documentation/admin-guide/sysrq.rst).
 */
public final class Hang {
    private static final String HEADING = "sysrq: Show Blocked State";
    private static final Pattern TASK = Pattern.compile("task:(\\S+)\\s+state:D.*? pid:(\\d+)");
    private static final Pattern FRAME = Pattern.compile("^\\s*(\\? )?([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+");
    /** How every task sleeps, whatever it waits for. */
    private static final Pattern SLEEP = Pattern.compile(
            "__schedule|schedule.*|io_schedule.*|preempt_schedule.*|rwsem_down_.*|__mutex_lock.*|mutex_lock.*|down_.*|percpu_.*|__percpu_.*|wait_for_completion.*|__wait_for_common|__down.*");

    private static final int TASKS = 3;
    private static final int FRAMES = 2;

    private Hang() {}

    /** "; NAME waits in FUNCTION < CALLER" for the first tasks that are blocked; empty where the log does not tell. */
    public static String describe(ScenarioLog part) {
        List<String> tasks = new ArrayList<>();
        List<String> frames = new ArrayList<>();
        boolean begun = false;
        for (ConsoleLine line : part.kernelLines()) {
            String text = line.text();
            begun |= text.contains(HEADING);
            if (begun && text.startsWith("sysrq: ") && !text.contains(HEADING)) {
                break;
            }
            Matcher task = TASK.matcher(text);
            if (begun && task.find()) {
                tell(tasks, frames);
                tasks.add(task.group(1) + ":" + task.group(2));
            } else if (begun && !tasks.isEmpty()) {
                addFrame(frames, text);
            }
        }
        tell(tasks, frames);
        return tasks.isEmpty() ? "" : "; " + String.join(", ", tasks.subList(0, Math.min(TASKS, tasks.size())));
    }

    private static void addFrame(List<String> frames, String text) {
        Matcher frame = FRAME.matcher(text);
        boolean sure = frame.find() && frame.group(1) == null;
        if (sure && frames.size() < FRAMES && !SLEEP.matcher(frame.group(2)).matches()) {
            frames.add(frame.group(2));
        }
    }

    /** Puts what the last task waits in behind its name. */
    private static void tell(List<String> tasks, List<String> frames) {
        if (!tasks.isEmpty() && !frames.isEmpty()) {
            tasks.set(tasks.size() - 1, tasks.get(tasks.size() - 1) + " waits in " + String.join(" < ", frames));
        }
        frames.clear();
    }
}
