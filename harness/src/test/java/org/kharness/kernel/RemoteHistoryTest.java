/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

class RemoteHistoryTest {
    @TempDir
    Path dir;

    @Test
    void commitsComeWithTheirHistoryAlthoughTheNightFetchedThemWithout() throws Exception {
        Cache cache = Cache.at(dir.resolve("cache"));
        try (SmallKernel remote = new SmallKernel(dir.resolve("linux"));
                Cleanup cleanup = new Cleanup()) {
            String good = remote.commit("good", Map.of("a", "1\n"));
            remote.tag("v1");
            remote.commit("middle", Map.of("a", "2\n"));
            String bad = remote.commit("bad", Map.of("a", "3\n"));
            remote.tag("v2");
            String url = "remote:file://" + remote.path();
            KernelTree night = KernelSource.parse(url + "@v2").obtain(new JobContext(cache, Progress.NONE, cleanup));
            assertThat(commits(night, night.commit())).isEqualTo("1");

            KernelTree newer = RemoteHistory.commit(cache, Progress.NONE, url, bad);
            assertThat(newer.commit()).isEqualTo(bad);
            assertThat(commits(newer, good + ".." + bad)).isEqualTo("2");
            assertThat(RemoteHistory.commit(cache, Progress.NONE, url, "v1").commit())
                    .isEqualTo(good);
            assertThatThrownBy(() -> RemoteHistory.commit(cache, Progress.NONE, url, "v3"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("there is no such commit there");
            assertThatThrownBy(() -> RemoteHistory.commit(cache, Progress.NONE, url, "f".repeat(40)))
                    .isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> RemoteHistory.commit(cache, Progress.NONE, "remote:" + dir.resolve("gone"), "v1"))
                .isInstanceOf(SurroundingsException.class);
    }

    private static String commits(KernelTree tree, String range) {
        return NativeGit.command(tree.repository(), "rev-list", "--count", range)
                .runOrFail()
                .text();
    }
}
