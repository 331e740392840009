/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Connections to the sockets that QEMU opens some moments after it was started. */
final class Connection {
    private static final int TRIES = 2500;
    private static final long PAUSE_MILLIS = 2;

    private Connection() {}

    /**
     * Connects, and waits for the socket while its process lives.
     *
     * @throws IOException if the process ended first, or the socket never came
     */
    static SocketChannel to(Path socket, Process process) throws IOException {
        for (int i = 0; ; i++) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return channel;
            } catch (IOException e) {
                channel.close();
                if (!process.isAlive() || i == TRIES) {
                    throw e;
                }
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while QEMU started", e);
            }
        }
    }
}
