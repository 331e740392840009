/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.NamelessFile;

/**
 * Bytes that are too many for the memory, in a file without a name: it goes with the process, whatever ends that. The file is
 * made when it is first wanted.
 */
final class SpillFile implements AutoCloseable {
    private final Path folder;
    private @Nullable FileChannel channel;
    private long end;

    /** A file in this folder. */
    SpillFile(Path folder) {
        this.folder = folder;
    }

    /** Appends bytes; where they begin. */
    long add(byte[] data) throws IOException {
        FileChannel file = channel == null ? NamelessFile.in(folder) : channel;
        channel = file;
        ByteBuffer bytes = ByteBuffer.wrap(data);
        while (bytes.hasRemaining()) {
            file.write(bytes, end + bytes.position());
        }
        long place = end;
        end += data.length;
        return place;
    }

    /** Bytes that were added. */
    byte[] read(long place, int length) throws IOException {
        byte[] data = new byte[length];
        int n = stream(place, length).readNBytes(data, 0, length);
        if (n < length) {
            throw new IOException("a temporary file ends before its time");
        }
        return data;
    }

    /** Bytes that were added, one after the other. */
    InputStream stream(long place, int length) {
        FileChannel file = channel;
        if (file == null) {
            throw new IllegalStateException("nothing was added");
        }
        return new InputStream() {
            private long at = place;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                int wanted = (int) Math.min(most, place + length - at);
                if (wanted <= 0) {
                    return most == 0 ? 0 : -1;
                }
                int n = file.read(ByteBuffer.wrap(bytes, from, wanted), at);
                at += Math.max(0, n);
                return n;
            }
        };
    }

    @Override
    public void close() throws IOException {
        FileChannel file = channel;
        if (file != null) {
            file.close();
        }
    }
}
