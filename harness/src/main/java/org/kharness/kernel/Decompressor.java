/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;
import org.kharness.process.Conversation;
import org.kharness.process.ProcessTree;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks what its first bytes say it is: xz, gzip, zstd, or plain. xz and zstd run as programs of their own, so that
 * unpacking and what is done with the content go on at the same time; where xz is missing the Java library steps in.
 */
final class Decompressor {
    private static final int PEEK = 6;

    private final Cleanup cleanup;

    Decompressor(Cleanup cleanup) {
        this.cleanup = cleanup;
    }

    /** The unpacked stream. Closing it ends the unpacking; the given stream stays the caller's. */
    InputStream open(InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, 1 << 16);
        in.mark(PEEK);
        byte[] magic = in.readNBytes(PEEK);
        in.reset();
        if (starts(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            InputStream native1 = program(in, List.of("xz", "-dc", "-T0"));
            return native1 != null ? native1 : new XZInputStream(in);
        }
        if (starts(magic, 0x1f, 0x8b)) {
            return new GZIPInputStream(in, 1 << 16);
        }
        if (starts(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
            InputStream unpacked = program(in, List.of("zstd", "-dc"));
            if (unpacked == null) {
                throw new SurroundingsException("cannot unpack zstd: install the package zstd");
            }
            return unpacked;
        }
        return in;
    }

    private static boolean starts(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private @Nullable InputStream program(InputStream packed, List<String> line) {
        Process process;
        try {
            process = Conversation.piped(line);
        } catch (IOException e) {
            return null; // the program is not installed
        }
        return new Unpacking(process, packed, line.get(0));
    }

    /** The output of an unpacking program that is fed by a thread; at its end the program must have answered 0. */
    private final class Unpacking extends FilterInputStream {
        private final Process process;
        private final String name;
        private final Runnable end;
        private final Thread feeder;
        private volatile @Nullable IOException unread;

        Unpacking(Process process, InputStream packed, String name) {
            super(new BufferedInputStream(process.getInputStream(), 1 << 18));
            this.process = process;
            this.name = name;
            this.end = () -> ProcessTree.end(process.toHandle());
            cleanup.register(end);
            feeder = new Thread(() -> feed(packed), "feed " + name);
            feeder.setDaemon(true);
            feeder.start();
        }

        private void feed(InputStream packed) {
            byte[] buffer = new byte[1 << 16];
            try (OutputStream out = process.getOutputStream()) {
                while (true) {
                    int n;
                    try {
                        n = packed.read(buffer);
                    } catch (IOException e) {
                        unread = e;
                        process.destroy();
                        return;
                    }
                    if (n < 0) {
                        return;
                    }
                    out.write(buffer, 0, n);
                }
            } catch (IOException e) {
                // The program ended early: its exit code tells
            }
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return checked(super.read(bytes, offset, length));
        }

        private int checked(int n) throws IOException {
            if (n >= 0) {
                return n;
            }
            try {
                int exit = process.waitFor();
                IOException cause = unread;
                if (cause != null) {
                    throw cause;
                }
                if (exit != 0) {
                    throw new IOException(name + " cannot unpack it: the data is damaged or cut off");
                }
                return n;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        @Override
        public void close() throws IOException {
            cleanup.forget(end);
            process.destroy();
            super.close();
            try {
                feeder.join(2000); // it must not read on from a stream that its owner is about to close
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
