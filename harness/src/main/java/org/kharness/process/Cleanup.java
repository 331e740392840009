/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.kharness.failure.SurroundingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must not outlive the harness: machines, containers, locks, temporary folders. Registered things are ended in
 * reverse order on {@link #close()}, which the launcher also calls from a shutdown hook, so Ctrl-C leaves nothing.
 */
public final class Cleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

    private static final long MAKING_SECONDS = 10;

    private final Deque<Runnable> actions = new ArrayDeque<>();
    private final ReentrantReadWriteLock making = new ReentrantReadWriteLock();
    private boolean closed;

    /** Makes something that must not outlive the harness, and registers it. */
    public interface Making<T> {
        /** Makes and registers. */
        T make() throws IOException;
    }

    /**
     * Makes something and registers it, so that the end cannot come in between: {@link #close()} waits for what is being
     * made, and nothing more is made afterwards.
     *
     * @throws SurroundingsException if the harness is ending
     */
    public <T> T making(Making<T> work) throws IOException {
        making.readLock().lock();
        try {
            synchronized (this) {
                if (closed) {
                    throw new SurroundingsException("the harness is ending");
                }
            }
            return work.make();
        } finally {
            making.readLock().unlock();
        }
    }

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

    /** True once the end has begun: what is seen from then on may be its doing. */
    public synchronized boolean isEnding() {
        return closed;
    }

    @Override
    public void close() {
        boolean quiet = awaitMaking();
        try {
            end();
        } finally {
            if (quiet) {
                making.writeLock().unlock();
            }
        }
    }

    /** True if the lock is held; what takes too long to be made is not waited for. */
    private boolean awaitMaking() {
        try {
            return making.writeLock().tryLock(MAKING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void end() {
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
