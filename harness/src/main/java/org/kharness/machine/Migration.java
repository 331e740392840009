/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Saves and loads a stopped machine through QEMU's migration (docs/devel/migration). With x-ignore-shared, QEMU 4.0 and
 * later leave memory out that lies in a shared file, which is all of it here: the files are what is saved. A machine that maps them
 * privately instead takes the same state; what the state leaves out is what it finds in them.
 */
final class Migration {
    private static final long LIMIT_NANOS = 120_000_000_000L;
    private static final long PAUSE_MILLIS = 2;
    private static final long NO_THROTTLE = 1L << 40;

    private static final int BUFFER = 1 << 16;

    private final Qmp monitor;
    private final Path folder;

    /**
     * The migration of one machine.
     *
     * @param folder the machine's own, for the socket that its state goes through: QEMU may start no programs
     */
    Migration(Qmp monitor, Path folder) {
        this.monitor = monitor;
        this.folder = folder;
    }

    /** Stops the machine and writes its state to a file. */
    void save(Path file) throws IOException {
        monitor.execute("stop", monitor.arguments());
        ignoreShared();
        monitor.execute("migrate-set-parameters", monitor.arguments().put("max-bandwidth", NO_THROTTLE));
        Path socket = folder.resolve("outgoing");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            // QEMU's user may be another; the folder is closed to all but these two
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            monitor.execute("migrate", monitor.arguments().put("uri", "unix:" + socket));
            try (SocketChannel state = accept(server);
                    FileChannel saved = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                copy(state, saved);
            }
        }
        awaitCompleted("save");
    }

    private static SocketChannel accept(ServerSocketChannel server) throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        server.configureBlocking(false);
        for (SocketChannel came = server.accept(); ; came = server.accept()) {
            if (came != null) {
                came.configureBlocking(true);
                return came;
            }
            if (System.nanoTime() > end) {
                throw new IOException("QEMU did not hand its state over in time");
            }
            pause("hand over");
        }
    }

    private static void copy(ReadableByteChannel from, WritableByteChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (from.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
            buffer.clear();
        }
    }

    /** Reads the state into a machine that waits for it, and lets it go on. */
    void load(Path file) throws IOException {
        ignoreShared();
        Path socket = folder.resolve("incoming");
        monitor.execute("migrate-incoming", monitor.arguments().put("uri", "unix:" + socket));
        try (SocketChannel state = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                FileChannel saved = FileChannel.open(file, StandardOpenOption.READ)) {
            copy(saved, state);
        }
        awaitCompleted("load");
        monitor.execute("cont", monitor.arguments());
    }

    private void ignoreShared() throws IOException {
        ObjectNode capabilities = monitor.arguments();
        capabilities
                .putArray("capabilities")
                .addObject()
                .put("capability", "x-ignore-shared")
                .put("state", true);
        monitor.execute("migrate-set-capabilities", capabilities);
    }

    private void awaitCompleted(String what) throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            JsonNode answer = monitor.execute("query-migrate", monitor.arguments());
            String status = answer.path("status").asText();
            if (status.equals("completed")) {
                return;
            }
            if (status.equals("failed") || status.equals("cancelled")) {
                throw new IOException("QEMU could not " + what + " its state: "
                        + answer.path("error-desc").asText("no reason given"));
            }
            if (System.nanoTime() > end) {
                throw new IOException("QEMU did not " + what + " its state in time");
            }
            pause(what);
        }
    }

    private static void pause(String what) throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while QEMU was to " + what + " its state", e);
        }
    }
}
