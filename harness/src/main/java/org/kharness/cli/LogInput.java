/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
            return zstd(name, in);
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

    /** zstd has no reader in Java that needs no native library, so its own program is asked. */
    private static InputStream zstd(String name, InputStream packed) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(List.of("zstd", "-dcq"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new InputException(name + " is packed with zstd; install the package zstd, or unpack it first", e);
        }
        Thread feeder = new Thread(() -> feed(packed, process), "feed zstd");
        feeder.setDaemon(true);
        feeder.start();
        return new Unpacking(name, process);
    }

    private static void feed(InputStream packed, Process process) {
        try (OutputStream out = process.getOutputStream()) {
            packed.transferTo(out);
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** A program's output, at whose end the program must have answered 0. */
    private static final class Unpacking extends FilterInputStream {
        private final String name;
        private final Process process;

        Unpacking(String name, Process process) {
            super(process.getInputStream());
            this.name = name;
            this.process = process;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            if (n < 0) {
                try {
                    if (process.waitFor() != 0) {
                        throw new InputException(name + " cannot be unpacked: the data is damaged or cut off");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            super.close();
        }
    }
}
