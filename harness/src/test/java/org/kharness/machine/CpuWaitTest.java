/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuWaitTest {
    private static final String BUSY = "while :; do :; done";

    @TempDir
    Path dir;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    /** All on one CPU, so that they are in each other's way. */
    private Process start(String script) throws Exception {
        Path emulator = dir.resolve("qemu-test" + processes.size());
        Files.copy(Path.of("/bin/sh"), emulator);
        Process process = new ProcessBuilder("taskset", "-c", "0", emulator.toString(), "-c", script).start();
        processes.add(process);
        return process;
    }

    @Test
    void countsTheTimeWithoutACpu() throws Exception {
        Process starved = start(BUSY);
        start(BUSY);
        CpuWait wait = new CpuWait(starved);
        Thread.sleep(300); // taskset becomes what it starts
        long before = wait.nanos();
        long begin = System.nanoTime();
        Thread.sleep(1500);
        long waited = wait.nanos() - before;
        assertThat(waited).isBetween(300_000_000L, System.nanoTime() - begin + 300_000_000L);
    }

    @Test
    void doesNotCountSleep() throws Exception {
        CpuWait wait = new CpuWait(start("sleep 100; :"));
        Thread.sleep(300);
        long before = wait.nanos();
        Thread.sleep(1000);
        assertThat(wait.nanos() - before).isLessThan(300_000_000L);
    }

    @Test
    void ofOneThatIsGoneNothingIsCounted() throws Exception {
        Process gone = start("exit 0");
        gone.waitFor();
        assertThat(new CpuWait(gone).nanos()).isZero();
    }
}
