/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kharness.failure.SurroundingsException;

/**
 * Holds a container: its standard input is a connection of this process, and a shell in it ends everything once that is closed.
 * However the harness ends, the kernel closes the connection, and the job ends with it. The container's output comes the same way: the
 * engine's logs, followed, lack the end of it now and then (Docker 20.10, in two of eight tries on a busy machine).
 */
final class Leash implements AutoCloseable {
    /**
     * The job begins when it is let. It must not be asked to read: it gets an empty input. The watcher's kill(1) reaches all but
     * process 1.
     */
    private static final String SCRIPT =
            "exec 3<&0; read go <&3 || exit 137; (cat <&3 >/dev/null; kill -KILL -1) & exec 3<&-; \"$@\" </dev/null; exit $?";

    private final OneLine input;
    private final EngineStream<Frame> connection;

    private Leash(OneLine input, EngineStream<Frame> connection) {
        this.input = input;
        this.connection = connection;
    }

    /** The command as the container is to run it. */
    static List<String> around(List<String> command) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh"));
        words.addAll(command);
        return words;
    }

    /**
     * Takes hold of a container that has its standard input open and has not started.
     *
     * @param output gets what the container prints, piece by piece, on another thread
     * @throws SurroundingsException if the engine does not allow it
     */
    static Leash to(DockerClient engine, String id, Consumer<byte[]> output) throws InterruptedException {
        OneLine input = new OneLine();
        EngineStream<Frame> connection = new EngineStream<>() {
            @Override
            public void onNext(Frame frame) {
                output.accept(frame.getPayload());
            }
        };
        engine.attachContainerCmd(id)
                .withStdIn(input)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(connection);
        Leash leash = new Leash(input, connection);
        try {
            connection.awaitStart("the container engine lets nobody attach to a container before it starts");
            return leash;
        } catch (SurroundingsException e) {
            leash.close();
            throw e;
        }
    }

    /** Lets the job begin, in a container that has started. */
    void release() {
        input.line();
    }

    /** Waits until the container has closed its output; false if that did not come in time. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return connection.awaitCompletion(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        input.close();
        try {
            connection.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    /** Input of one line, once it is to come, and no more; it ends when it is closed. */
    private static final class OneLine extends InputStream {
        private final BlockingQueue<Integer> next = new LinkedBlockingQueue<>();

        void line() {
            next.add((int) '\n');
        }

        @Override
        public int read() {
            try {
                int read = next.take();
                if (read < 0) {
                    next.add(read); // for whoever asks again
                }
                return read;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            int read = count == 0 ? 0 : read();
            if (read > 0) {
                bytes[offset] = (byte) read;
                return 1;
            }
            return read;
        }

        @Override
        public void close() {
            next.add(-1);
        }
    }
}
