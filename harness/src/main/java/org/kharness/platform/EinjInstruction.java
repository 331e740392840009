/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

/** Instructions of an error injection table (ACPI 6.4, 18.6). */
enum EinjInstruction {
    /** The result is the register's value under the mask. */
    READ_REGISTER(0x0),
    /** The result is 1 where the register's value under the mask is the entry's value, else 0. */
    READ_REGISTER_VALUE(0x1),
    /** Writes what the operating system has to say. */
    WRITE_REGISTER(0x2),
    /** Writes the entry's value. */
    WRITE_REGISTER_VALUE(0x3);

    private final int id;

    EinjInstruction(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }
}
