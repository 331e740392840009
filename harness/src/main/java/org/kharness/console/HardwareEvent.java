/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

/**
 * Something that memory, a processor or a bus did, as the kernel tells of it: evidence, whether or not the kernel coped.
 *
 * @param firstLine first line in the log, from 1
 * @param lastLine last line
 * @param time seconds since boot; NaN where the line has none
 * @param kind who told
 * @param severity as the hardware or firmware graded it, or what became of it: "corrected", "deferred", "uncorrected",
 *     "recoverable", "fatal", "Recovered", "Delayed", "Ignored", "Failed"; empty where the log does not tell
 * @param what in words, machine check codes decoded
 * @param pfn the page frame as the kernel prints it, such as "0x1f5e3b"; from the address where only that is told; else
 *     empty
 * @param address the physical address, such as "0x1f5e3b4c0"; empty where the log does not tell
 * @param task who is told or killed, as "comm/pid"; empty where nobody is
 * @param cpu the CPU that reported; -1 where the log does not tell
 * @param bank the machine check bank; -1 where there is none
 * @param status the machine check status register, such as "0xbd80000000100134"; else empty
 * @param device the memory controller, module or bus device; empty where the log names none
 */
public record HardwareEvent(
        int firstLine,
        int lastLine,
        double time,
        Kind kind,
        String severity,
        String what,
        String pfn,
        String address,
        String task,
        int cpu,
        int bank,
        String status,
        String device) {
    /** Who told. */
    public enum Kind {
        /** A machine check bank, by exception or by polling. */
        MACHINE_CHECK,
        /** The platform's firmware, by a Common Platform Error Record. */
        FIRMWARE,
        /** A memory controller's driver. */
        EDAC,
        /** PCI Express Advanced Error Reporting. */
        PCIE,
        /** What the memory management made of a bad page. */
        MEMORY_FAILURE,
        /** A process is told, or killed, over a bad page. */
        SIGBUS
    }
}
