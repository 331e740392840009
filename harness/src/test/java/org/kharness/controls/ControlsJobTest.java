/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.ExitCode;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.report.RunReport;

/** In which order scenarios are tried on a control, and what the ledger says in the end. */
class ControlsJobTest {
    @Test
    void triesTheExpectedScenariosFirstAndTheRestAfterwards() {
        List<Scenario> scenarios =
                new PlanReader().read(Path.of("..", "test-plans", "smoke.yaml")).scenarios();
        Control control = new Control(
                "a", "t", "b", 1, null, List.of(), List.of("device-*", "superblock", "no-such"), null, null, "");
        List<String> ordered = ControlsJob.ordered(control, scenarios).stream()
                .map(Scenario::id)
                .toList();
        assertThat(ordered)
                .hasSameSizeAs(scenarios)
                .startsWith("device-dax", "superblock")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "CAUGHT CAUGHT, PASS",
        "CAUGHT SKIP, PASS",
        "CAUGHT MISSED, FAIL",
        "ERROR MISSED, FAIL",
        "CAUGHT ERROR, CANNOT_TELL"
    })
    void aMissedControlIsTheFailureOfThePlan(String outcomes, ExitCode code) {
        List<RunReport.ControlResult> ledger = Stream.of(outcomes.split(" ", -1))
                .map(o -> new RunReport.ControlResult("id", "t", "patch 1", o, List.of(), "", 1, Map.of()))
                .toList();
        assertThat(ControlsJob.exitCode(ledger)).isEqualTo(code);
    }
}
