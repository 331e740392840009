/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import java.nio.ByteBuffer;

/**
 * Where a register is: the Generic Address Structure (ACPI 6.4, 5.2.3), 12 bytes.
 *
 * @param space memory or I/O port
 * @param bits width of the register
 * @param address of its first byte
 */
record GenericAddress(Space space, int bits, long address) {
    /** Bytes of the structure. */
    static final int SIZE = 12;

    /** Address spaces, of which the kernel's interpreter accepts these two (drivers/acpi/apei/apei-base.c). */
    enum Space {
        SYSTEM_MEMORY(0),
        SYSTEM_IO(1);

        private final int id;

        Space(int id) {
            this.id = id;
        }
    }

    static GenericAddress memory(long address, int bits) {
        return new GenericAddress(Space.SYSTEM_MEMORY, bits, address);
    }

    static GenericAddress port(int port) {
        return new GenericAddress(Space.SYSTEM_IO, Byte.SIZE, port);
    }

    void putTo(ByteBuffer table) {
        table.put((byte) space.id);
        table.put((byte) bits);
        table.put((byte) 0); // bit offset
        table.put((byte) accessSize());
        table.putLong(address);
    }

    /** 1 is byte access, 2 word, 3 double word, 4 quad word. */
    private int accessSize() {
        return Integer.numberOfTrailingZeros(bits) - 2;
    }
}
