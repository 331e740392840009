/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.ExitCode;

class MutantReportTest {
    @TempDir
    private Path folder;

    @Test
    void scoresWhatCouldBeCaught() {
        MutantReport report = report(
                Fate.CAUGHT,
                Fate.CAUGHT,
                Fate.SURVIVED,
                Fate.UNREACHED,
                Fate.EQUIVALENT,
                Fate.NOT_COMPILED,
                Fate.NOT_RUN);

        assertThat(report.scored()).isEqualTo(4);
        assertThat(report.score()).isEqualTo(50.0);
        assertThat(report.sample()).isTrue();
    }

    @Test
    void failsWhereSomethingWasMissed() {
        assertThat(MutantsJob.exitCode(report(Fate.CAUGHT, Fate.SURVIVED))).isEqualTo(ExitCode.FAIL);
        assertThat(MutantsJob.exitCode(report(Fate.CAUGHT, Fate.UNREACHED))).isEqualTo(ExitCode.FAIL);
        assertThat(MutantsJob.exitCode(report(Fate.CAUGHT, Fate.EQUIVALENT))).isEqualTo(ExitCode.PASS);
        assertThat(MutantsJob.exitCode(report(Fate.NOT_RUN))).isEqualTo(ExitCode.CANNOT_TELL);
    }

    @Test
    void writesNumbersForMachinesAndAPageThatEscapes() throws IOException {
        report(Fate.SURVIVED).write(folder);

        JsonNode json = new JsonMapper().readTree(folder.resolve("mutants.json").toFile());
        assertThat(json.path("schema").asInt()).isEqualTo(1);
        assertThat(json.path("score").asDouble()).isZero();
        assertThat(json.path("mutants").get(0).path("fate").asText()).isEqualTo("SURVIVED");
        String page = Files.readString(folder.resolve("mutants.html"));
        assertThat(page).contains("survived", "-\tif (a &lt; b)").doesNotContain("a < b");
    }

    private static MutantReport report(Fate... fates) {
        List<MutantReport.Entry> entries = Arrays.stream(fates)
                .map(f -> new MutantReport.Entry(
                        "f.c:g:negate:a < b",
                        "f.c",
                        3,
                        "g",
                        "negate",
                        "a < b",
                        2,
                        f,
                        "",
                        "why",
                        List.of("s"),
                        List.of(),
                        1,
                        List.of("-\tif (a < b)", "+\tif (!(a < b))")))
                .toList();
        return new MutantReport(1, "debian:6.1", "6.1.1", "s", "p", 1, Map.of(), 1, 1, Map.of("macros", 1), entries);
    }
}
