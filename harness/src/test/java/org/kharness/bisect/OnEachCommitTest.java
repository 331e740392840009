/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.apply.ApplyOptions;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SeriesException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeFiles;
import org.kharness.progress.Progress;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesOptions;
import org.kharness.series.source.SeriesSource;

/** What is done to every commit before it is tried. */
class OnEachCommitTest {
    @TempDir
    Path dir;

    @Test
    void theSeriesIsPutOntoEveryCommitThatItFits() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            Cache cache = Cache.at(dir.resolve("cache"));
            String other = kernel.commit("before it", Map.of("mm/a.c", "nothing\nof\nit\n"));
            String first = kernel.commit("first", Map.of("mm/a.c", "1\n2\n3\n", "mm/b.c", "x\n"));
            String fixed = kernel.commit("the fix", Map.of("mm/a.c", "1\n2\nfixed\n"));
            RequestedSeries fix = new SeriesSource(
                            dir.resolve("kernel-patches"), cache, SeriesOptions.DEFAULT, Progress.NONE)
                    .open("git:" + kernel.path() + "@" + first + ".." + fixed);
            OnEachCommit with = new OnEachCommit(fix, ApplyOptions.STRICT, List.of());
            assertThat(text(with.kernel(kernel.obtain(first, cache)))).isEqualTo("1\n2\nfixed\n");
            assertThat(with.kernel(kernel.obtain(fixed, cache)).commit())
                    .as("it is there already")
                    .isEqualTo(fixed);
            KernelTree unfit = kernel.obtain(other, cache);
            assertThatThrownBy(() -> with.kernel(unfit)).isInstanceOf(SeriesException.class);
            assertThat(OnEachCommit.NOTHING.kernel(unfit)).isEqualTo(unfit);
            assertThat(OnEachCommit.NOTHING.digest()).isEmpty();
            assertThat(with.digest()).isNotEmpty();
        }
    }

    private static String text(KernelTree tree) {
        return new String(new TreeFiles(tree).read("mm/a.c").orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void anOptionMayChangeOnTheWay() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            Cache cache = Cache.at(dir.resolve("cache"));
            String old = kernel.commit("old", Map.of("mm/a.c", "1\n"));
            String renamed = kernel.commit("rename the option", Map.of("mm/a.c", "2\n"));
            String later = kernel.commit("later", Map.of("mm/a.c", "3\n"));
            OnEachCommit with = new OnEachCommit(
                    null,
                    ApplyOptions.STRICT,
                    List.of(
                            ConfigChange.of("--config-since", true, renamed + ":CONFIG_NEW=y"),
                            ConfigChange.of("--config-before", false, renamed + ":OLD=m")));
            assertThat(with.recipe(kernel.obtain(old, cache)).items()).containsExactly("CONFIG_OLD=m");
            assertThat(with.recipe(kernel.obtain(renamed, cache)).items()).containsExactly("CONFIG_NEW=y");
            assertThat(with.recipe(kernel.obtain(later, cache)).items()).containsExactly("CONFIG_NEW=y");
        }
        for (String bad : List.of("CONFIG_X=y", "v6.1:CONFIG_X", "v6.1:", ":X=y", "v6.1:X=")) {
            assertThatThrownBy(() -> ConfigChange.of("--config-since", true, bad))
                    .isInstanceOf(InputException.class)
                    .hasMessage("--config-since " + bad + ": not of the form COMMIT:CONFIG_X=VALUE");
        }
    }
}
