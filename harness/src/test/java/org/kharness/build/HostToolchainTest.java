/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostToolchainTest {
    @TempDir
    private Path folder;

    /** A process that left its session and its parent, as a make that was killed leaves its compilers. */
    @Test
    void whatAJobLeavesBehindEndsWithIt() {
        String seconds = "9" + System.nanoTime() % 100_000_000;
        List<String> lines = new ArrayList<>();
        var result = HostToolchain.find(Compiler.GCC)
                .run(Job.of(
                                List.of("sh", "-c", "setsid sleep " + seconds + " & sleep 0.3; echo began"),
                                Mount.writing(folder, "/w"))
                        .eachLine(lines::add));

        assertThat(result.ok()).isTrue();
        assertThat(lines).containsExactly("began");
        assertThat(ProcessHandle.allProcesses()
                        .map(p -> p.info().commandLine().orElse(""))
                        .filter(line -> line.contains("sleep " + seconds)))
                .isEmpty();
    }
}
