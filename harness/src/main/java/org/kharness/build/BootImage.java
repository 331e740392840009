/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;

/** Boot images for x86, bzImage (Documentation/arch/x86/boot.rst). */
public final class BootImage {
    private static final int HEAD_BYTES = 64 << 10;
    private static final int MAGIC_AT = 0x202;
    private static final int VERSION_POINTER_AT = 0x20e;
    private static final int VERSION_BASE = 0x200;

    private BootImage() {}

    /**
     * The release of the kernel in an image, such as 6.1.192.
     *
     * @throws InputException if the file is no boot image
     */
    public static String release(Path image) {
        byte[] head;
        try (InputStream in = Files.newInputStream(image)) {
            head = in.readNBytes(HEAD_BYTES);
        } catch (IOException e) {
            throw new InputException(image + ": cannot be read: " + e.getMessage(), e);
        }
        boolean bootable = head.length > VERSION_POINTER_AT + 1
                && new String(head, MAGIC_AT, 4, StandardCharsets.US_ASCII).equals("HdrS");
        if (!bootable) {
            throw new InputException(image + " is no x86 boot image (bzImage)");
        }
        int at = VERSION_BASE + (head[VERSION_POINTER_AT] & 0xff) + ((head[VERSION_POINTER_AT + 1] & 0xff) << 8);
        int end = at;
        while (end < head.length && head[end] > ' ') {
            end++;
        }
        return at == VERSION_BASE || at >= head.length ? "" : new String(head, at, end - at, StandardCharsets.US_ASCII);
    }

    /**
     * Makes sure that an image holds the kernel that was just linked. A compiler cache that overlooks .incbin puts an older
     * one into it, and every verdict would be about that. Looks for the compressed kernel in the image (arch/x86/boot/compressed/Makefile).
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
