/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.kharness.failure.InputException;
import org.tukaani.xz.XZInputStream;

/** Unpacks what its first bytes say it is: gzip, xz, zstd, or plain. */
final class Packed {
    /** No series is larger; a file of endless size must not fill the memory. */
    private static final int MOST_BYTES = 512 << 20;
    /** What an xz file may ask for, in KiB. */
    private static final int XZ_MEMORY = 256 << 10;

    private static final int PEEK = 6;

    private Packed() {}

    /**
     * The unpacked bytes.
     *
     * @param name what error messages call it
     * @throws InputException if it is damaged or too large
     * @throws IOException if the stream cannot be read
     */
    static byte[] unpack(String name, InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, 1 << 16);
        in.mark(PEEK);
        byte[] magic = in.readNBytes(PEEK);
        in.reset();
        String kind = kind(magic);
        if (kind.isEmpty()) {
            return read(name, in, "");
        }
        try (InputStream plain = open(kind, in)) {
            return read(name, plain, " when unpacked");
        } catch (IOException | RuntimeException e) {
            if (e instanceof InputException input) {
                throw input;
            }
            throw new InputException(name + ": damaged " + kind + " data: " + e.getMessage(), e);
        }
    }

    private static InputStream open(String kind, InputStream in) throws IOException {
        return switch (kind) {
            case "gzip" -> new GZIPInputStream(in, 1 << 16);
            case "xz" -> new XZInputStream(in, XZ_MEMORY);
            default -> new ZstdInputStream(in);
        };
    }

    private static byte[] read(String name, InputStream in, String when) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new InputException(name + ": larger than " + (MOST_BYTES >> 20) + " MiB" + when);
        }
        return bytes;
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
