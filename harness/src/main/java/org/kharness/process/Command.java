/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.LogOutputStream;
import org.apache.commons.exec.PumpStreamHandler;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.SurroundingsException;

/**
 * One program to run to its end. Arguments go to the program as they are, no shell in between. Standard input is empty
 * unless a file is named; standard output and standard error arrive as lines, merged unless {@link #keepErrorApart()}.
 */
public final class Command {
    private static final int TAIL_LINES = 20;

    private final List<String> arguments;
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private @Nullable Path directory;
    private @Nullable Path input;
    private Duration limit = Duration.ofMinutes(10);
    private @Nullable Consumer<String> lines;
    private boolean errorApart;
    private long outputLimit = 64L << 20;

    private Command(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /** A command of program and arguments. */
    public static Command of(String... arguments) {
        return new Command(List.of(arguments));
    }

    /** A command of program and arguments. */
    public static Command of(List<String> arguments) {
        return new Command(arguments);
    }

    /** Runs in this directory rather than the harness's own. */
    public Command in(Path dir) {
        directory = dir;
        return this;
    }

    /** Adds an environment variable to those inherited. */
    public Command with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Feeds this file as standard input. */
    public Command from(Path file) {
        input = file;
        return this;
    }

    /** Ends the whole process tree after this long (10 minutes unless told). */
    public Command within(Duration duration) {
        limit = duration;
        return this;
    }

    /** Hands every line of output to the consumer as it comes, on a thread of its own. */
    public Command eachLine(Consumer<String> consumer) {
        lines = consumer;
        return this;
    }

    /** Keeps standard error out of {@link CommandResult#output()}; it still shows in the tail. */
    public Command keepErrorApart() {
        errorApart = true;
        return this;
    }

    /**
     * Runs the program to its end.
     *
     * @throws SurroundingsException if the program cannot be started at all
     */
    public CommandResult run() {
        Output output = new Output(lines, outputLimit);
        DefaultExecutor executor = DefaultExecutor.builder()
                .setWorkingDirectory(directory == null ? null : directory.toFile())
                .get();
        executor.setExitValues(null);
        StartedProcess started = new StartedProcess();
        try (var in = input == null ? null : Files.newInputStream(input)) {
            OutputStream error = errorApart ? output.errorStream() : output.stream();
            executor.setStreamHandler(new PumpStreamHandler(output.stream(), error, in));
            executor.setWatchdog(started);
            return runWith(executor, started, output);
        } catch (IOException e) {
            throw new SurroundingsException("cannot run " + arguments.get(0) + ": " + e.getMessage(), e);
        }
    }

    /** Runs the program and fails as our surroundings' fault unless it answers 0. */
    public CommandResult runOrFail() {
        CommandResult result = run();
        if (!result.ok()) {
            throw new SurroundingsException(result.describe());
        }
        return result;
    }

    private CommandResult runWith(DefaultExecutor executor, StartedProcess started, Output output) throws IOException {
        long begin = System.nanoTime();
        Ending ending = new Ending();
        CommandLine line = new CommandLine(arguments.get(0));
        arguments.subList(1, arguments.size()).forEach(a -> line.addArgument(a, false));
        executor.execute(line, environment, ending);
        boolean timedOut = false;
        try {
            if (!ending.done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                timedOut = true;
                started.endTree();
                if (!ending.done.await(10, TimeUnit.SECONDS)) {
                    throw new SurroundingsException(arguments.get(0) + " does not end after being killed");
                }
            }
        } catch (InterruptedException e) {
            started.endTree();
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while " + arguments.get(0) + " ran", e);
        }
        if (ending.failure != null
                && !(ending.failure.getExitValue() != org.apache.commons.exec.Executor.INVALID_EXITVALUE)
                && !timedOut) {
            throw new SurroundingsException(
                    "cannot run " + arguments.get(0) + ": " + ending.failure.getMessage(), ending.failure);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new CommandResult(arguments, ending.exit, timedOut, output.text(), output.tail(), seconds);
    }

    /** Remembers the process so that its whole tree can be ended; commons-exec's own watchdog ends the child only. */
    private static final class StartedProcess extends org.apache.commons.exec.ExecuteWatchdog {
        private volatile @Nullable Process process;

        @SuppressWarnings("deprecation") // the builder cannot make a subclass
        StartedProcess() {
            super(INFINITE_TIMEOUT);
        }

        @Override
        public synchronized void start(Process started) {
            process = started;
            super.start(started);
        }

        void endTree() {
            Process current = process;
            if (current != null) {
                ProcessTree.end(current.toHandle());
            }
        }
    }

    private static final class Ending implements ExecuteResultHandler {
        final CountDownLatch done = new CountDownLatch(1);
        volatile int exit = -1;
        volatile @Nullable ExecuteException failure;

        @Override
        public void onProcessComplete(int exitValue) {
            exit = exitValue;
            done.countDown();
        }

        @Override
        public void onProcessFailed(ExecuteException e) {
            failure = e;
            exit = e.getExitValue();
            done.countDown();
        }
    }

    /** Collects output up to a limit; the tail is always the last lines. */
    private static final class Output {
        private final StringBuilder all = new StringBuilder();
        private final List<String> tail = new ArrayList<>();
        private final @Nullable Consumer<String> consumer;
        private final long limit;

        Output(@Nullable Consumer<String> consumer, long limit) {
            this.consumer = consumer;
            this.limit = limit;
        }

        OutputStream stream() {
            return new Lines(true);
        }

        OutputStream errorStream() {
            return new Lines(false);
        }

        synchronized void add(String line, boolean keep) {
            if (keep && all.length() < limit) {
                all.append(line).append('\n');
            }
            tail.add(line);
            if (tail.size() > TAIL_LINES) {
                tail.remove(0);
            }
            if (consumer != null) {
                consumer.accept(line);
            }
        }

        synchronized String text() {
            return all.toString();
        }

        synchronized List<String> tail() {
            return List.copyOf(tail);
        }

        private final class Lines extends LogOutputStream {
            private final boolean keep;

            Lines(boolean keep) {
                super(0, java.nio.charset.StandardCharsets.UTF_8);
                this.keep = keep;
            }

            @Override
            protected void processLine(String line, int level) {
                add(line, keep);
            }
        }
    }
}
