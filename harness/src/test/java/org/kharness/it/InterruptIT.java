/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is told to end while machines run: nothing it started outlives it. */
class InterruptIT {
    @TempDir
    Path dir;

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void leavesNoMachineBehind() throws Exception {
        Path temporary = Files.createDirectory(dir.resolve("t")); // other runs on this machine have folders, too
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dkharness.top=" + RealRun.TOP,
                        "-Djava.io.tmpdir=" + temporary,
                        "org.kharness.cli.Main",
                        "run",
                        "--reports",
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile())
                .start();
        List<ProcessHandle> machines = awaitMachines(run);
        assertThat(machines)
                .as("machines run: %s", Files.readString(dir.resolve("output")))
                .isNotEmpty();

        run.destroy(); // SIGTERM; Ctrl-C takes the same way through the shutdown hook
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(128 + 15);
        for (ProcessHandle machine : machines) {
            assertThat(machine.isAlive()).isFalse();
        }
        try (var left = Files.list(temporary)) {
            assertThat(left.filter(p -> p.getFileName().toString().startsWith("kharness-")))
                    .as("folders of machines")
                    .isEmpty();
        }
        assertThat(Files.readString(dir.resolve("output")))
                .contains("interrupted")
                .doesNotContain("\tat ");
    }

    private static List<ProcessHandle> awaitMachines(Process run) throws InterruptedException {
        while (run.isAlive()) {
            List<ProcessHandle> machines = run.descendants()
                    .filter(p -> p.info()
                            .arguments()
                            .map(a -> String.join(" ", a))
                            .orElse("")
                            .contains("nvdimm"))
                    .toList();
            if (!machines.isEmpty()) {
                return machines;
            }
            Thread.sleep(100);
        }
        return List.of();
    }
}
