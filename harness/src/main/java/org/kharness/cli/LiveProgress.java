/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kharness.cli.Terminal.Style;

/**
 * Progress for a terminal: one status line at the bottom, redrawn at most ten times a second; finished stages and notes
 * stay above it. Long lines are cut by the terminal itself (DECAWM off while drawing), so a resized window does no harm.
 */
final class LiveProgress implements ProgressDisplay {
    private static final long FRAME_NANOS = 100_000_000L;
    private static final String DRAW = "\r\033[?7l";
    private static final String DRAWN = "\033[K\033[?7h";
    private static final String WIPE = "\r\033[K";

    private final PrintWriter out;
    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private final long start;
    private final StageState stage = new StageState();
    private long lastFrame;
    private boolean closed;
    private @Nullable ScheduledExecutorService ticker;

    LiveProgress(PrintWriter out, Terminal terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastFrame = start - FRAME_NANOS;
    }

    /** Keeps the clock on the line going while nothing is reported. */
    synchronized LiveProgress started() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = executor.scheduleWithFixedDelay(this::draw, 500, 500, TimeUnit.MILLISECONDS);
        ticker = executor;
        return this;
    }

    @Override
    public synchronized void stage(String name) {
        endStage();
        stage.begin(name, nanoTime.getAsLong());
        frame();
    }

    @Override
    public synchronized void detail(String text) {
        stage.detail(text);
        draw();
    }

    @Override
    public synchronized void count(int done, int total) {
        stage.count(done, total);
        draw();
    }

    @Override
    public synchronized void note(String text) {
        if (!closed) {
            text.lines().forEach(l -> above(StageState.printable(l)));
            frame();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            endStage();
            closed = true;
            out.print(WIPE);
            out.flush();
            if (ticker != null) {
                ticker.shutdownNow();
            }
        }
    }

    private synchronized void draw() {
        if (nanoTime.getAsLong() - lastFrame >= FRAME_NANOS) {
            frame();
        }
    }

    private void frame() {
        if (closed || !stage.running()) {
            return;
        }
        lastFrame = nanoTime.getAsLong();
        String clock = terminal.style(Style.DIM, StageState.clock(lastFrame - start));
        out.print(DRAW + clock + "  " + stage.describe() + DRAWN);
        out.flush();
    }

    private void endStage() {
        if (!closed && stage.running()) {
            double seconds = stage.nanosSince(nanoTime.getAsLong()) / 1e9;
            String took = terminal.style(Style.DIM, String.format(Locale.ROOT, "%7.1f s", seconds));
            above(took + "  " + stage.name());
        }
    }

    private void above(String line) {
        out.print(WIPE + line + System.lineSeparator());
    }
}
