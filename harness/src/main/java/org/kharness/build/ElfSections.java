/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.kharness.cache.Cache;

/** What the section headers of a 64-bit little-endian ELF file tell (elf(5)). */
final class ElfSections {
    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64_LITTLE = 0x0201;
    private static final int HEADER = 64;
    private static final int SECTION = 64;
    private static final int BLOCK = 1 << 16;

    private ElfSections() {}

    /**
     * One section.
     *
     * @param type sh_type
     * @param flags sh_flags
     * @param at where in the file its bytes lie
     * @param size bytes
     */
    record Section(int type, long flags, long at, long size) {
        private static final int WRITE = 1;
        private static final int ALLOC = 2;
        private static final int NOTE = 7;
        private static final int NOBITS = 8;

        /** Takes memory when the program runs. */
        boolean isLoaded() {
            return (flags & ALLOC) != 0;
        }

        boolean isWritten() {
            return (flags & WRITE) != 0;
        }

        /** Begins with zeros and takes no place in the file. */
        boolean isZeros() {
            return type == NOBITS;
        }

        /** Holds what the linker says of the file, its build ID foremost. */
        boolean isNote() {
            return type == NOTE;
        }
    }

    /**
     * The sections of a file.
     *
     * @return empty for any other file: it is the work of a tree's own makefiles
     */
    static Optional<List<Section>> of(Path elf) {
        try (FileChannel file = FileChannel.open(elf)) {
            return of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A digest of what is loaded of a file, but for notes: the build ID covers the debug information too, and so changes with
     * the number of a line.
     *
     * @return SHA-256 in lower-case hex; empty as in {@link #of(Path)}
     */
    static Optional<String> loadedDigest(Path elf) {
        try (FileChannel file = FileChannel.open(elf)) {
            Optional<List<Section>> sections = of(file);
            if (sections.isEmpty()) {
                return Optional.empty();
            }
            MessageDigest digest = Cache.sha256();
            for (Section section : sections.get()) {
                if (section.isLoaded() && !section.isNote()) {
                    add(file, section, digest);
                }
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(FileChannel file, Section section, MessageDigest digest) throws IOException {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(section.size()).flip());
        long left = section.isZeros() ? 0 : section.size();
        for (long at = section.at(); left > 0; ) {
            ByteBuffer block = read(file, at, (int) Math.min(left, BLOCK));
            if (!block.hasRemaining()) {
                return;
            }
            at += block.remaining();
            left -= block.remaining();
            digest.update(block);
        }
    }

    private static Optional<List<Section>> of(FileChannel file) throws IOException {
        ByteBuffer head = read(file, 0, HEADER);
        if (head.capacity() < HEADER || head.getInt(0) != MAGIC || head.getShort(4) != CLASS_64_LITTLE) {
            return Optional.empty();
        }
        long at = head.order(ByteOrder.LITTLE_ENDIAN).getLong(40);
        int count = Short.toUnsignedInt(head.getShort(60));
        ByteBuffer table = at < 0 ? ByteBuffer.allocate(0) : read(file, at, count * SECTION);
        if (count == 0 || table.capacity() < count * SECTION) {
            return Optional.empty();
        }
        table.order(ByteOrder.LITTLE_ENDIAN);
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < table.capacity(); i += SECTION) {
            Section section = new Section(
                    table.getInt(i + 4), table.getLong(i + 8), table.getLong(i + 24), table.getLong(i + 32));
            if (section.at() < 0 || section.size() < 0) {
                return Optional.empty();
            }
            sections.add(section);
        }
        return Optional.of(sections);
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
}
