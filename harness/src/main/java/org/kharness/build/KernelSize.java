/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How big a kernel is, counted as size(1) does in its Berkeley form, from the section headers of its ELF file (elf(5)).
 *
 * @param text bytes of code and of what is only read
 * @param data bytes of what is written and has a beginning value
 * @param bss bytes of what begins with zeros and takes no place in the file
 */
public record KernelSize(long text, long data, long bss) {
    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64_LITTLE = 0x0201;
    private static final int HEADER = 64;
    private static final int SECTION = 64;
    private static final int WRITE = 1;
    private static final int ALLOC = 2;
    private static final int NOBITS = 8;

    /**
     * Counts.
     *
     * @param vmlinux a 64-bit little-endian ELF file with section headers
     * @return empty for any other file: it is the work of a tree's own makefiles
     */
    public static Optional<KernelSize> of(Path vmlinux) {
        try (FileChannel file = FileChannel.open(vmlinux)) {
            ByteBuffer head = read(file, 0, HEADER);
            if (head.capacity() < HEADER || head.getInt(0) != MAGIC || head.getShort(4) != CLASS_64_LITTLE) {
                return Optional.empty();
            }
            long at = head.order(ByteOrder.LITTLE_ENDIAN).getLong(40);
            int count = Short.toUnsignedInt(head.getShort(60));
            return at < 0 ? Optional.empty() : counted(read(file, at, count * SECTION), count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<KernelSize> counted(ByteBuffer sections, int count) {
        if (count == 0 || sections.capacity() < count * SECTION) {
            return Optional.empty();
        }
        sections.order(ByteOrder.LITTLE_ENDIAN);
        long[] sizes = new long[3];
        for (int at = 0; at < sections.capacity(); at += SECTION) {
            long flags = sections.getLong(at + 8);
            if ((flags & ALLOC) != 0) {
                int kind = sections.getInt(at + 4) == NOBITS ? 2 : (flags & WRITE) != 0 ? 1 : 0;
                sizes[kind] += sections.getLong(at + 32);
            }
        }
        return Optional.of(new KernelSize(sizes[0], sizes[1], sizes[2]));
    }

    /** As many of these bytes as the file has. */
    private static ByteBuffer read(FileChannel file, long at, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        int got;
        do {
            got = file.read(buffer, at + buffer.position());
        } while (got > 0 && buffer.hasRemaining());
        return buffer.flip().slice();
    }

    /** What became of another one's, such as "text +128, data 0, bss -64 bytes". */
    public String since(KernelSize before) {
        return "text %s, data %s, bss %s bytes"
                .formatted(signed(text - before.text), signed(data - before.data), signed(bss - before.bss));
    }

    private static String signed(long difference) {
        return difference > 0 ? "+" + difference : String.valueOf(difference);
    }
}
