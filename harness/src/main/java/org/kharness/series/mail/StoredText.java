/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.kharness.cache.NamelessFile;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.series.diff.Raw;

/** Texts that stay in a file: the user's own, or one without a name for what was unpacked or came by a pipe. */
final class StoredText {
    /** What is read from a stream is held up to this size. */
    private static final int MOST_HELD = 1 << 20;

    private StoredText() {}

    /**
     * The user's file. It is opened for each part, as a folder may hold more files than can be open.
     *
     * @param file the file
     * @param length its bytes when it was first seen
     * @param changed when it had been changed then
     */
    private record InFile(Path file, int length, FileTime changed) implements MailText {
        @Override
        public String part(int from, int to) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                if (channel.size() != length || !Files.getLastModifiedTime(file).equals(changed)) {
                    throw new InputException(file + ": it was changed while it was read");
                }
                return read(channel, from, to);
            } catch (IOException e) {
                throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }

        @Override
        public boolean held() {
            return false;
        }
    }

    /**
     * A file whose name is gone: it goes with the process, whatever ends that.
     *
     * @param channel the open file
     * @param length its bytes
     */
    private record Nameless(FileChannel channel, int length) implements MailText {
        @Override
        public String part(int from, int to) {
            try {
                return read(channel, from, to);
            } catch (IOException e) {
                throw new SurroundingsException("cannot read a temporary file: " + e.getMessage(), e);
            }
        }

        @Override
        public boolean held() {
            return false;
        }
    }

    /** A plain file of a known length, left where it is. */
    static MailText in(Path file, int length) throws IOException {
        return new InFile(file, length, Files.getLastModifiedTime(file));
    }

    /**
     * Whatever a stream gives.
     *
     * @param most bytes that are taken
     * @return the text; null if there is more than that
     */
    static @org.jspecify.annotations.Nullable MailText of(InputStream in, int most) throws IOException {
        byte[] first = in.readNBytes(Math.min(MOST_HELD, most) + 1);
        if (first.length <= MOST_HELD) {
            return first.length > most ? null : MailText.of(Raw.of(first));
        }
        FileChannel channel = nameless();
        long length = first.length;
        OutputStream out = Channels.newOutputStream(channel);
        out.write(first);
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0 && length <= most; n = in.read(buffer)) {
            write(out, buffer, n);
            length += n;
        }
        if (length > most) {
            channel.close();
            return null;
        }
        return new Nameless(channel, (int) length);
    }

    /** A failing disk is not a damaged mail. */
    private static void write(OutputStream out, byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            throw new SurroundingsException("cannot write a temporary file: " + e.getMessage(), e);
        }
    }

    private static FileChannel nameless() {
        try {
            return NamelessFile.in(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            throw new SurroundingsException("cannot make a temporary file: " + e.getMessage(), e);
        }
    }

    private static String read(FileChannel channel, int from, int to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(to - from);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("it ends before its time");
            }
        }
        return Raw.of(bytes.array());
    }
}
