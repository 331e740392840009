/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.apply.ApplyOptions;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.presubmit.PatchReviews.Reviewed;
import org.kharness.progress.Progress;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesOptions;
import org.kharness.series.source.SeriesSource;
import org.kharness.stage.RunState;

/** The loop over the patches, on kernels that only pretend to be. */
class PatchReviewsTest {
    private static final String SIGNED = "\n\nSigned-off-by: A Developer <developer@example.org>\n";

    @TempDir
    Path dir;

    @Test
    void whatAPatchThatDoesNotBuildBringsIsNotChargedToTheNext() throws Exception {
        List<Reviewed> reviewed = review(
                "int a;\n/* stale */\n#error\n", "int a;\n/* stale */\nint b;\n", "int a;\n/* stale */\nint c;\n");
        assertThat(details(reviewed, KernelDocCheck.NAME))
                .containsExactly(List.of(SimulatedBench.FILE + ":2: stale"), List.of(), List.of());
        assertThat(details(reviewed, "builds").get(0)).containsExactly(SimulatedBench.FILE + ":1: #error");
    }

    private List<Reviewed> review(String... texts) throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            Cache cache = Cache.at(dir.resolve("cache"));
            String base = kernel.commit("base", Map.of(SimulatedBench.FILE, "int a;\n"));
            String tip = base;
            for (int i = 0; i < texts.length; i++) {
                tip = kernel.commit("mm: patch " + (i + 1) + SIGNED, Map.of(SimulatedBench.FILE, texts[i]));
            }
            KernelTree tree = kernel.obtain(base, cache);
            RequestedSeries series = new SeriesSource(
                            dir.resolve("kernel-patches"), cache, SeriesOptions.DEFAULT, Progress.NONE)
                    .open("git:" + kernel.path() + "@" + base + ".." + tip);
            RunState state = new RunState("id", Instant.EPOCH, Progress.NONE);
            PatchReviews reviews = new PatchReviews(
                    new SimulatedBench(dir.resolve("kernels")), Progress.NONE, dir.resolve("run"), state);
            return reviews.of(tree, series, ApplyOptions.STRICT);
        }
    }

    private static List<List<String>> details(List<Reviewed> reviewed, String check) {
        List<List<String>> all = new ArrayList<>();
        reviewed.forEach(r -> all.add(r.checks().stream()
                .filter(c -> c.name().equals(check))
                .flatMap(c -> c.details().stream())
                .toList()));
        return all;
    }
}
