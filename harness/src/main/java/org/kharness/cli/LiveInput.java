/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.kharness.console.ConsoleReader;

/** Reads a log that is still being written, and tells the reader when nothing comes for a while. */
final class LiveInput {
    private static final int BUFFER = 1 << 16;
    /** Seconds of silence after which a report that has its end mark is told, and those without one. */
    private static final int SHORT = 1;

    private static final int LONG = 5;

    private final InputStream in;
    private final Runnable flush;
    private volatile String failure = "";
    /** Pieces of the log; an empty one is its end. */
    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(4);

    LiveInput(InputStream in, Runnable flush) {
        this.in = in;
        this.flush = flush;
    }

    /**
     * Feeds the reader to the end of the stream, and ends the log there.
     *
     * @throws IOException as the stream does
     */
    void feed(ConsoleReader reader) throws IOException {
        Thread thread = new Thread(this::read, "standard input");
        thread.setDaemon(true);
        thread.start();
        int silence = 0;
        try {
            byte[] piece = pieces.poll(SHORT, TimeUnit.SECONDS);
            while (piece == null || piece.length > 0) {
                if (piece == null) {
                    silence++;
                    reader.idle(silence >= LONG);
                } else {
                    silence = 0;
                    reader.feed(piece, 0, piece.length);
                }
                flush.run();
                piece = pieces.poll(SHORT, TimeUnit.SECONDS);
            }
            if (!failure.isEmpty()) {
                throw new IOException(failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.end();
    }

    private void read() {
        byte[] buffer = new byte[BUFFER];
        try {
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (n > 0) {
                        pieces.put(Arrays.copyOf(buffer, n));
                    }
                }
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
            }
            pieces.put(new byte[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
