/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Saves and loads a stopped machine through QEMU's migration (docs/devel/migration). With x-ignore-shared, QEMU 4.0 and
 * later leave memory out that lies in a shared file, which is all of it here: the files are what is saved. A machine that maps them
 * privately instead takes the same state; what the state leaves out is what it finds in them.
 */
final class Migration {
    private static final long LIMIT_NANOS = 120_000_000_000L;
    private static final long PAUSE_MILLIS = 2;
    private static final long NO_THROTTLE = 1L << 40;

    private final Qmp monitor;

    Migration(Qmp monitor) {
        this.monitor = monitor;
    }

    /** Stops the machine and writes its state to a file. */
    void save(Path file) throws IOException {
        monitor.execute("stop", monitor.arguments());
        ignoreShared();
        monitor.execute("migrate-set-parameters", monitor.arguments().put("max-bandwidth", NO_THROTTLE));
        monitor.execute("migrate", monitor.arguments().put("uri", "exec:cat > " + quote(file)));
        awaitCompleted("save");
    }

    /** Reads the state into a machine that waits for it, and lets it go on. */
    void load(Path file) throws IOException {
        ignoreShared();
        monitor.execute("migrate-incoming", monitor.arguments().put("uri", "exec:cat " + quote(file)));
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
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while QEMU was to " + what + " its state", e);
            }
        }
    }

    /** QEMU hands the command to a shell. */
    private static String quote(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "'\\''") + "'";
    }
}
