/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;

/**
 * A complaint of the kernel: a warning, an oops, a lockdep report, a hung task and the like.
 *
 * @param type the kind
 * @param title what a person would call it, such as "WARNING in dax_insert_entry"
 * @param function the function at fault; empty where the log does not tell
 * @param task the current task's name and pid as "comm/pid"; empty where the log does not tell
 * @param cpu the CPU; -1 where the log does not tell
 * @param frames the call trace, innermost first
 * @param firstLine first line of the report in the log, from 1
 * @param lastLine last line of it
 * @param taint the taint string as printed, such as "G        W"; empty for "Not tainted" or where there is none
 * @param signature stays equal across addresses, offsets, pids, builds and CPUs
 * @param damaged true where the log is torn or cut inside the report
 */
public record KernelReport(
        ReportType type,
        String title,
        String function,
        String task,
        int cpu,
        List<Frame> frames,
        int firstLine,
        int lastLine,
        String taint,
        String signature,
        boolean damaged) {
    public KernelReport {
        frames = List.copyOf(frames);
    }

    /**
     * One line of a call trace.
     *
     * @param function the symbol without offset
     * @param offset the text after the symbol, such as "0x1f/0x40"; empty where there is none
     * @param reliable false where the kernel marked the frame with "?"
     */
    public record Frame(String function, String offset, boolean reliable) {}
}
