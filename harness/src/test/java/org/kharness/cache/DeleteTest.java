/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteTest {
    @TempDir
    private Path here;

    @Test
    void severalMayDeleteTheSame() throws IOException {
        for (int round = 0; round < 20; round++) {
            Path top = here.resolve("top");
            for (int folder = 0; folder < 30; folder++) {
                Path inner = Files.createDirectories(top.resolve("d" + folder));
                Files.writeString(inner.resolve("file"), "x");
            }
            List<CompletableFuture<Void>> both = Stream.generate(
                            () -> CompletableFuture.runAsync(() -> Cache.delete(top)))
                    .limit(4)
                    .toList();
            both.forEach(CompletableFuture::join);
            assertThat(top).doesNotExist();
        }
    }

    @Test
    void aLinkIsRemovedAndNotFollowed() throws IOException {
        Path kept = Files.writeString(here.resolve("kept"), "x");
        Path top = Files.createDirectory(here.resolve("top"));
        Files.createSymbolicLink(top.resolve("link"), kept);
        Cache.delete(top);
        assertThat(top).doesNotExist();
        assertThat(kept).exists();
    }
}
