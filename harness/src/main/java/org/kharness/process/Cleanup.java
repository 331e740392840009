/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must not outlive the harness: machines, containers, locks, temporary folders. Registered things are ended in
 * reverse order on {@link #close()}, which the launcher also calls from a shutdown hook, so Ctrl-C leaves nothing.
 */
public final class Cleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

    private final Deque<Runnable> actions = new ArrayDeque<>();
    private boolean closed;

    /** Ends the given thing at the latest when the harness ends; at once if it is ending already. */
    public void register(Runnable end) {
        boolean now;
        synchronized (this) {
            now = closed;
            if (!now) {
                actions.push(end);
            }
        }
        if (now) {
            end.run();
        }
    }

    /** Forgets a thing that ended in the ordinary way. */
    public synchronized void forget(Runnable end) {
        actions.remove(end);
    }

    @Override
    public void close() {
        while (true) {
            Runnable next;
            synchronized (this) {
                closed = true;
                next = actions.poll();
            }
            if (next == null) {
                return;
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                LOG.warn("clean-up failed: {}", e.getMessage());
            }
        }
    }
}
