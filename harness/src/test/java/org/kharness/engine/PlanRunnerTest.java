/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.host.Accelerator;
import org.kharness.machine.MachineSpec;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.topology.Topology;
import org.kharness.verdict.KnownIssues;
import org.kharness.verdict.Verdict;

/** What is judged without a machine. */
class PlanRunnerTest {
    @TempDir
    private Path dir;

    @Test
    void aHostWithoutTheMachineSkipsTheScenarioOrFailsWhereItIsRequired() {
        String plan = "{schema: 1, name: p, title: t, scenarios: [" + scenario("a", "") + ", "
                + scenario("b", "require: true, ") + "]}";
        List<Scenario> scenarios = new PlanReader().parse(plan, "p.yaml").scenarios();
        MachineSpec none = MachineSpec.usual(Accelerator.Kind.TCG, dir.resolve("kernel"), dir.resolve("initramfs"));
        try (Cleanup cleanup = new Cleanup()) {
            List<ScenarioRun> runs = PlanRunner.booting(
                            none, dir, KnownIssues.NONE, cleanup, Progress.NONE, Limits.USUAL)
                    .without(t -> t.source() == Topology.Platform.CXL ? Optional.of("another QEMU") : Optional.empty())
                    .run(scenarios, 1, r -> {});
            assertThat(runs)
                    .extracting(r -> r.verdict().outcome())
                    .containsExactly(Verdict.Outcome.SKIP, Verdict.Outcome.FAIL);
            assertThat(runs)
                    .extracting(r -> r.verdict().reason())
                    .containsExactly("needs another QEMU", "required, but needs another QEMU");
        }
        assertThat(dir).isEmptyDirectory();
    }

    private static String scenario(String id, String more) {
        return "{id: " + id + ", title: t, topology: cxl, via: machine-check, " + more
                + "steps: [{pause: {milliseconds: 1}}], expect: [{corrupted: {pages: 0}}]}";
    }
}
