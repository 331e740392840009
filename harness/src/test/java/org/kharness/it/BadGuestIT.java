/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.engine.Limits;
import org.kharness.engine.PlanRunner;
import org.kharness.engine.ScenarioRun;
import org.kharness.machine.MachineSpec;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.process.Cleanup;
import org.kharness.process.Owner;
import org.kharness.progress.Progress;
import org.kharness.verdict.KnownIssues;
import org.kharness.verdict.Verdict;

/** Guests that do not come up, on a real kernel: each ends in bounded time with a verdict that says how. */
class BadGuestIT {
    private static final Cleanup CLEANUP = new Cleanup();

    @TempDir
    Path dir;

    private static MachineSpec usual = unset();

    private static MachineSpec unset() {
        return MachineSpec.usual(org.kharness.host.Accelerator.Kind.TCG, Path.of("none"), Path.of("none"));
    }

    @BeforeAll
    static void kernel(@TempDir Path logs) {
        RealRun.needEngine();
        usual = RealRun.machine(CLEANUP, logs);
    }

    @AfterAll
    static void end() {
        CLEANUP.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no init       | rdinit=/none root=/dev/none | panic",
                "init ends     | rdinit=/bin/true            | Attempted to kill init",
                "hangs         | rdinit=/bin/sh              | hung: nothing for",
                "floods a port | rdinit=/bin/sh -- -c mknod${IFS}/dev/ttyS1${IFS}c${IFS}4${IFS}65;yes>/dev/ttyS1 | printed without end",
                "prints nothing| 8250.nr_uarts=0 rdinit=/bin/sleep -- 1000 | the console stayed silent",
            })
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void saysHowAGuestFailed(String name, String arguments, String reason) {
        ScenarioRun run = run(arguments);
        assertThat(run.verdict().reason()).containsIgnoringCase(reason);
        assertThat(run.verdict().outcome()).isEqualTo(Verdict.Outcome.ERROR);
        assertThat(run.verdict().stage()).isEqualTo(Verdict.Stage.NO_USER_SPACE);
        assertThat(ProcessHandle.current().descendants())
                .as("no QEMU is left")
                .noneMatch(p -> p.info().command().orElse("").contains("qemu"));
    }

    @Test
    void leavesNoFilesOfItsOwn() throws Exception {
        Set<Path> before = folders(); // of other runs on this machine
        run("rdinit=/bin/true");
        Set<Path> left = folders();
        left.removeAll(before);
        assertThat(left).isEmpty();
    }

    private static Set<Path> folders() throws Exception {
        try (var temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return temporary
                    .filter(p -> p.getFileName()
                            .toString()
                            .startsWith("kharness-" + Owner.self().text()))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private ScenarioRun run(String arguments) {
        MachineSpec spec = new MachineSpec(
                usual.qemu(),
                usual.accelerator(),
                usual.cpus(),
                usual.parallel(),
                usual.memoryMib(),
                usual.nvdimmMib(),
                usual.kernel(),
                usual.initramfs(),
                List.of(arguments.split(" ", -1)));
        Scenario scenario = new PlanReader()
                .read(RealRun.TOP.resolve("test-plans/smoke.yaml"))
                .scenarios()
                .get(0);
        return PlanRunner.booting(spec, dir, KnownIssues.NONE, CLEANUP, Progress.NONE, new Limits(25, 60, 1))
                .run(List.of(scenario), 1, r -> {})
                .get(0);
    }
}
