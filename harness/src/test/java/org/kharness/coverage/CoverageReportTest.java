/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.coverage.CoverageReport.Line;
import org.kharness.coverage.CoverageReport.State;
import org.kharness.failure.ExitCode;

class CoverageReportTest {
    private static final Line COVERED = line(3, State.COVERED, 4, List.of(4L, 0L));
    private static final Line MISSED = line(5, State.NOT_COVERED, 0, List.of(0L, 0L));
    private static final Line OFF = line(7, State.NOT_COMPILED, 0, List.of());

    @TempDir
    private Path folder;

    @Test
    void countsByPatch() {
        CoverageReport.Part part = report(COVERED, MISSED, OFF).parts().get(0);
        assertThat(part.patch()).isEqualTo(2);
        assertThat(part.covered()).isEqualTo(1);
        assertThat(part.reachable()).isEqualTo(2);
        assertThat(part.notCompiled()).isEqualTo(1);
    }

    @Test
    void failsWhereALineIsMissed() {
        assertThat(CoverageJob.exitCode(report(COVERED, MISSED))).isEqualTo(ExitCode.FAIL);
        assertThat(CoverageJob.exitCode(report(COVERED, OFF))).isEqualTo(ExitCode.PASS);
        assertThat(CoverageJob.exitCode(report(COVERED, MISSED.because("no such memory"))))
                .isEqualTo(ExitCode.PASS);
        assertThat(CoverageJob.exitCode(report(OFF))).isEqualTo(ExitCode.CANNOT_TELL);
    }

    @Test
    void writesWhatOtherToolsRead() throws IOException {
        report(COVERED, MISSED, OFF).write(folder);

        assertThat(Files.readString(folder.resolve("coverage.info"))).isEqualTo("""
                TN:p
                SF:fs/dax.c
                BRDA:3,0,0,4
                BRDA:3,0,1,0
                BRDA:5,0,0,-
                BRDA:5,0,1,-
                BRF:4
                BRH:1
                DA:3,4
                DA:5,0
                LF:2
                LH:1
                end_of_record
                """);
        assertThat(Files.readString(folder.resolve("coverage.html")))
                .contains("if (a &lt; b)", "1 of 2", "not compiled")
                .doesNotContain("a < b");
        assertThat(Files.readString(folder.resolve("coverage.json"))).contains("\"schema\" : 1");
    }

    private static CoverageReport report(Line... lines) {
        return new CoverageReport(1, "debian:6.1", "6.1.1", "s", "p", 1, Map.of(), List.of(), List.of(lines));
    }

    private static Line line(int number, State state, long times, List<Long> branches) {
        return new Line("fs/dax.c", number, "f", 2, "if (a < b)", state, times, branches, List.of(), "");
    }
}
