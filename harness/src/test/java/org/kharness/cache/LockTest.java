/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // locks are held, not used
class LockTest {
    @TempDir
    Path dir;

    @Test
    void whoWaitsIsToldOnce() throws Exception {
        Cache cache = Cache.at(dir);
        AtomicInteger told = new AtomicInteger();
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Void> other;
        try (var held = cache.lock("one", told::incrementAndGet)) {
            assertThat(told).hasValue(0);
            other = CompletableFuture.runAsync(() -> {
                try (var next = cache.lock("one", () -> {
                    told.incrementAndGet();
                    waiting.countDown();
                })) {
                    assertThat(waiting.getCount()).isZero();
                }
            });
            assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(200);
        }
        other.get(20, TimeUnit.SECONDS);
        assertThat(told).hasValue(1);
    }
}
