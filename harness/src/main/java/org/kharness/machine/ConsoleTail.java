/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Follows a console file while QEMU writes it. */
public final class ConsoleTail implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final long from;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private @Nullable FileChannel channel;
    private long total;

    /**
     * Follows this file, which QEMU may not have made yet.
     *
     * @param from bytes at its begin to pass over
     */
    public ConsoleTail(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** Takes what is new. */
    public interface Sink {
        /** Some bytes, valid during the call. */
        void accept(byte[] bytes, int count);
    }

    /**
     * Hands on what was written since the last call.
     *
     * @return true if there was something
     */
    public boolean poll(Sink sink) throws IOException {
        if (channel == null) {
            if (!Files.exists(file)) {
                return false;
            }
            channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(from);
        }
        boolean any = false;
        buffer.clear();
        for (int n = channel.read(buffer); n > 0; n = channel.read(buffer)) {
            sink.accept(buffer.array(), n);
            total += n;
            any = true;
            buffer.clear();
        }
        return any;
    }

    /** Bytes so far. */
    public long total() {
        return total;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
