/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.tukaani.xz.XZInputStream;

/** Unpacks what its first bytes say it is: gzip, xz, zstd, or plain. */
final class Packed {
    /** No series is larger; a file of endless size must not fill the disk. */
    private static final int MOST_BYTES = 512 << 20;
    /** What an xz file may ask for, in KiB. */
    private static final int XZ_MEMORY = 256 << 10;

    /** Files up to this size are held: there may be many. */
    private static final int MOST_HELD = 1 << 14;

    private static final int PEEK = 6;

    private Packed() {}

    /** The bytes of a file, unpacked if they are packed. A plain file that is not small is left where it is. */
    static MailText text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.isRegularFile(file) ? Files.size(file) : 0;
            BufferedInputStream peeked = new BufferedInputStream(in, 1 << 13);
            if (size <= MOST_HELD || !kindOf(peeked).isEmpty()) {
                return text(file.toString(), peeked);
            }
            if (size > MOST_BYTES) {
                throw tooLarge(file.toString(), "");
            }
            return StoredText.in(file, (int) size);
        } catch (IOException e) {
            throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The unpacked bytes.
     *
     * @param name what error messages call it
     * @throws InputException if it is damaged or too large
     * @throws IOException if the stream cannot be read
     */
    static MailText text(String name, InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, 1 << 16);
        String kind = kindOf(in);
        if (kind.isEmpty()) {
            return read(name, in, "");
        }
        try (InputStream plain = open(kind, in)) {
            return read(name, plain, " when unpacked");
        } catch (IOException | RuntimeException e) {
            if (e instanceof InputException || e instanceof SurroundingsException) {
                throw e;
            }
            throw new InputException(name + ": damaged " + kind + " data: " + e.getMessage(), e);
        }
    }

    private static String kindOf(BufferedInputStream in) throws IOException {
        in.mark(PEEK);
        byte[] magic = in.readNBytes(PEEK);
        in.reset();
        return kind(magic);
    }

    private static InputStream open(String kind, InputStream in) throws IOException {
        return switch (kind) {
            case "gzip" -> new GZIPInputStream(in, 1 << 16);
            case "xz" -> new XZInputStream(in, XZ_MEMORY);
            default -> new ZstdInputStream(in);
        };
    }

    private static MailText read(String name, InputStream in, String when) throws IOException {
        MailText text = StoredText.of(in, MOST_BYTES);
        if (text == null) {
            throw tooLarge(name, when);
        }
        return text;
    }

    private static InputException tooLarge(String name, String when) {
        return new InputException(name + ": larger than " + (MOST_BYTES >> 20) + " MiB" + when);
    }

    private static String kind(byte[] magic) {
        if (starts(magic, 0x1f, 0x8b)) {
            return "gzip";
        }
        if (starts(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return "xz";
        }
        return starts(magic, 0x28, 0xb5, 0x2f, 0xfd) ? "zstd" : "";
    }

    private static boolean starts(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
