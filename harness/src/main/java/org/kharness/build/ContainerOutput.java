/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Makes lines of the pieces that a container's output arrives in; keeps the first megabytes and the last lines. */
final class ContainerOutput {
    private static final int TAIL_LINES = 20;
    private static final int MOST_TEXT = 16 << 20;
    private static final int LONGEST_LINE = 1 << 16;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> tail = new ArrayDeque<>();

    ContainerOutput(Consumer<String> lines) {
        this.lines = lines;
    }

    synchronized void add(byte[] piece) {
        for (byte b : piece) {
            if (b == '\n') {
                line();
            } else if (pending.size() < LONGEST_LINE) {
                pending.write(b);
            }
        }
    }

    /** The output is over: what is left is a line too. */
    synchronized void end() {
        if (pending.size() > 0) {
            line();
        }
    }

    private void line() {
        String line = pending.toString(StandardCharsets.UTF_8);
        pending.reset();
        if (line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
        }
        if (text.length() < MOST_TEXT) {
            text.append(line).append('\n');
        }
        tail.add(line);
        if (tail.size() > TAIL_LINES) {
            tail.remove();
        }
        lines.accept(line);
    }

    synchronized String text() {
        return text.toString();
    }

    synchronized List<String> tail() {
        return List.copyOf(tail);
    }
}
