/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;
import org.kharness.engine.Limits;
import org.kharness.engine.PlanRunner;
import org.kharness.engine.ScenarioRun;
import org.kharness.machine.MachineSpec;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.verdict.KnownIssues;
import org.kharness.verdict.Verdict;

/** Saved machines: used while what they were made from is the same, never after; done without where QEMU cannot. */
class SnapshotIT {
    private static final Cleanup CLEANUP = new Cleanup();

    @TempDir
    Path dir;

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

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

    @Test
    void aSnapshotIsUsedOnlyWhileItsInputsAreTheSame() throws IOException {
        run(usual, "one");
        Set<Path> first = snapshots();
        assertThat(first)
                .as("the booted machine, and the same with a file system")
                .hasSize(2);
        run(usual, "one");
        assertThat(snapshots()).isEqualTo(first);
        run(usual, "another kernel");
        Set<Path> second = snapshots();
        assertThat(second).containsAll(first).hasSize(4);
        run(with(usual.qemu(), 640), "one");
        assertThat(snapshots())
                .as("a machine of another size")
                .containsAll(second)
                .hasSize(6);
        assertThat(notes).isEmpty();
    }

    @Test
    void aQemuThatLoadsNoMachineBootsAfreshAndSaysSo() throws IOException {
        Path qemu = Files.writeString(
                dir.resolve("qemu"),
                "#!/bin/sh\ncase \"$*\" in *-incoming*) echo 'no incoming migration here' >&2; exit 1 ;; esac\n"
                        + "exec " + usual.qemu() + " \"$@\"\n");
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
        run(with(qemu.toString(), usual.memoryMib()), "one");
        assertThat(notes)
                .hasSize(1)
                .first()
                .asString()
                .contains("every scenario boots afresh", "no incoming migration");
    }

    private static MachineSpec with(String qemu, int memoryMib) {
        return new MachineSpec(
                qemu,
                usual.accelerator(),
                usual.cpus(),
                usual.parallel(),
                memoryMib,
                usual.nvdimmMib(),
                usual.kernel(),
                usual.initramfs(),
                List.of());
    }

    private void run(MachineSpec spec, String identity) {
        List<Scenario> scenarios = new PlanReader()
                .read(RealRun.TOP.resolve("test-plans/smoke.yaml")).scenarios().stream()
                        .filter(s -> s.id().equals("superblock"))
                        .toList();
        Progress progress = new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        List<ScenarioRun> runs = PlanRunner.booting(spec, dir, KnownIssues.NONE, CLEANUP, progress, Limits.USUAL)
                .withSnapshots(Cache.at(dir.resolve("cache")), identity)
                .run(scenarios, 1, r -> {});
        assertThat(runs)
                .hasSize(1)
                .allSatisfy(r -> assertThat(r.verdict().outcome())
                        .as(r.verdict().reason())
                        .isEqualTo(Verdict.Outcome.PASS));
    }

    private Set<Path> snapshots() throws IOException {
        try (var all = Files.list(dir.resolve("cache/snapshots"))) {
            return all.collect(Collectors.toSet());
        }
    }
}
