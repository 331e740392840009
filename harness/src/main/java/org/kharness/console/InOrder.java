/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.Comparator;
import java.util.PriorityQueue;

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
     * @param telling tells it
     */
    private record Item(int line, int number, Runnable telling) {}

    private final ConsoleListener listener;
    private final PriorityQueue<Item> waiting =
            new PriorityQueue<>(Comparator.comparingInt(Item::line).thenComparingInt(Item::number));
    private int count;

    InOrder(ConsoleListener listener) {
        this.listener = listener;
    }

    @Override
    public void hardware(HardwareEvent event) {
        add(event.firstLine(), () -> listener.hardware(event));
    }

    @Override
    public void report(KernelReport report) {
        add(report.firstLine(), () -> listener.report(report));
    }

    boolean empty() {
        return waiting.isEmpty();
    }

    /** Tells what begins in this line or before it: nothing that is still open does. */
    void release(int line) {
        while (!waiting.isEmpty() && (waiting.peek().line() <= line || waiting.size() > MAX_WAITING)) {
            waiting.remove().telling().run();
        }
    }

    private void add(int line, Runnable telling) {
        waiting.add(new Item(line, count++, telling));
    }
}
