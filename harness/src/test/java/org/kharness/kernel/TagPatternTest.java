/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/** Which of a remote's tags a pattern means. */
class TagPatternTest {
    @TempDir
    Path folder;

    @Test
    void ofTagsThatFitThePatternTheLastByGitsVersionSortIsMeant() throws Exception {
        try (SmallKernel kernel = new SmallKernel(folder.resolve("remote"));
                Cleanup cleanup = new Cleanup()) {
            for (String tag : List.of("v6.12.58", "v6.12.9", "v6.13-rc1", "v6.13-rc10", "next-20260301", "v6.12")) {
                kernel.commit(tag, Map.of("file", tag));
                kernel.tag(tag);
            }
            Cache cache = Cache.at(folder.resolve("remote-cache"));
            for (var expected : Map.of(
                            "v6.12.*",
                            "v6.12.58",
                            "v6.13*",
                            "v6.13-rc10",
                            "v6.12*",
                            "v6.12.58",
                            "next-*",
                            "next-20260301")
                    .entrySet()) {
                assertThat(KernelSource.parse("remote:file://" + kernel.path() + "@" + expected.getKey())
                                .obtain(new JobContext(cache, Progress.NONE, cleanup))
                                .source())
                        .endsWith("@" + expected.getValue());
            }
            kernel.tag("v6.13");
            assertThat(KernelSource.parse("remote:file://" + kernel.path() + "@v6.*")
                            .obtain(new JobContext(cache, Progress.NONE, cleanup))
                            .source())
                    .as("a release is newer than its candidates")
                    .endsWith("@v6.13");
        }
    }
}
