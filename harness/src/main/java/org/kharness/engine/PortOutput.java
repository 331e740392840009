/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Copies what a guest writes to its command port, beside whoever waits for the guest. */
final class PortOutput {
    /** The port is emulated: what the guest has written arrives at once, but for a busy host. */
    private static final long ARRIVES_SECONDS = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private long copied;
    private boolean ended;

    PortOutput(ReadableByteChannel from, OutputStream to) {
        Thread thread = new Thread(() -> copy(from, to), "guest output");
        thread.setDaemon(true);
        thread.start();
    }

    private void copy(ReadableByteChannel from, OutputStream to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer) >= 0) {
                to.write(buffer.array(), 0, buffer.position());
                to.flush();
                tell(buffer.position(), false);
                buffer.clear();
            }
        } catch (IOException e) {
            // The machine is gone, or nobody reads on: either ends the copying.
        }
        tell(0, true);
    }

    private void tell(int bytes, boolean end) {
        lock.lock();
        try {
            copied += bytes;
            ended |= end;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many bytes are copied, or no more can come. */
    void await(long bytes) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(ARRIVES_SECONDS);
            while (copied < bytes && !ended && left > 0) {
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
