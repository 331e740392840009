/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long an emulator was ready to run and got no CPU of this machine: time in which its guest could do nothing. The second
 * number of {@code /proc/PID/task/TID/schedstat} (Documentation/scheduler/sched-stats.rst); where the kernel does not count,
 * none.
 */
final class CpuWait {
    private static final long SAMPLE_NANOS = 200_000_000L;

    private final Process process;
    private final Map<String, Long> threads = new HashMap<>();
    private @Nullable Path tasks;
    private long total;
    private long sampled;

    /**
     * Watches an emulator.
     *
     * @param process the emulator or a sandbox around it
     */
    CpuWait(Process process) {
        this.process = process;
    }

    /** In nanoseconds since the first call; of several threads at once the one that waited longest counts. */
    synchronized long nanos() {
        long now = System.nanoTime();
        if (now - sampled >= SAMPLE_NANOS) {
            sampled = now;
            total += grown();
        }
        return total;
    }

    private long grown() {
        Path folder = tasks();
        long most = 0;
        if (folder != null) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path thread : all.toList()) {
                    String name = thread.getFileName().toString();
                    long waited = waited(thread);
                    Long before = threads.put(name, waited);
                    most = Math.max(most, before == null ? 0 : waited - before);
                }
            } catch (IOException e) {
                return 0; // it has ended
            }
        }
        return most;
    }

    private static long waited(Path thread) throws IOException {
        String[] words = Files.readString(thread.resolve("schedstat")).strip().split(" ", -1);
        return words.length > 1 ? Long.parseLong(words[1]) : 0;
    }

    /** The emulator is the innermost of what was started: sandboxes have no other children. */
    private @Nullable Path tasks() {
        Path known = tasks;
        if (known == null) {
            Optional<ProcessHandle> emulator = Stream.concat(
                            Stream.of(process.toHandle()), process.toHandle().descendants())
                    .filter(p -> p.info().command().orElse("").contains("qemu"))
                    .findFirst();
            if (emulator.isPresent()) {
                known = Path.of("/proc", Long.toString(emulator.get().pid()), "task");
                tasks = known;
            }
        }
        return known;
    }
}
