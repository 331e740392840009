/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;

class OwnerTest {
    @TempDir
    Path dir;

    private static final Owner SELF = Owner.self();

    @Test
    void stillHere() {
        assertThat(SELF.isGone()).isFalse();
        assertThat(Owner.in("kharness-" + SELF.text() + "-1234")).contains(SELF);
    }

    @Test
    void goneIsAProcessThatEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(new Owner(SELF.space(), ended.pid(), SELF.start()).isGone()).isTrue();
    }

    @Test
    void goneIsOneWhoseNumberAnotherProcessHas() {
        assertThat(new Owner(SELF.space(), SELF.pid(), SELF.start() - 1).isGone())
                .isTrue();
    }

    @Test
    void ofAnotherMachineNothingIsCertain() {
        assertThat(new Owner("00000000", 1, 1).isGone()).isFalse();
    }

    @Test
    void onlyWhatIsAbandonedIsDeleted() throws Exception {
        Owner gone = new Owner(SELF.space(), SELF.pid(), SELF.start() - 1);
        Path abandoned = Files.createDirectories(dir.resolve("k-" + gone.text() + "-1/sub"));
        Path used = Files.createDirectory(dir.resolve("k-" + SELF.text() + "-2"));
        Path nobodys = Files.createDirectory(dir.resolve("k-3"));
        Path other = Files.createDirectory(dir.resolve("other-" + gone.text()));
        assertThat(Cache.deleteAbandoned(dir, "k-")).isEqualTo(1);
        assertThat(abandoned).doesNotExist();
        assertThat(used).exists();
        assertThat(nobodys).exists();
        assertThat(other).exists();
    }

    @Test
    void whatIsWrittenToStillStaysUntilTheNextTime() throws Exception {
        Owner gone = new Owner(SELF.space(), SELF.pid(), SELF.start() - 1);
        Path abandoned = Files.createDirectories(dir.resolve("k-" + gone.text() + "-1/sub"));
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                new File(abandoned.toFile(), "f" + i).mkdirs();
                LockSupport.parkNanos(20_000); // or there would be no end to what is to be deleted
            }
        });
        writer.start();
        try {
            for (int i = 0; i < 50; i++) {
                Cache.deleteAbandoned(dir, "k-");
            }
        } finally {
            over.set(true);
            writer.join();
        }
        Cache.deleteAbandoned(dir, "k-");
        assertThat(abandoned.getParent()).doesNotExist();
    }
}
