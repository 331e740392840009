/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.job.JobContext;
import org.kharness.mutants.Fate;
import org.kharness.mutants.MutantReport;
import org.kharness.mutants.MutantsJob;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.stage.RunRequest;

/**
 * Mutants of one function in a kernel that is really built and booted: a scenario must notice two of them, and cannot notice the
 * third, a reference to the device that is kept, as it does not unbind it.
 */
class MutantsIT {
    @TempDir
    Path reports;

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @Test
    void twoAreCaughtAndOneSurvives() {
        RunRequest run = RunRequest.usual(
                        RealRun.KERNEL, null, RealRun.TOP.resolve("test-plans/smoke.yaml"), RealRun.TOP, reports)
                .choosing("device-dax", null, 1);
        MutantsJob.Request request = new MutantsJob.Request(
                run,
                List.of("mm/memory-failure.c:memory_failure_dev_pagemap"),
                "{**:drop-call:action_result(**,**:negate:!pgmap_pfn_valid(**,**:drop-call:put_dev_pagemap(**}",
                null,
                null,
                true);
        MutantsJob.Result result;
        try (Cleanup cleanup = new Cleanup()) {
            result = new MutantsJob(new JobContext(Cache.open(), Progress.NONE, cleanup)).run(request);
        }
        MutantReport report = Objects.requireNonNull(
                result.report(), () -> String.valueOf(result.run().report().message()));
        assertThat(report.with(Fate.CAUGHT)).hasSize(2).allMatch(m -> m.by().equals("device-dax"));
        assertThat(report.with(Fate.SURVIVED)).hasSize(1).allMatch(m -> m.text().startsWith("put_dev_pagemap"));
        assertThat(report.score()).isBetween(66.6, 66.7);
        assertThat(result.run().report().exitCode()).isEqualTo(ExitCode.FAIL.code());
        assertThat(result.run().folder().resolve("mutants.html")).isNotEmptyFile();
    }
}
