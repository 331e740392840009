/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Tells reports and hardware events in the order in which they begin, though they become known when they end: one waits
 * while another is open that began before it.
 */
final class InOrder implements HardwareReader.Sink {
    /** More than this may not wait: a report that never ends must not hold up a whole log. */
    private static final int MAX_WAITING = 500;

    /**
     * Something to tell.
     *
     * @param line where it begins
     * @param number of those that begin there, the one that became known first is told first
     * @param coming a report that is being made; null where what is to be told is known
     * @param telling tells it
     */
    private record Item(int line, int number, @Nullable Future<KernelReport> coming, Runnable telling) {
        boolean ready() {
            return coming == null || coming.isDone();
        }
    }

    private final ConsoleListener listener;
    private final PriorityQueue<Item> waiting =
            new PriorityQueue<>(Comparator.comparingInt(Item::line).thenComparingInt(Item::number));
    private int count;

    InOrder(ConsoleListener listener) {
        this.listener = listener;
    }

    @Override
    public void hardware(HardwareEvent event) {
        add(event.firstLine(), null, () -> listener.hardware(event));
    }

    @Override
    public void report(KernelReport report) {
        add(report.firstLine(), null, () -> listener.report(report));
    }

    /** The same for a report that begins in this line and is still being made. */
    void report(int line, Future<KernelReport> coming) {
        add(line, coming, () -> listener.report(made(coming)));
    }

    boolean empty() {
        return waiting.isEmpty();
    }

    /** Tells what begins in this line or before it and is ready: nothing that is still open does. */
    void release(int line) {
        Item first = waiting.peek();
        while (first != null && ((first.line() <= line && first.ready()) || waiting.size() > MAX_WAITING)) {
            waiting.remove().telling().run();
            first = waiting.peek();
        }
    }

    /** The same, and waits for what is not ready. */
    void releaseAll(int line) {
        Item first = waiting.peek();
        while (first != null && first.line() <= line) {
            waiting.remove().telling().run();
            first = waiting.peek();
        }
    }

    private void add(int line, @Nullable Future<KernelReport> coming, Runnable telling) {
        waiting.add(new Item(line, count++, coming, telling));
    }

    private static KernelReport made(Future<KernelReport> coming) {
        try {
            return coming.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a report was made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a report cannot be made of its lines", e.getCause());
        }
    }
}
