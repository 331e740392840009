/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.report.ReportJson;
import org.kharness.report.SampleReport;
import org.kharness.variant.Variant;

/** What is said of a bisect's cost before it starts. */
class CostTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 2", "4, 2", "5, 3", "8, 3", "9, 4", "60, 6", "15000, 14"})
    void asManyStepsAsHalvingTakes(int commits, int steps) {
        assertThat(Cost.steps(commits)).isEqualTo(steps);
    }

    @Test
    void whatWasNeverMeasuredIsSaidSo() {
        FormerTimes nothing = new FormerTimes(List.of(), List.of(), Map.of());
        assertThat(Cost.lines(60, List.of("a", "b"), 30, nothing))
                .containsExactly(
                        "60 commits, about 6 steps besides both ends: as many builds, and up to 30 tries each where the failure"
                                + " comes and goes",
                        "builds are not measured yet; the scenarios are not measured yet");
    }

    @Test
    void whatWasMeasuredIsAddedUp() {
        FormerTimes times = new FormerTimes(List.of(), List.of(10.0, 100.0, 30.0), Map.of("a", List.of(4.0, 6.0, 5.0)));
        assertThat(Cost.lines(4, List.of("a"), 30, times).get(1))
                .as("2 steps and both ends, 30 s and 5 s each; the first build maybe 100 s")
                .isEqualTo(
                        "a build took 30.0 s (the median of 3, the longest 1 min 40 s); the scenarios took 5.0 s one"
                                + " after the other: about 2 min 20 s in all, 3 min 30 s if the first build is as long as the longest");
        assertThat(Cost.lines(4, List.of("a", "b"), 30, times).get(1))
                .endsWith("the scenarios took 5.0 s one after the other, 1 of them not measured yet");
        FormerTimes bisected = new FormerTimes(List.of(20.0), List.of(10.0), Map.of());
        assertThat(Cost.lines(4, List.of("a"), 30, bisected).get(1))
                .isEqualTo("a step took 20.0 s, the median of 1 of former bisects: about 1 min 20 s in all");
        FormerTimes uneven = new FormerTimes(List.of(17.0, 20.0, 64.0), List.of(), Map.of());
        assertThat(Cost.lines(4, List.of("a"), 30, uneven).get(1))
                .isEqualTo(
                        "a step took 20.0 s, the median of 3 of former bisects: about 1 min 20 s in all; with more to"
                                + " compile, as past a change of a header, or to try it took up to 1 min 04 s");
        FormerTimes even = new FormerTimes(List.of(17.0, 20.0, 30.0), List.of(), Map.of());
        assertThat(Cost.lines(4, List.of("a"), 30, even).get(1)).endsWith("in all");
    }

    @Test
    void reportsTell() throws Exception {
        assertThat(FormerTimes.in(dir.resolve("none"), Variant.PLAIN).builds()).isEmpty();
        Path run = Files.createDirectories(dir.resolve("20260102-030405-00ff"));
        Files.writeString(run.resolve("report.json"), ReportJson.write(SampleReport.full()));
        Path other = Files.createDirectories(dir.resolve("20260103-030405-00ff"));
        Files.writeString(other.resolve("report.json"), ReportJson.write(SampleReport.bisected()));
        Path torn = Files.createDirectories(dir.resolve("20260104-030405-00ff"));
        Files.writeString(torn.resolve("report.json"), "{");
        Path again = Files.createDirectories(dir.resolve("20260105-030405-00ff"));
        Files.writeString(again.resolve("report.json"), ReportJson.write(SampleReport.full()));
        FormerTimes times = FormerTimes.in(dir, Variant.PLAIN);
        assertThat(times.builds())
                .as("the kernel's, and the one patch that was built, once each")
                .containsExactlyInAnyOrder(335.04, 12.5);
        assertThat(times.scenarios()).isNotEmpty();
        assertThat(times.steps()).isNotEmpty();
    }
}
