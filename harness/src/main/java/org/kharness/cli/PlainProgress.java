/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Progress for files, pipes and continuous integration: a line when a stage begins, at most one more every 15 seconds,
 * each with the time since the start.
 */
final class PlainProgress implements ProgressDisplay {
    private static final long QUIET_NANOS = 15_000_000_000L;

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final long start;
    private final StageState stage = new StageState();
    private long lastLine;
    private boolean closed;

    PlainProgress(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
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
