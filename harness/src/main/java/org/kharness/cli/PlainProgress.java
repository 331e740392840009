/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress for files, pipes and continuous integration: a line when a stage begins, at most one more every 15 seconds,
 * each with the time since the start, and one every minute in which nothing is reported: a long wait says what for.
 */
final class PlainProgress implements ProgressDisplay {
    private static final long QUIET_NANOS = 15_000_000_000L;

    private static final long WAIT_SECONDS = 60;

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final long start;
    private final StageState stage = new StageState();
    private long lastLine;
    private boolean closed;
    private @Nullable ScheduledExecutorService ticker;

    PlainProgress(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Goes on telling while nothing is reported. */
    synchronized PlainProgress started() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = executor.scheduleWithFixedDelay(this::still, WAIT_SECONDS, WAIT_SECONDS, TimeUnit.SECONDS);
        ticker = executor;
        return this;
    }

    /** Says what is under way if nobody did for a minute. */
    synchronized void still() {
        if (stage.running() && nanoTime.getAsLong() - lastLine >= TimeUnit.SECONDS.toNanos(WAIT_SECONDS)) {
            line(stage.describe());
        }
    }

    @Override
    public synchronized void stage(String name) {
        stage.begin(name, nanoTime.getAsLong());
        line(stage.name());
    }

    @Override
    public synchronized void detail(String text) {
        stage.detail(text);
        sometimes();
    }

    @Override
    public synchronized void count(int done, int total) {
        stage.count(done, total);
        sometimes();
    }

    @Override
    public synchronized void note(String text) {
        text.lines().forEach(l -> line(StageState.printable(l)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (ticker != null) {
            ticker.shutdownNow();
        }
    }

    private void sometimes() {
        if (nanoTime.getAsLong() - lastLine >= QUIET_NANOS) {
            line(stage.describe());
        }
    }

    private void line(String text) {
        if (!closed) {
            lastLine = nanoTime.getAsLong();
            out.println("[" + StageState.clock(lastLine - start) + "] " + text);
            out.flush();
        }
    }
}
