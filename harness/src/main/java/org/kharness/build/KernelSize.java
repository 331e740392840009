/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How big a kernel is, counted as size(1) does in its Berkeley form, from the section headers of its ELF file (elf(5)).
 *
 * @param text bytes of code and of what is only read
 * @param data bytes of what is written and has a beginning value
 * @param bss bytes of what begins with zeros and takes no place in the file
 */
public record KernelSize(long text, long data, long bss) {
    /**
     * Counts.
     *
     * @param vmlinux a 64-bit little-endian ELF file with section headers
     * @return empty for any other file: it is the work of a tree's own makefiles
     */
    public static Optional<KernelSize> of(Path vmlinux) {
        return ElfSections.of(vmlinux).map(KernelSize::counted);
    }

    private static KernelSize counted(List<ElfSections.Section> sections) {
        long[] sizes = new long[3];
        for (ElfSections.Section section : sections) {
            if (section.isLoaded()) {
                int kind = section.isZeros() ? 2 : section.isWritten() ? 1 : 0;
                sizes[kind] += section.size();
            }
        }
        return new KernelSize(sizes[0], sizes[1], sizes[2]);
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
