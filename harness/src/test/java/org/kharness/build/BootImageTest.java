/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;

/** A boot image tells its release, and one with another kernel in it is noticed. */
class BootImageTest {
    @TempDir
    Path objects;

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(objects.resolve("arch/x86/boot/compressed"));
    }

    @Test
    void holdsTheKernelThatWasLinked() throws IOException {
        write("bzImage", "setup|head|the compressed kernel|end");
        write("compressed/vmlinux.bin.gz", "the compressed kernel");
        assertThatCode(() -> BootImage.check(objects)).doesNotThrowAnyException();
    }

    @Test
    void anotherKernelIsNoticed() throws IOException {
        write("bzImage", "setup|head|the compressed kernal|end");
        write("compressed/vmlinux.bin.gz", "the compressed kernel");
        assertThatThrownBy(() -> BootImage.check(objects))
                .isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("does not hold the kernel that was linked");
    }

    @Test
    void nothingCompressedIsNoticed() throws IOException {
        write("bzImage", "setup");
        write("compressed/vmlinux.bin.gz", "");
        assertThatThrownBy(() -> BootImage.check(objects)).isInstanceOf(SurroundingsException.class);
    }

    @Test
    void tellsItsRelease() throws IOException {
        byte[] image = new byte[0x400];
        put(image, 0x202, "HdrS");
        image[0x20e] = 0x30; // from 0x200 on
        image[0x20f] = 0x01;
        put(image, 0x330, "6.1.192-test (someone@somewhere) #1");
        Path file = Files.write(objects.resolve("bzImage"), image);
        assertThat(BootImage.release(file)).isEqualTo("6.1.192-test");
        image[0x20e] = 0;
        image[0x20f] = 0;
        assertThat(BootImage.release(Files.write(file, image))).isEmpty();
        image[0x20f] = 0x7f;
        assertThat(BootImage.release(Files.write(file, image))).isEmpty();
    }

    @Test
    void anotherFileIsNoBootImage() throws IOException {
        Path file = Files.writeString(objects.resolve("vmlinux"), "an ELF file, say".repeat(100));
        assertThatThrownBy(() -> BootImage.release(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("vmlinux is no x86 boot image (bzImage)");
    }

    private static void put(byte[] image, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, image, at, bytes.length);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(objects.resolve("arch/x86/boot").resolve(name), text);
    }
}
