/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.host.Sandbox;
import org.kharness.machine.MachineSpec;
import org.kharness.machine.QemuMachine;
import org.kharness.process.Cleanup;
import org.kharness.process.Command;

/** What stands between a guest's emulator and this machine: each wall is run against. */
class SandboxIT {
    private static final Cleanup CLEANUP = new Cleanup();

    @TempDir
    Path dir;

    @AfterAll
    static void end() {
        CLEANUP.close();
    }

    @Test
    void anEmulatorThatRunsHasNothingItDoesNotNeed() throws IOException {
        RealRun.needEngine();
        MachineSpec spec = RealRun.machine(CLEANUP, dir);
        try (QemuMachine machine = QemuMachine.start(spec, dir.resolve("console"), CLEANUP)) {
            assertThat(machine.alive()).isTrue();
            ProcessHandle qemu = ProcessHandle.current()
                    .descendants()
                    .filter(p -> p.info().command().orElse("").contains("qemu-system"))
                    .findFirst()
                    .orElseThrow();
            Path proc = Path.of("/proc", Long.toString(qemu.pid()));
            String status = Files.readString(proc.resolve("status"));
            assertThat(status).containsPattern("NoNewPrivs:\\s1\n").containsPattern("Seccomp:\\s2\n");
            if (Sandbox.find().kind() == Sandbox.Kind.BUBBLEWRAP) {
                assertThat(status)
                        .containsPattern("CapEff:\\s0{16}\n")
                        .containsPattern("CapBnd:\\s0{16}\n")
                        .doesNotContainPattern("Uid:\\s0\\s");
                for (String space : List.of("net", "ipc", "mnt", "pid", "uts")) {
                    assertThat(Files.readSymbolicLink(proc.resolve("ns").resolve(space)))
                            .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns", space)));
                }
            }
        }
    }

    @Test
    void nothingElseCanBeReadOrWritten() throws IOException {
        Sandbox sandbox = Sandbox.find();
        Path own = Files.createDirectory(dir.resolve("own"));
        Path shown = Files.writeString(dir.resolve("shown"), "shown");
        Path hidden = Files.writeString(dir.resolve("hidden"), "hidden");
        sandbox.give(own);
        assertThat(inside(sandbox, own, shown, "cat " + shown + " && echo x > " + own + "/x"))
                .isTrue();
        if (sandbox.kind() == Sandbox.Kind.BUBBLEWRAP) {
            for (String attempt : List.of(
                    "cat " + hidden,
                    "echo x > " + shown,
                    "echo x > " + dir + "/new",
                    "echo x > /new",
                    "echo x > /usr/new",
                    "mount -t tmpfs none /usr",
                    "cat /etc/passwd",
                    "ls /proc/1",
                    "ls /sys/class",
                    "chown 0 " + own + "/x",
                    "grep -v lo: /proc/net/dev",
                    "kill -0 " + ProcessHandle.current().pid())) {
                assertThat(inside(sandbox, own, shown, attempt)).as(attempt).isFalse();
            }
        }
    }

    private static boolean inside(Sandbox sandbox, Path own, Path shown, String script) {
        List<String> shell = List.of("sh", "-c", script);
        return Command.of(sandbox.around(shell, List.of(shown), List.of(own), false))
                .run()
                .ok();
    }
}
