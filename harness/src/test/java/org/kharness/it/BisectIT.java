/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.bisect.BisectJob;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.process.Command;
import org.kharness.progress.Progress;
import org.kharness.stage.RunRequest;

/** A control patch among commits that do not build and commits that change nothing that matters, on a real kernel. */
class BisectIT {
    private static final String FILE = "drivers/dax/super.c";

    @TempDir
    Path dir;

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @Test
    void findsTheCommitAmongSomeThatDoNotBuild() throws Exception {
        Path repository = dir.resolve("linux.git");
        KernelHistory history = new KernelHistory(repository);
        history.tag("v1");
        history.edit("dax: a comment", FILE, t -> "/* one */\n" + t);
        history.edit("dax: does not build", FILE, t -> "#error not yet\n" + t);
        history.edit("dax: builds again", FILE, t -> t.replaceFirst("#error not yet\n", ""));
        String bad = history.patch(
                "dax: the holder is not asked", RealRun.TOP.resolve("kernel-patches/controls/holder-not-asked.patch"));
        history.edit("dax: another comment", FILE, t -> "/* two */\n" + t);
        history.edit("dax: a third comment", FILE, t -> "/* three */\n" + t);
        RunRequest run = RunRequest.usual(
                        "git:" + repository,
                        null,
                        RealRun.TOP.resolve("test-plans/smoke.yaml"),
                        RealRun.TOP,
                        dir.resolve("reports"))
                .choosing("superblock", null, 1);
        BisectJob.Found found;
        try (Cleanup cleanup = new Cleanup()) {
            found = new BisectJob(new JobContext(Cache.open(), Progress.NONE, cleanup))
                    .run(new BisectJob.Request(run, "v1", "main", BisectJob.How.USUAL));
        }
        assertThat(found.text())
                .startsWith("first bad commit:\ncommit " + bad)
                .contains("dax: the holder is not asked", "A Developer", FILE, "failure followed: superblock");
        assertThat(found.report().scenarios())
                .extracting(s -> s.id().replaceFirst(" [0-9a-f]+$", "") + " " + s.verdict())
                .containsExactly("superblock before PASS", "superblock after FAIL");
        assertThat(found.folder().resolve("report.html")).exists();
        assertThat(Command.of("git", "--git-dir=" + repository, "bisect", "log")
                        .run()
                        .ok())
                .as("nothing of ours is in the user's repository")
                .isFalse();
        replays(repository, found.folder().resolve("bisect.log"), bad);
    }

    /** The log says the same to git. */
    private static void replays(Path repository, Path log, String bad) throws Exception {
        assertThat(Files.readString(log)).contains("git bisect start");
        Path other = repository.resolveSibling("replay.git");
        Command.of("git", "clone", "--quiet", "--bare", "--shared", repository.toString(), other.toString())
                .runOrFail();
        Command.of("git", "--git-dir=" + other, "bisect", "start", "--no-checkout")
                .runOrFail();
        String said = Command.of("git", "--git-dir=" + other, "bisect", "replay", log.toString())
                .run()
                .output();
        assertThat(said).contains(bad + " is the first bad commit");
    }
}
