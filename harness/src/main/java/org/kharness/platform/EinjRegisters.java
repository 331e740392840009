/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The registers in memory that {@link EinjTable} points to. They lie in guest memory that the kernel is told to leave
 * alone, so they are saved and copied with it. The guest can write what it likes to them.
 */
public enum EinjRegisters {
    /** Error types that can be injected (ACPI 6.4, 18.6). */
    SUPPORTED_TYPES(0x0),
    /** Where the trigger table lies. */
    TRIGGER_TABLE_ADDRESS(0x8),
    /** The error type where it is set without an address; of no use to an operating system that knows ACPI 5. */
    ERROR_TYPE_ALONE(0x10),
    /** The structure of SET_ERROR_TYPE_WITH_ADDRESS; newer kernels write the room of an EINJv2 one. */
    WITH_ADDRESS(0x100),
    /** The trigger table. */
    TRIGGER_TABLE(0x800);

    /** Physical address of the first register: above what the kernel is loaded to, below what QEMU puts at the top. */
    public static final long BASE = 0x1000_0000L;

    /** Bytes set aside for them. */
    public static final int SIZE = 1 << 16;

    /** Quad words of {@link #WITH_ADDRESS} that an injection needs: all but the PCI function. */
    public static final int QUADS = 4;

    private final int offset;

    EinjRegisters(int offset) {
        this.offset = offset;
    }

    /** Its physical address. */
    public long place() {
        return BASE + offset;
    }

    /** A kernel argument that keeps the kernel's hands off them (Documentation/admin-guide/kernel-parameters.txt, memmap). */
    public static String kernelArgument() {
        return "memmap=" + (SIZE >> 10) + "K$0x" + Long.toHexString(BASE);
    }

    /** What they hold when the machine starts. */
    public static byte[] initial() {
        ByteBuffer registers = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        registers.putInt(SUPPORTED_TYPES.offset, MemoryErrorType.allBits());
        registers.putLong(TRIGGER_TABLE_ADDRESS.offset, TRIGGER_TABLE.place());
        byte[] trigger = EinjTable.trigger();
        registers.position(TRIGGER_TABLE.offset).put(trigger);
        return registers.array();
    }
}
