/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.apply.PatchOutcome;
import org.kharness.failure.ExitCode;
import org.kharness.presubmit.PatchReviews.Reviewed;

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
        List<Reviewed> reviewed = List.of(new Reviewed(outcome, 1, "", "", 1, 1, "", checks));
        assertThat(PresubmitJob.exitCode(reviewed, List.of())).isEqualTo(expected);
    }
}
