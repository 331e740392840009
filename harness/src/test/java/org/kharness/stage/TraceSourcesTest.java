/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.console.KernelReport;
import org.kharness.console.KernelReport.Frame;
import org.kharness.console.ReportType;
import org.kharness.failure.HarnessException;
import org.kharness.process.Command;
import org.kharness.progress.Progress;

class TraceSourcesTest {
    /** A function at the place that the symboliser takes for the top of a kernel tree. */
    private static final String SOURCE = """
            volatile int state;
            int start_kernel(void)
            {
                state = 1;
                return state;
            }
            """;

    @TempDir
    private Path dir;

    private final List<String> notes = new ArrayList<>();

    @Test
    void tellsWhereTheTraceWas() throws IOException {
        compile("-g1");
        try (TraceSources sources = sources()) {
            assertThat(sources.of(report(offset(0))))
                    .containsExactly("RIP: start_kernel+" + offset(0) + " init/main.c:3", "gone+0x1/0x2");
        }
    }

    @Test
    void saysNothingWithoutDebugInformation() throws IOException {
        compile("-g0");
        try (TraceSources sources = sources()) {
            assertThat(sources.of(report(offset(0)))).isEmpty();
            assertThat(sources.of(report(offset(0)))).isEmpty();
        }
        assertThat(notes).singleElement().asString().contains("vmlinux has no debug information");
    }

    @Test
    void aFileThatIsNoKernelFailsNoRun() throws IOException {
        Files.writeString(dir.resolve("vmlinux"), "no kernel");
        try (TraceSources sources = sources();
                TraceSources foreign = TraceSources.of(null, Progress.NONE)) {
            assertThat(sources.of(report("0x0/0x10"))).isEmpty();
            assertThat(foreign.of(report("0x0/0x10"))).isEmpty();
        }
    }

    private TraceSources sources() {
        return new TraceSources(dir.resolve("vmlinux"), null, new Progress() {
            @Override
            public void note(String text) {
                notes.add(text);
            }
        });
    }

    private void compile(String debug) throws IOException {
        Path source = dir.resolve("init/main.c");
        Files.createDirectories(dir.resolve("init"));
        Files.writeString(source, SOURCE);
        boolean made;
        try {
            made = Command.of(
                            "gcc",
                            debug,
                            "-O0",
                            "-nostdlib",
                            "-static",
                            "-Wl,-e,start_kernel",
                            "-o",
                            dir.resolve("vmlinux").toString(),
                            source.toString())
                    .run()
                    .ok();
        } catch (HarnessException e) {
            made = false;
        }
        assumeTrue(made, "no C compiler here");
    }

    private String offset(int into) {
        String line = Command.of("nm", "-S", dir.resolve("vmlinux").toString()).run().tail().stream()
                .filter(l -> l.endsWith(" start_kernel"))
                .findFirst()
                .orElseThrow();
        return "0x" + into + "/0x" + Long.toHexString(Long.parseLong(line.split(" ", -1)[1], 16));
    }

    private static KernelReport report(String offset) {
        return new KernelReport(
                ReportType.OOPS,
                "Oops in start_kernel",
                "start_kernel",
                "",
                "",
                "",
                -1,
                List.of(new Frame("start_kernel", offset, "", "", false, true)),
                List.of(new Frame("gone", "0x1/0x2", "", "", false, true)),
                1,
                2,
                "",
                "s",
                false,
                false);
    }
}
