/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;

/**
 * A complaint of the kernel: a warning, an oops, a lockdep report, a hung task and the like.
 *
 * @param type the kind
 * @param title what a person would call it, such as "WARNING in dax_insert_entry"
 * @param function the function at fault; empty where the log does not tell
 * @param place the source line of the condition that failed, such as "fs/dax.c:347"; empty where the log does not tell
 * @param device the device or the device of the filesystem that the report is about, as the kernel names it, such as
 *     "pmem2", "sda1" or "0000:3b:00.0"; empty where it is about none
 * @param task the current task's name and pid as "comm/pid"; empty where the log does not tell
 * @param cpu the CPU; -1 where the log does not tell
 * @param pointer the function at the instruction pointer of the first register dump in kernel mode, after what was
 *     inlined there; empty where there is no such dump
 * @param frames the call trace, innermost first
 * @param firstLine first line of the report in the log, from 1
 * @param lastLine last line of it
 * @param taint the taint string as printed, such as "G        W"; empty for "Not tainted" or where there is none
 * @param signature stays equal across addresses, offsets, pids, builds and CPUs
 * @param fatal true where the kernel panicked over it
 * @param damaged true where the log is torn or cut inside the report
 */
public record KernelReport(
        ReportType type,
        String title,
        String function,
        String place,
        String device,
        String task,
        int cpu,
        List<Frame> pointer,
        List<Frame> frames,
        int firstLine,
        int lastLine,
        String taint,
        String signature,
        boolean fatal,
        boolean damaged) {
    public KernelReport {
        pointer = List.copyOf(pointer);
        frames = List.copyOf(frames);
    }

    /**
     * True where the kernel is at fault: by the kind of report, or since it gave up. What broken hardware or a lack of
     * memory brings about is no fault of a kernel that goes on.
     */
    public boolean complaint() {
        return fatal || type.complaint();
    }

    /** The same report with other frames at the instruction pointer and in the call trace, and another place. */
    KernelReport withSources(String where, List<Frame> at, List<Frame> trace) {
        return new KernelReport(
                type, title, function, where, device, task, cpu, at, trace, firstLine, lastLine, taint, signature,
                fatal, damaged);
    }

    /**
     * One line of a call trace.
     *
     * @param function the symbol without offset, as printed
     * @param offset the text after the symbol, such as "0x1f/0x40"; empty where there is none
     * @param module the module that the symbol is in; empty for the kernel itself
     * @param source file and line where the log or a vmlinux tells, such as "fs/dax.c:347"; else empty
     * @param inlined true where the function was inlined into the frame that follows
     * @param reliable false where the kernel marked the frame with "?"
     */
    public record Frame(
            String function, String offset, String module, String source, boolean inlined, boolean reliable) {
        /** As a person reads it, such as "foo+0x1f/0x40 [xfs] fs/xfs/foo.c:347". */
        public String text() {
            String mark = inlined ? " (inlined)" : "";
            return function
                    + (offset.isEmpty() ? "" : "+" + offset)
                    + (module.isEmpty() ? "" : " [" + module + "]")
                    + (source.isEmpty() ? "" : " " + source)
                    + mark;
        }
    }
}
