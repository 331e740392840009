/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.build.Compiler;
import org.kharness.build.KernelRecipe;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Command;
import org.kharness.series.PostedMail;
import org.kharness.stage.RunRequest;
import org.kharness.variant.Variant;

class RepeatedTest {
    @TempDir
    Path dir;

    @Test
    void whatChangesWhatIsFoundIsAskedForAgain() {
        RunRequest usual = RunRequest.usual("debian:6.1", "x", dir.resolve("p.yaml"), dir, dir.resolve("reports"));
        assertThat(Repeated.options(usual, List.of(), false)).isEmpty();
        KernelRecipe own = new KernelRecipe(
                List.of(dir.resolve("qemu-images/a.config"), dir.resolve("mine.config")),
                List.of("CONFIG_X=y"),
                new TreeMap<>(),
                List.of());
        RunRequest asked = usual.madeWith(own).compiledBy(Compiler.CLANG).choosing("a*,b", "t", 1);
        assertThat(Repeated.options(asked, List.of("usual", "off:X"), true))
                .isEqualTo("--config mine.config --configitem CONFIG_X=y --compiler clang --only 'a*,b' --tag t"
                        + " --configs usual,off:X --each");
        assertThat(Repeated.configuration(Variant.PLAIN)).isEqualTo("kharness' usual configuration");
    }

    @Test
    void namesNoFolderOfThisMachine() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            String tip = kernel.commit("mm: it", Map.of("mm/a.c", "1\n"));
            KernelTree base = kernel.obtain(tip, Cache.at(dir.resolve("cache")));
            String id = tip.substring(0, 12);

            Repeated range = new Repeated(dir + "/linux@v1.0..topic", "smoke", base, List.of());
            assertThat(range.kernel()).isEqualTo(base.release() + ", commit " + id);
            assertThat(range.command()).isEqualTo("kharness presubmit v1.0..topic --kernel git:linux --plan smoke");
            PostedMail first = new PostedMail(1, "1@x", "s", "f", List.of(), List.of(), List.of(), "");
            PostedMail cover = new PostedMail(0, "c@x", "s", "f", List.of(), List.of(), List.of(), "");
            assertThat(new Repeated(dir + "/a..b.mbox", "smoke", base, List.of(first, cover)).command())
                    .isEqualTo("kharness presubmit lore:c@x --kernel git:linux@" + id + " --plan smoke");
            KernelTree debian = new KernelTree(dir, "debian:6.1", "0".repeat(40), "0".repeat(40), "6.1.192");
            assertThat(new Repeated(dir + "/v2.mbox", "smoke", debian, List.of()).command())
                    .isEqualTo("kharness presubmit v2.mbox --kernel debian:6.1 --plan smoke");
        }
    }

    @Test
    void tellsWhereACommitStandsThatOthersNeedNotHave() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            String release = kernel.commit("Linux 6.1", Map.of("mm/a.c", "1\n"));
            git("tag", "v6.1", release);
            git("tag", "mine", release);
            String own = kernel.commit("mm: Mine", Map.of("mm/a.c", "2\n"));
            Cache cache = Cache.at(dir.resolve("cache"));
            assertThat(told(kernel.obtain(release, cache)))
                    .endsWith(", commit " + release.substring(0, 12) + " (v6.1)");
            assertThat(told(kernel.obtain(own, cache)))
                    .endsWith(", commit " + own.substring(0, 12) + " (v6.1-1-g" + own.substring(0, 12) + ")");
        }
    }

    private static String told(KernelTree base) {
        return new Repeated("a.mbox", "smoke", base, List.of()).kernel();
    }

    private void git(String... words) {
        Command.of(Stream.concat(Stream.of("git", "-C", dir.resolve("linux").toString()), Stream.of(words))
                        .toList())
                .runOrFail();
    }
}
