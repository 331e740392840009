/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

class StandingTreeTest {
    @TempDir
    Path dir;

    private Path tree;
    private String head = "";

    @BeforeEach
    void kernel() throws Exception {
        tree = dir.resolve("linux");
        try (SmallKernel kernel = new SmallKernel(tree)) {
            head = kernel.commit(
                    "arch and all",
                    Map.of(
                            "arch/Kconfig",
                            "#\n",
                            "kernel/fork.c",
                            "int a;\n",
                            "mm/mmap.c",
                            "int b;\n",
                            ".gitignore",
                            "*.o\n"));
        }
    }

    private StandingTree standing(Path folder) {
        return StandingTree.around(folder).orElseThrow();
    }

    @Test
    void aCleanTreeIsItsHead() throws IOException {
        Files.writeString(tree.resolve("mm/mmap.o"), "built");
        assertThat(standing(tree.resolve("mm")))
                .returns("git:" + tree + "@" + head, StandingTree::spec)
                .returns(
                        "HEAD of " + tree + ", " + head.substring(0, 12) + " (\"arch and all\")",
                        StandingTree::describe);
    }

    @Test
    void whatIsNotCommittedCounts() throws IOException {
        Files.writeString(tree.resolve("mm/mmap.c"), "int c;\n");
        Files.writeString(tree.resolve("mm/new.c"), "int d;\n");
        StandingTree found = standing(tree);
        assertThat(found.spec()).isEqualTo("dir:" + tree);
        assertThat(found.describe())
                .startsWith("the work tree of " + tree + " as it is: 2 files changed since " + head.substring(0, 12));
    }

    @Test
    void aKernelWithoutGitIsTakenAsAFolder() throws IOException {
        Cache.delete(tree.resolve(".git"));
        assertThat(standing(tree).spec()).isEqualTo("dir:" + tree);
    }

    @Test
    void otherTreesAreNone() throws IOException {
        assertThat(StandingTree.around(dir)).isEmpty();
        Files.writeString(tree.resolve("Makefile"), "all:\n");
        assertThat(StandingTree.around(tree)).isEmpty();
    }

    @Test
    void nothingIsWrittenIntoTheTree() throws IOException {
        Files.writeString(tree.resolve("mm/mmap.c"), "int c;\n");
        // An index that git would like to refresh: same content, newer time.
        Files.setLastModifiedTime(
                tree.resolve("kernel/fork.c"), java.nio.file.attribute.FileTime.fromMillis(4_000_000_000_000L));
        Map<String, String> before = state();
        try (Cleanup cleanup = new Cleanup()) {
            Cache cache = Cache.at(dir.resolve("cache"));
            KernelSource.parse(standing(tree).spec()).obtain(new JobContext(cache, Progress.NONE, cleanup));
            KernelSource.parse("git:" + tree + "@HEAD").obtain(new JobContext(cache, Progress.NONE, cleanup));
        }
        assertThat(state()).isEqualTo(before);
    }

    /**
     * Every file, git's own included, with content and time. Objects without their time: git renews that of an object that it
     * finds again where it would have written it, also in an alternate (git-prune(1) goes by it).
     */
    private Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (var files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                String content = Files.isRegularFile(file) ? Cache.digest(file) : "";
                String name = tree.relativize(file).toString();
                String time = name.startsWith(".git/objects/")
                        ? ""
                        : Files.getLastModifiedTime(file).toString();
                state.put(name, time + " " + content);
            }
        }
        return state;
    }
}
