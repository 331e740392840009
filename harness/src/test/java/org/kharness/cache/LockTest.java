/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lock that another process has: who waits says so and for whom, and gets it as soon as that one is gone, however. */
class LockTest {
    @TempDir
    Path dir;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @SuppressWarnings("try") // the lock is held, not used
    void aKilledHolderHasItNoMore() throws Exception {
        Path output = dir.resolve("output");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (holder.isAlive() && !Files.readString(output).contains("held")) {
            Thread.sleep(20);
        }
        Thread killer = new Thread(() -> {
            while (said.isEmpty()) {
                Thread.onSpinWait();
            }
            holder.destroyForcibly();
        });
        killer.start();
        try (Cache.Lock lock = Cache.at(dir).telling(said::add).lock("kernel-x")) {
            killer.join();
            assertThat(holder.waitFor()).isEqualTo(128 + 9);
        }
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("waiting for kernel-x, which process " + holder.pid() + " (" + Holder.class.getName());
    }

    @Test
    @SuppressWarnings("try") // the lock is held, not used
    void anotherThreadIsWaitedForInSilenceAtFirst() throws Exception {
        Cache cache = Cache.at(dir).telling(said::add);
        Cache.Lock first = cache.lock("x");
        Thread releases = new Thread(() -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            first.close();
        });
        releases.start();
        try (Cache.Lock second = cache.lock("x")) {
            assertThat(second.held().isValid()).isTrue();
        }
        releases.join();
        assertThat(said).isEmpty();
    }

    @Test
    @SuppressWarnings("try") // locks are held, not used
    void whoWaitsForLongIsToldOnce() throws Exception {
        Cache cache = Cache.at(dir);
        CountDownLatch waiting = new CountDownLatch(1);
        Cache.Lock held = cache.lock("one", said::add);
        assertThat(said).isEmpty();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            Consumer<String> telling = who -> {
                said.add(who);
                waiting.countDown();
            };
            try (Cache.Lock next = cache.lock("one", telling)) {
                assertThat(waiting.getCount()).isZero();
            }
        });
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(200);
        held.close();
        other.get(20, TimeUnit.SECONDS);
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("process " + ProcessHandle.current().pid());
    }

    /** Takes the lock and keeps it. */
    static final class Holder {
        private Holder() {}

        @SuppressWarnings("try") // the lock is held, not used
        public static void main(String[] arguments) throws InterruptedException {
            try (Cache.Lock lock = Cache.at(Path.of(arguments[0])).lock("kernel-x")) {
                System.out.println("held");
                Thread.sleep(600_000);
            }
        }
    }
}
