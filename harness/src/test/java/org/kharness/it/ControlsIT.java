/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;
import org.kharness.controls.ControlsJob;
import org.kharness.failure.ExitCode;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;

/** Kernels broken on purpose, really built and booted: each is caught. */
class ControlsIT {
    @TempDir
    Path reports;

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @Test
    void fourControlsAreCaught() {
        RunRequest run = RunRequest.usual(
                RealRun.KERNEL, null, RealRun.TOP.resolve("test-plans/fsdax-rmap.yaml"), RealRun.TOP, reports);
        String four = "{holder-not-asked,data-offset-forgotten,first-process-only,metadata-without-shutdown}";
        WholeRun.Result result;
        try (Cleanup cleanup = new Cleanup()) {
            result = new ControlsJob(new JobContext(Cache.open(), Progress.NONE, cleanup))
                    .run(new ControlsJob.Request(run, four, false, false));
        }
        RunReport report = result.report();
        assertThat(report.message()).isNull();
        assertThat(report.controls()).hasSize(4).allSatisfy(c -> {
            assertThat(c.outcome()).as("%s: %s", c.id(), c.seen()).isEqualTo("CAUGHT");
            assertThat(c.by()).isNotEmpty();
            assertThat(c.verdicts()).containsEntry(c.by().get(0), "FAIL");
        });
        assertThat(report.exitCode()).isEqualTo(ExitCode.PASS.code());
        List<String> passing = report.scenarios().stream()
                .filter(s -> s.verdict().equals("PASS"))
                .map(RunReport.ScenarioResult::id)
                .toList();
        assertThat(report.controls()).allSatisfy(c -> assertThat(passing).containsAll(c.by()));
    }
}
