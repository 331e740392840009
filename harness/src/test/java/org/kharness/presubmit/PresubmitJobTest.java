/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.apply.PatchOutcome;
import org.kharness.failure.ExitCode;
import org.kharness.report.ConfigurationReview;

class PresubmitJobTest {
    @ParameterizedTest
    @CsvSource({
        "applies, NOT_APPLIED",
        "builds, NOT_BUILT",
        "warnings, FAIL",
        "checkpatch, FAIL",
        "sign-off, FAIL",
        "fixes, FAIL",
        "none, PASS",
    })
    void whatFailsDecidesTheExitCode(String failing, ExitCode expected) {
        List<Check> checks = Stream.of("applies", "builds", "warnings", "checkpatch", "sign-off", "fixes")
                .map(n -> new Check(n, n.equals(failing) ? Check.Outcome.FAIL : Check.Outcome.WARN, List.of()))
                .toList();
        PatchOutcome outcome = new PatchOutcome(1, "subject", "", PatchOutcome.State.APPLIED, "", "");
        List<Reviewed> reviewed = List.of(new Reviewed(outcome, 1, "", "", 1, 1, "", checks, ""));
        assertThat(PresubmitJob.exitCode(reviewed, List.of(), List.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PASS, PASS", "WARN, PASS", "SKIP, PASS", "FAIL, NOT_BUILT", "ERROR, CANNOT_TELL"})
    void aConfigurationThatBreaksIsAKernelThatDoesNotBuild(String outcome, ExitCode expected) {
        ConfigurationReview review = new ConfigurationReview("w1", "", outcome, 1, List.of(), 1, List.of(), List.of());
        assertThat(PresubmitJob.exitCode(List.of(), List.of(review), List.of())).isEqualTo(expected);
    }
}
