/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.SurroundingsException;

/** A boot image with another kernel in it is noticed. */
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

    private void write(String name, String text) throws IOException {
        Files.writeString(objects.resolve("arch/x86/boot").resolve(name), text);
    }
}
