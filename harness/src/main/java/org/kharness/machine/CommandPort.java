/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The host's end of the port through which a guest is commanded. What the guest writes there goes to whoever asked for it;
 * where nobody did, it is thrown away and counted.
 */
final class CommandPort implements AutoCloseable {
    private static final int TAKEN_AT_ONCE = 1 << 16;
    private static final long PAUSE_MILLIS = 1;

    private final SocketChannel channel;
    private final ByteBuffer thrownAway = ByteBuffer.allocate(TAKEN_AT_ONCE);
    private boolean wanted;
    private long unasked;

    /** Takes over a connected socket. */
    CommandPort(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /** Sends one line; in vain where QEMU is gone, whose console says why. */
    void send(String line) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(line + "\n");
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    Thread.sleep(PAUSE_MILLIS); // QEMU has not taken what was sent before
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // QEMU is gone; its console says why, and alive() tells
        }
    }

    /** What the guest writes, from where it was read to; a read waits until there is something. */
    synchronized ReadableByteChannel written() {
        if (!wanted) {
            wanted = true;
            try {
                channel.configureBlocking(true);
            } catch (IOException e) {
                // QEMU is gone, as reading will tell
            }
        }
        return channel;
    }

    /** How many bytes the guest has written that nobody wanted; to be called often while it runs. */
    synchronized long unasked() {
        if (!wanted) {
            try {
                unasked += Math.max(0, channel.read(thrownAway.clear()));
            } catch (IOException e) {
                // QEMU is gone; its console says why, and alive() tells
            }
        }
        return unasked;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // QEMU is gone already
        }
    }
}
