/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.kharness.failure.InputException;
import org.tukaani.xz.XZInputStream;

/** Opens a log that may be compressed; what a person hands on is often what logrotate left. */
final class LogInput {
    private static final int MAGIC = 6;
    private static final int BUFFER = 1 << 16;

    /** Forms that are told by name, so that nobody takes a packed log for an empty one. */
    private static final Map<String, byte[]> REFUSED = Map.of(
            "bzip2", new byte[] {'B', 'Z', 'h'},
            "lz4", new byte[] {4, 0x22, 0x4d, 0x18},
            "zip", new byte[] {'P', 'K', 3, 4},
            "lzop", new byte[] {(byte) 0x89, 'L', 'Z', 'O'},
            "systemd journal", new byte[] {'L', 'P', 'K', 'S', 'H', 'H'},
            "ELF", new byte[] {0x7f, 'E', 'L', 'F'});

    private LogInput() {}

    /**
     * The log's text.
     *
     * @throws InputException if it is packed in a way that is not read here
     * @throws IOException if it cannot be read
     */
    static InputStream open(Path log) throws IOException {
        InputStream file = Files.newInputStream(log);
        try {
            return unpacked(log.toString(), file);
        } catch (IOException | InputException e) {
            file.close();
            throw e;
        }
    }

    /** The same for a stream, which waits for no more than its first bytes. */
    static InputStream unpacked(String name, InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, BUFFER);
        in.mark(MAGIC);
        byte[] magic = in.readNBytes(MAGIC);
        in.reset();
        if (starts(magic, new byte[] {0x1f, (byte) 0x8b})) {
            return new GZIPInputStream(in, BUFFER);
        }
        if (starts(magic, new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0})) {
            return new XZInputStream(in);
        }
        if (starts(magic, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd})) {
            return new Zstd(in);
        }
        for (Map.Entry<String, byte[]> form : REFUSED.entrySet()) {
            if (starts(magic, form.getValue())) {
                throw new InputException(name + " is no text but " + form.getKey() + "; unpack it first");
            }
        }
        return in;
    }

    private static boolean starts(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    /** A reader whose answer to damaged data is an IOException, as the others' is. */
    private static final class Zstd extends FilterInputStream {
        Zstd(InputStream packed) {
            super(new ZstdInputStream(packed));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (MalformedInputException e) {
                throw new IOException("damaged zstd data: " + e.getMessage(), e);
            }
        }
    }
}
