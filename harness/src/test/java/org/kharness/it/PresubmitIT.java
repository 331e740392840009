/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.job.JobContext;
import org.kharness.presubmit.Configuration;
import org.kharness.presubmit.PresubmitJob;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.report.PatchByPatch;
import org.kharness.report.PatchReview;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;

/** A series of which each patch has another fault, on a real kernel. */
class PresubmitIT {
    private static final String FILE = "drivers/dax/super.c";
    private static final String SIGNED =
            "\n\nA text that says why.\n\nSigned-off-by: A Developer <developer@example.org>\n";

    @TempDir
    Path dir;

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @Test
    void everyPatchIsCheckedOnItsOwn() throws Exception {
        Path repository = dir.resolve("linux.git");
        KernelHistory history = new KernelHistory(repository);
        history.edit("dax: add a comment" + SIGNED, FILE, t -> t + "/* The end. */\n");
        history.edit(
                "dax: add a warning\n\nFixes: 0123456789ab (\"no such commit\")\n",
                FILE,
                t -> t + "static int kharness_unused; \n");
        String unknown = "int kharness_unknown(void)\n{\n\treturn 0;\n}\n";
        history.edit(
                "dax: move the warning" + SIGNED,
                FILE,
                t -> t.replace("/* The end. */", "/*\n * The end.\n */") + unknown);
        history.edit("dax: do not build" + SIGNED, FILE, t -> t + "#error not yet\n");
        String off = "#ifdef KHARNESS_OFF\nint kharness_off(void)\n{\n\treturn 1;\n}\n#endif\n";
        history.edit(
                "dax: build again" + SIGNED, FILE, t -> t.replace(unknown, "").replace("#error not yet\n", off));
        RunRequest request = RunRequest.usual(
                        "git:" + repository + "@" + history.base(),
                        "git:" + repository + "@" + history.base() + "..main",
                        RealRun.TOP.resolve("test-plans/smoke.yaml"),
                        RealRun.TOP,
                        dir.resolve("reports"))
                .choosing("superblock", null, 1);
        WholeRun.Result result;
        try (Cleanup cleanup = new Cleanup()) {
            result = new PresubmitJob(new JobContext(Cache.open(), Progress.NONE, cleanup))
                    .run(
                            request,
                            new PresubmitJob.Besides(Optional.of(Configuration.list("usual,w1,off:DAX")), true, false));
        }
        RunReport report = result.report();
        assertThat(report.message()).isNull();
        List<PatchReview> patches = report.presubmit();
        assertThat(patches).hasSize(5);
        assertThat(failing(patches.get(0))).isEmpty();
        assertThat(failing(patches.get(1))).containsExactly("warnings", "checkpatch", "sign-off");
        assertThat(details(patches.get(1), "warnings").get(0))
                .startsWith(FILE + ":")
                .contains("kharness_unused");
        assertThat(details(patches.get(1), "checkpatch")).anyMatch(d -> d.contains("ERROR: TRAILING_WHITESPACE"));
        assertThat(details(patches.get(1), "fixes").get(0)).contains("comes without its history");
        assertThat(failing(patches.get(2)))
                .as("the warning moved and is not new")
                .isEmpty();
        assertThat(failing(patches.get(3))).containsExactly("builds");
        assertThat(details(patches.get(3), "builds").get(0))
                .startsWith(FILE + ":")
                .contains("not yet");
        assertThat(failing(patches.get(4))).isEmpty();
        assertThat(details(patches.get(2), "compiled")).isEmpty();
        assertThat(details(patches.get(4), "compiled").get(0))
                .contains("1 statement in an #if that is off in every configuration that was tried");
        assertThat(report.configurations())
                .extracting(c -> c.name() + " " + c.outcome())
                .containsExactly("usual WARN", "w1 WARN", "off:DAX SKIP");
        assertThat(report.configurations().get(0).details())
                .singleElement()
                .asString()
                .startsWith(FILE + ":")
                .contains("kharness_unused")
                .endsWith("[patch 2]");
        assertThat(details(patches.get(1), "w1"))
                .singleElement()
                .asString()
                .startsWith(FILE + ":")
                .contains("kharness_unused");
        assertThat(details(patches.get(2), "w1"))
                .as("the other one only moved")
                .singleElement()
                .asString()
                .startsWith(FILE + ":")
                .contains("kharness_unknown")
                .endsWith("[gone again with patch 5]");
        assertThat(patches.get(3).outcome("w1")).as("does not compile").isEqualTo("SKIP");
        assertThat(patches.get(4).outcome("w1")).isEqualTo("PASS");
        assertThat(patches.get(2).objects()).as("compiled by the third patch").isBetween(1, 30);
        assertThat(report.scenarios())
                .extracting(RunReport.ScenarioResult::verdict)
                .containsExactly("PASS");
        assertThat(Objects.requireNonNull(report.each()).kernels())
                .as("the fourth does not build")
                .extracting(PatchByPatch.Kernel::lack)
                .containsExactly("", "", "", "", "was not built", "");
        assertThat(report.each().changing()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(ExitCode.NOT_BUILT.code());
        assertThat(patches.get(0).size()).contains("text ");
        assertThat(result.folder().resolve("replies/0000-series.txt"))
                .content()
                .contains("2/5  dax: add a warning", "4/5  ");
        assertThat(result.folder().resolve("replies/0002-patch.txt"))
                .content()
                .contains("Subject: Re: [PATCH 2/5] dax: add a warning", "> +static int kharness_unused;");
        assertThat(result.folder().resolve("replies/0003-patch.txt"))
                .content()
                .contains("With make W=1 the compiler says", "> +int kharness_unknown(void)");
        assertThat(result.folder().resolve("replies/0001-patch.txt")).doesNotExist();
    }

    private static List<String> failing(PatchReview patch) {
        return patch.checks().stream()
                .filter(c -> c.outcome().equals("FAIL"))
                .map(PatchReview.Check::name)
                .toList();
    }

    private static List<String> details(PatchReview patch, String check) {
        return patch.checks().stream()
                .filter(c -> c.name().equals(check))
                .flatMap(c -> c.details().stream())
                .toList();
    }
}
