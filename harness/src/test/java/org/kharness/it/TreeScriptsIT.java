/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.build.BuildWarning;
import org.kharness.build.Checkpatch;
import org.kharness.build.GetMaintainer;
import org.kharness.build.KernelDoc;
import org.kharness.build.Toolchain;
import org.kharness.build.Toolchains;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.kernel.CommitText;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/** Real kernels' own scripts in the build container: checkpatch.pl on messages that name commits, and kernel-doc. */
class TreeScriptsIT {
    private static final String FILE = "drivers/dax/super.c";
    private static final String LONG_LINE =
            "This line of the message is longer than the seventy-five columns that are asked for.";

    @TempDir
    Path dir;

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @Test
    void itKnowsTheCommitsThatAMessageNames() throws Exception {
        KernelHistory history = new KernelHistory(dir.resolve("linux.git"));
        String old = history.edit("dax: an old commit", FILE, t -> t + "/* Old. */\n");
        String base = history.edit("dax: the base", FILE, t -> t + "/* Base. */\n");
        String good = history.edit(message(old, "dax: an old commit"), FILE, t -> t + "/* Good. */\n");
        String wrong = history.edit(message("0123456789ab", "not there"), FILE, t -> t + "/* Wrong. */\n");
        assertThat(types(base, good)).containsExactly("COMMIT_LOG_LONG_LINE");
        assertThat(types(base, wrong)).containsExactly("COMMIT_LOG_LONG_LINE", "UNKNOWN_COMMIT_ID");
        assertThat(types(history.base(), wrong))
                .as("without history nobody can say that a commit is unknown")
                .containsExactly("COMMIT_LOG_LONG_LINE");
    }

    @Test
    void kernelDocIsAskedAboutFilesBeforeAndAfter() throws Exception {
        KernelHistory history = new KernelHistory(dir.resolve("linux.git"));
        String good = "/**\n * f - does it\n * @a: a number\n */\nint f(int a)\n{\n\treturn a;\n}\n";
        String bad = good.replace("int f(int a)", "int f(int a, int b)");
        Cache cache = Cache.open();
        try (Cleanup cleanup = new Cleanup()) {
            Toolchain toolchain = Toolchains.container(
                    RealRun.TOP.resolve("qemu-images/builder"), new JobContext(cache, Progress.NONE, cleanup));
            List<Set<BuildWarning>> said = new KernelDoc(cache, toolchain, Progress.NONE)
                    .check(
                            obtain(history.base(), cache, cleanup),
                            List.of(
                                    Map.of("mm/../a.c", good.getBytes(StandardCharsets.UTF_8)),
                                    Map.of("mm/../a.c", bad.getBytes(StandardCharsets.UTF_8)),
                                    Map.of()))
                    .states();
            assertThat(said.get(0)).isEmpty();
            assertThat(said.get(1)).singleElement().satisfies(w -> {
                assertThat(w.file()).isEqualTo("mm/../a.c");
                assertThat(w.text()).contains("'b' not described");
            });
            assertThat(said.get(2)).isEmpty();
        }
    }

    @Test
    void getMaintainerGoesByTheTreesList() throws Exception {
        KernelHistory history = new KernelHistory(dir.resolve("linux.git"));
        String commit = history.edit("dax: a comment", FILE, t -> t + "/* Old. */\n");
        Cache cache = Cache.open();
        try (Cleanup cleanup = new Cleanup()) {
            Toolchain toolchain = Toolchains.container(
                    RealRun.TOP.resolve("qemu-images/builder"), new JobContext(cache, Progress.NONE, cleanup));
            KernelTree tree = obtain(commit, cache, cleanup);
            assertThat(new GetMaintainer(cache, toolchain, Progress.NONE)
                            .of(tree, CommitText.asPatch(tree))
                            .orElseThrow())
                    .anyMatch(who -> who.startsWith("nvdimm@"))
                    .anyMatch(who -> who.matches(".+ <.+@.+>"));
        }
    }

    private static String message(String id, String subject) {
        return "dax: add a comment\n\n" + LONG_LINE + "\n\nFixes: " + id.substring(0, 12) + " (\"" + subject
                + "\")\nSigned-off-by: A Developer <developer@example.org>\n";
    }

    private List<String> types(String base, String commit) {
        Cache cache = Cache.open();
        try (Cleanup cleanup = new Cleanup()) {
            Toolchain toolchain = Toolchains.container(
                    RealRun.TOP.resolve("qemu-images/builder"), new JobContext(cache, Progress.NONE, cleanup));
            KernelTree tree = obtain(commit, cache, cleanup);
            return new Checkpatch(cache, toolchain, Progress.NONE)
                    .check(tree, obtain(base, cache, cleanup), CommitText.asPatch(tree)).orElseThrow().stream()
                            .map(Checkpatch.Complaint::type)
                            .toList();
        }
    }

    private KernelTree obtain(String commit, Cache cache, Cleanup cleanup) {
        return KernelSource.parse("git:" + dir.resolve("linux.git") + "@" + commit)
                .obtain(new JobContext(cache, Progress.NONE, cleanup));
    }
}
