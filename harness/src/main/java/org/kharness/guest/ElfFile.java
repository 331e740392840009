/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads which shared libraries a 64-bit little-endian ELF file needs (elf(5): PT_DYNAMIC, DT_NEEDED, PT_INTERP). */
final class ElfFile {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;

    private final ByteBuffer data;

    private ElfFile(byte[] bytes) {
        data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The names of needed libraries, such as "libc.so.6"; none for a static program or a file of another kind. */
    static List<String> needed(byte[] bytes) {
        if (bytes.length < HEADER
                || bytes[0] != 0x7f
                || bytes[1] != 'E'
                || bytes[2] != 'L'
                || bytes[3] != 'F'
                || bytes[4] != 2
                || bytes[5] != 1) {
            return List.of();
        }
        try {
            return new ElfFile(bytes).readNeeded();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return List.of(); // cut or forged headers: the guest would not run it either
        }
    }

    private List<String> readNeeded() {
        long dynamic = -1;
        long size = 0;
        for (int i = 0; i < programHeaders(); i++) {
            int at = programHeader(i);
            if (data.getInt(at) == PT_DYNAMIC) {
                dynamic = data.getLong(at + 8);
                size = data.getLong(at + 32);
            }
        }
        if (dynamic < 0) {
            return List.of();
        }
        long strings = -1;
        List<Long> offsets = new ArrayList<>();
        for (long at = dynamic; at < dynamic + size; at += 16) {
            long tag = data.getLong(Math.toIntExact(at));
            long value = data.getLong(Math.toIntExact(at + 8));
            if (tag == DT_NEEDED) {
                offsets.add(value);
            } else if (tag == DT_STRTAB) {
                strings = fileOffset(value);
            }
        }
        List<String> names = new ArrayList<>();
        for (long offset : offsets) {
            names.add(string(strings + offset));
        }
        return names;
    }

    private int programHeaders() {
        return data.getShort(56) & 0xffff;
    }

    private int programHeader(int index) {
        return Math.toIntExact(data.getLong(32)) + index * PROGRAM_HEADER;
    }

    /** Where in the file the byte of a virtual address lies. */
    private long fileOffset(long address) {
        for (int i = 0; i < programHeaders(); i++) {
            int at = programHeader(i);
            long start = data.getLong(at + 16);
            if (data.getInt(at) == PT_LOAD && address >= start && address < start + data.getLong(at + 32)) {
                return address - start + data.getLong(at + 8);
            }
        }
        throw new IllegalArgumentException("address in no segment");
    }

    private String string(long offset) {
        int start = Math.toIntExact(offset);
        int end = start;
        while (data.get(end) != 0) {
            end++;
        }
        return new String(data.array(), start, end - start, StandardCharsets.UTF_8);
    }
}
