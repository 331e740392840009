/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSizeTest {
    private static final int PROGBITS = 1;
    private static final int NOBITS = 8;

    @TempDir
    private Path folder;

    @Test
    void sectionsCountByWhatTheyAre() throws IOException {
        Path vmlinux = folder.resolve("vmlinux");
        Files.write(vmlinux, elf(new long[][] {
            {0, 0, 7}, // the empty first one
            {PROGBITS, 2 | 4, 100}, // .text
            {PROGBITS, 2, 20}, // .rodata
            {PROGBITS, 2 | 1, 3}, // .data
            {NOBITS, 2 | 1, 4000}, // .bss
            {PROGBITS, 0, 50000}, // .debug_info
        }));

        assertThat(KernelSize.of(vmlinux)).contains(new KernelSize(120, 3, 4000));
        assertThat(new KernelSize(248, 3, 3936).since(new KernelSize(120, 3, 4000)))
                .isEqualTo("text +128, data 0, bss -64 bytes");
    }

    @Test
    void whatIsNoKernelHasNoSize() throws IOException {
        byte[] good = elf(new long[][] {{PROGBITS, 2, 1}});
        byte[] far = good.clone();
        far[47] = -1;
        Path file = folder.resolve("f");
        for (byte[] bytes : new byte[][] {{}, {0x7f}, new byte[200], java.util.Arrays.copyOf(good, 100), far}) {
            Files.write(file, bytes);
            assertThat(KernelSize.of(file)).isEmpty();
        }
    }

    /** A file of section headers alone: type, flags, size. */
    private static byte[] elf(long[][] sections) {
        ByteBuffer file = ByteBuffer.allocate(64 + 64 * sections.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, (byte) 0x7f).put(1, (byte) 'E').put(2, (byte) 'L').put(3, (byte) 'F');
        file.put(4, (byte) 2).put(5, (byte) 1);
        file.putLong(40, 64).putShort(60, (short) sections.length);
        for (int i = 0; i < sections.length; i++) {
            int at = 64 + 64 * i;
            file.putInt(at + 4, (int) sections[i][0])
                    .putLong(at + 8, sections[i][1])
                    .putLong(at + 32, sections[i][2]);
        }
        return file.array();
    }
}
