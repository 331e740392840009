/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import java.util.Arrays;
import java.util.Optional;

/**
 * Memory errors that can be injected (ACPI 6.4, 18.6), and how a CPU reports each (Intel SDM volume 3, chapter 17:
 * IA32_MCi_STATUS).
 */
public enum MemoryErrorType {
    CORRECTABLE(1 << 3, "memory correctable"),
    UNCORRECTABLE(1 << 4, "memory uncorrectable non-fatal"),
    FATAL(1 << 5, "memory uncorrectable fatal");

    private final int bit;
    private final String words;

    MemoryErrorType(int bit, String words) {
        this.bit = bit;
        this.words = words;
    }

    /** The value of the error type register. */
    public int bit() {
        return bit;
    }

    /** Its name in the specification. */
    public String words() {
        return words;
    }

    static int allBits() {
        return Arrays.stream(values()).mapToInt(MemoryErrorType::bit).sum();
    }

    /** The type that a register's value names; empty for others, for none and for several at once. */
    static Optional<MemoryErrorType> of(int register) {
        return Arrays.stream(values()).filter(t -> t.bit == register).findFirst();
    }

    /** The record that a CPU makes of it. */
    MachineCheckRecord record(long address, int leastSignificantBit) {
        return switch (this) {
            case CORRECTABLE -> MachineCheckRecord.corrected(address, leastSignificantBit);
            case UNCORRECTABLE -> MachineCheckRecord.actionOptional(address, leastSignificantBit);
            case FATAL -> MachineCheckRecord.fatal(address, leastSignificantBit);
        };
    }
}
