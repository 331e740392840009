/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import java.nio.ByteBuffer;

/**
 * An injection instruction entry (ACPI 6.4, 18.6), 32 bytes. Entries of one action are carried out in their order.
 *
 * @param action what it belongs to
 * @param instruction what is done
 * @param register with which register
 * @param value to write or to compare with; 0 where the instruction has no use for it
 * @param mask of the register's bits that count
 */
record EinjEntry(EinjAction action, EinjInstruction instruction, GenericAddress register, long value, long mask) {
    /** Bytes of an entry. */
    static final int SIZE = 32;

    static EinjEntry read(EinjAction action, GenericAddress register) {
        return new EinjEntry(action, EinjInstruction.READ_REGISTER, register, 0, all(register));
    }

    static EinjEntry write(EinjAction action, GenericAddress register) {
        return new EinjEntry(action, EinjInstruction.WRITE_REGISTER, register, 0, all(register));
    }

    static EinjEntry writeValue(EinjAction action, GenericAddress register, long value) {
        return new EinjEntry(action, EinjInstruction.WRITE_REGISTER_VALUE, register, value, all(register));
    }

    private static long all(GenericAddress register) {
        return register.bits() == Long.SIZE ? -1L : (1L << register.bits()) - 1;
    }

    void putTo(ByteBuffer table) {
        table.put((byte) action.id());
        table.put((byte) instruction.id());
        table.put((byte) 0); // flags: bits outside the mask need not be preserved
        table.put((byte) 0); // reserved
        register.putTo(table);
        table.putLong(value);
        table.putLong(mask);
    }
}
