/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

class HistoryExcerptTest {
    @TempDir
    Path dir;

    @Test
    void gitAnswersForTheCommitsThatATextNamesAndForNoOther() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            String named = kernel.commit("mm: break it", Map.of("mm/a.c", "1\n"));
            String other = kernel.commit("mm: go on", Map.of("mm/a.c", "2\n"));
            KernelTree base = kernel.obtain(other, Cache.at(dir.resolve("cache")));
            Path excerpt = dir.resolve("excerpt.git");
            HistoryExcerpt.write(
                    base,
                    "Fixes: " + named.substring(0, 12) + " (\"x\")\nand 0123456789ab, deadbeef or face1 (" + base.tree()
                            + ")",
                    excerpt);
            // As checkpatch.pl asks
            assertThat(ask(excerpt, named.substring(0, 12)).text()).isEqualTo(named + " mm: break it");
            assertThat(ask(excerpt, other).text()).startsWith("fatal: bad object " + other);
            assertThat(ask(excerpt, "0123456789ab").text()).startsWith("fatal: ambiguous argument '0123456789ab'");
            assertThat(ask(excerpt, base.tree()).text()).startsWith("fatal: bad object");
        }
    }

    private static CommandResult ask(Path git, String commit) {
        return Command.of("git", "log", "--no-color", "--format=%H %s", "-1", commit)
                .with("GIT_DIR", git.toString())
                .run();
    }
}
