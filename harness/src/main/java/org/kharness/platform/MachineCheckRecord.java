/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import java.util.ArrayList;
import java.util.List;

/**
 * What a CPU's machine check bank says of a memory error (Intel SDM volume 3, chapter 17).
 *
 * @param status IA32_MCi_STATUS
 * @param global IA32_MCG_STATUS; 0 where no exception is raised
 * @param address IA32_MCi_ADDR, a physical address
 * @param misc IA32_MCi_MISC
 */
public record MachineCheckRecord(long status, long global, long address, long misc) {
    private static final long VALID = 1L << 63;
    private static final long UNCORRECTED = 1L << 61;
    private static final long ENABLED = 1L << 60;
    private static final long MISC_VALID = 1L << 59;
    private static final long ADDRESS_VALID = 1L << 58;
    private static final long CONTEXT_CORRUPT = 1L << 57;
    private static final long SIGNALLED = 1L << 56;
    private static final long COUNT_ONE = 1L << 38;

    /** Compound code 000F 0000 1MMM CCCC: M 001 a read, 100 scrubbing; C the channel. */
    private static final long MEMORY_READ = 0x90;

    private static final long MEMORY_SCRUB = 0xc0;
    private static final long RESTART_VALID = 1;
    private static final long IN_PROGRESS = 1 << 2;

    /** Bits 8:6 are the address mode, 2 a physical address; bits 5:0 the least significant valid bit of the address. */
    private static final long PHYSICAL = 2 << 6;

    private static final int LSB_MASK = 0x3f;
    private static final int BANK = 9;
    /** Least significant bit of a record that speaks of a page. */
    public static final int PAGE_BIT = 12;

    /** An uncorrected error found by scrubbing: nobody has used the data yet, so the reaction to it is optional. */
    public static MachineCheckRecord actionOptional(long address, int leastSignificantBit) {
        return new MachineCheckRecord(
                VALID | UNCORRECTED | ENABLED | MISC_VALID | ADDRESS_VALID | SIGNALLED | MEMORY_SCRUB,
                IN_PROGRESS | RESTART_VALID,
                address,
                PHYSICAL | leastSignificantBit);
    }

    /** An error that the memory controller corrected; it raises no exception. */
    static MachineCheckRecord corrected(long address, int leastSignificantBit) {
        return new MachineCheckRecord(
                VALID | ENABLED | MISC_VALID | ADDRESS_VALID | COUNT_ONE | MEMORY_READ,
                0,
                address,
                PHYSICAL | leastSignificantBit);
    }

    /** An uncorrected error after which the CPU cannot go on. */
    static MachineCheckRecord fatal(long address, int leastSignificantBit) {
        return new MachineCheckRecord(
                VALID | UNCORRECTED | ENABLED | MISC_VALID | ADDRESS_VALID | CONTEXT_CORRUPT | MEMORY_READ,
                IN_PROGRESS,
                address,
                PHYSICAL | leastSignificantBit);
    }

    /** True if it raises an exception, on every CPU as Intel's do. */
    public boolean raises() {
        return (status & UNCORRECTED) != 0;
    }

    /** The bank it is put into: one of those that memory controllers have. */
    public int bank() {
        return BANK;
    }

    /** Its values, and in words what they say. */
    public String inWords() {
        List<String> says = new ArrayList<>();
        says.add((status & UNCORRECTED) == 0 ? "corrected" : "uncorrected");
        if ((status & CONTEXT_CORRUPT) != 0) {
            says.add("processor context corrupt");
        } else if ((status & SIGNALLED) != 0) {
            says.add("action optional");
        }
        says.add((status & 0xff) == MEMORY_SCRUB ? "found by scrubbing" : "found by a read");
        says.add("address valid from bit " + (misc & LSB_MASK));
        return "machine check bank " + BANK + ": STATUS " + hex(status) + ", ADDR " + hex(address) + ", MISC "
                + hex(misc) + (raises() ? ", MCG_STATUS " + hex(global) : "") + " (" + String.join(", ", says) + ")";
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
