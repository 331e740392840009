/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.report.RunReport;
import org.kharness.variant.Variant;

/** In which order scenarios are tried on a control, and what the ledger says in the end. */
class ControlsJobTest {
    @Test
    void triesTheExpectedScenariosFirstAndTheRestAfterwards() {
        List<Scenario> scenarios =
                new PlanReader().read(Path.of("..", "test-plans", "smoke.yaml")).scenarios();
        Control control = new Control(
                "a", "t", "b", 1, null, List.of(), List.of("device-*", "superblock", "no-such"), null, null, null, "");
        List<String> ordered = ControlsJob.ordered(control, scenarios).stream()
                .map(Scenario::id)
                .toList();
        assertThat(ordered)
                .hasSameSizeAs(scenarios)
                .startsWith("device-dax", "superblock")
                .doesNotHaveDuplicates();
    }

    @Test
    void aControlThatNamesAPlanIsTriedWithIt() {
        assertThat(batches("injected-mask-*", "fsdax-rmap", false)).containsExactly("hardware plain true");
        assertThat(batches("holder-*", "fsdax-rmap", false)).containsExactly("fsdax-rmap plain false");
        assertThat(batches("holder-*", "hardware", true)).containsExactly("hardware plain false");
        assertThat(batches("scrub-*", "fsdax-rmap", false)).containsExactly("ndctl-inject nfit-test true");
        assertThat(batches(null, "fsdax-rmap", false))
                .containsExactlyInAnyOrder(
                        "fsdax-rmap plain false",
                        "fault-injection fault-injection true",
                        "hardware plain true",
                        "ndctl-inject nfit-test true");
        assertThatThrownBy(() -> batches("injected-mask-*", "fsdax-rmap", true))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no control of the plan fsdax-rmap");
    }

    private static List<String> batches(@Nullable String only, String plan, boolean alone) {
        return ControlsJob.batches(Path.of(".."), only, plan, alone, Variant.PLAIN).stream()
                .map(b -> b.plan() + " " + b.variant() + " " + b.own())
                .toList();
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
