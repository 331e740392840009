/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;

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

    @Test
    void anEarlierRunIsReadAndCompared() {
        report(Fate.CAUGHT).write(folder);
        MutantReport earlier = MutantReport.read(folder.resolve("mutants.json"));

        assertThat(earlier).isEqualTo(report(Fate.CAUGHT));
        assertThat(MutantComparison.of(earlier, report(Fate.UNREACHED)).lost()).hasSize(1);
        assertThat(MutantComparison.of(report(Fate.SURVIVED), earlier).won()).hasSize(1);
        assertThat(MutantComparison.of(earlier, report(Fate.EQUIVALENT)).lost()).isEmpty();
        MutantComparison nothing = MutantComparison.of(earlier, report());
        assertThat(List.of(nothing.added(), nothing.gone())).containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{} | of schema 1", "[1 | no mutants.json", "'{\"schema\":1,\"mutants\":[]}' | no mutants.json"})
    void whatIsNoSuchFileIsRefusedInALine(String text, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("mutants.json"), text);

        assertThatThrownBy(() -> MutantReport.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> MutantReport.read(folder.resolve("nowhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be read");
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
