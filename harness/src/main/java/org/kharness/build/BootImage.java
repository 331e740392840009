/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kharness.failure.SurroundingsException;

/**
 * Makes sure that a boot image holds the kernel that was just linked. A compiler cache that overlooks .incbin puts an older
 * one into it, and every verdict would be about that.
 */
final class BootImage {
    private BootImage() {}

    /**
     * Looks for the compressed kernel in the image (arch/x86/boot/compressed/Makefile).
     *
     * @param objects the folder of object files
     * @throws SurroundingsException if the image holds something else
     */
    static void check(Path objects) throws IOException {
        Path boot = objects.resolve("arch/x86/boot");
        byte[] image = Files.readAllBytes(boot.resolve("bzImage"));
        try (var parts = Files.newDirectoryStream(boot.resolve("compressed"), "vmlinux.bin.*")) {
            for (Path part : parts) {
                if (contains(image, Files.readAllBytes(part))) {
                    return;
                }
            }
        }
        throw new SurroundingsException(
                "the boot image in " + boot
                        + " does not hold the kernel that was linked: the compiler cache is at fault; remove it and build again");
    }

    /** True if one array holds the other; an empty one is in none. */
    static boolean contains(byte[] whole, byte[] part) {
        if (part.length == 0) {
            return false;
        }
        for (int at = 0; at <= whole.length - part.length; at++) {
            int same = 0;
            while (same < part.length && whole[at + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return false;
    }
}
