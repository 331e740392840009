/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;

/** Where the debug log of this process goes: one file a process in the cache folder, the newest twenty kept. */
final class DebugLog {
    private static final int KEPT = 20;

    private DebugLog() {}

    /**
     * Chooses the file and tells logback.xml about it; must run before the first logger is made.
     *
     * @return the file, or null where the cache folder cannot be used (the command itself will say so)
     */
    static @Nullable Path open() {
        try {
            Path folder = Cache.open().folder("log");
            prune(folder);
            Path file = folder.resolve("kharness-" + ProcessHandle.current().pid() + ".log");
            Files.deleteIfExists(file);
            System.setProperty("kharness.log", file.toString());
            return file;
        } catch (SurroundingsException | IOException e) {
            return null;
        }
    }

    private static void prune(Path folder) throws IOException {
        List<Path> logs;
        try (var files = Files.list(folder)) {
            logs = files.filter(f -> f.getFileName().toString().matches("kharness-\\d+\\.log"))
                    .sorted(Comparator.comparingLong((Path f) -> f.toFile().lastModified())
                            .reversed())
                    .toList();
        }
        for (Path old : logs.subList(Math.min(KEPT - 1, logs.size()), logs.size())) {
            Files.deleteIfExists(old);
        }
    }
}
