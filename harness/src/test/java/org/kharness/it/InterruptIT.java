/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;

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
        Process run = start(temporary);
        List<ProcessHandle> machines = awaitMachines(run);
        assertThat(machines)
                .as("machines run: %s", Files.readString(dir.resolve("output")))
                .isNotEmpty();

        run.destroy(); // SIGTERM; Ctrl-C takes the same way through the shutdown hook
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(128 + 15);
        awaitEnd(machines);
        assertThat(foldersIn(temporary)).as("folders of machines").isEmpty();
        assertThat(Files.readString(dir.resolve("output")))
                .contains("interrupted")
                .doesNotContain("\tat ");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void itsMachinesEndWithItWhateverEndsIt() throws Exception {
        Path temporary = Files.createDirectory(dir.resolve("t"));
        Process run = start(temporary);
        List<ProcessHandle> machines = awaitMachines(run);
        assertThat(machines)
                .as("machines run: %s", Files.readString(dir.resolve("output")))
                .isNotEmpty();

        run.destroyForcibly().waitFor();
        awaitEnd(machines);
        assertThat(foldersIn(temporary))
                .as("what a killed process cannot remove")
                .isNotEmpty();
        Cache.deleteAbandoned(temporary, "kharness-");
        assertThat(foldersIn(temporary)).as("what the next one removes").isEmpty();
    }

    private Process start(Path temporary) throws IOException {
        return new ProcessBuilder(
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
    }

    private static void awaitEnd(List<ProcessHandle> machines) throws Exception {
        for (ProcessHandle machine : machines) {
            for (int i = 0; machine.isAlive() && i < 100; i++) {
                Thread.sleep(
                        100); // what the kernel kills on our behalf is gone in a moment, on a busy machine a long one
            }
            assertThat(machine.isAlive()).isFalse();
        }
    }

    private static List<String> foldersIn(Path temporary) throws IOException {
        try (var left = Files.list(temporary)) {
            return left.map(p -> p.getFileName().toString())
                    .filter(name -> name.startsWith("kharness-"))
                    .toList();
        }
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
