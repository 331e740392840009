/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.apply.PatchOutcome;
import org.kharness.failure.InputException;

class ReportJsonTest {
    @TempDir
    Path dir;

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ReportJson.schema(), InputFormat.JSON);

    @Test
    void everyShapeOfReportFollowsTheSchema() {
        assertThat(SCHEMA.validate(ReportJson.write(SampleReport.full()), InputFormat.JSON))
                .isEmpty();
        assertThat(SCHEMA.validate(
                        ReportJson.write(SampleReport.endedEarly("ERROR", 125, "no space left")), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"verdict\" : \"FAIL\"      | \"verdict\" : \"MAYBE\"",
                "\"exit_code\" : 1          | \"exit_code\" : 7",
                "\"schema\" : 1             | \"schema\" : 2",
                "\"cached\" : true          | \"cached\" : true, \"extra\" : 1",
                "\"first_line\" : 10        | \"first_line\" : 0",
                "\"seconds\" : 12.346       | \"seconds\" : -1",
                "\"state\" : \"applied\"     | \"state\" : \"guessed\"",
                "\"started\" : \"2026-01-02T | \"started\" : \"yesterday",
                "\"message\" : null,        | ''",
            })
    void theSchemaIsStrict(String written, String changed) {
        String json = ReportJson.write(SampleReport.full());
        assertThat(json).contains(written);
        assertThat(SCHEMA.validate(
                        json.replaceFirst(java.util.regex.Pattern.quote(written), changed), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void theSchemaKnowsEveryStateOfAPatch() {
        for (PatchOutcome.State state : PatchOutcome.State.values()) {
            String name = state.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            assertThat(ReportJson.schema()).contains('"' + name + '"');
        }
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        String written = ReportJson.write(SampleReport.full());
        Path file = Files.writeString(dir.resolve("report.json"), written);
        assertThat(ReportJson.write(ReportJson.read(file))).isEqualTo(written);
    }

    @Test
    void whatCannotBeEncodedOrIsNoNumberIsReplaced() {
        RunReport.Phase odd = new RunReport.Phase("lone \uD83D half", Double.NaN, false);
        RunReport full = SampleReport.full();
        RunReport report = new RunReport(
                full.schema(),
                full.runId(),
                full.verdict(),
                full.exitCode(),
                full.started(),
                null,
                null,
                null,
                java.util.List.of(odd),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of(),
                full.environment(),
                null,
                null);
        assertThat(ReportJson.write(report)).contains("lone \uFFFD half").contains("\"seconds\" : 0.000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{ \"more\" : 2 } | :1:", "{ \"schema\" | :1:11", "[] | :1:1"})
    void aFileThatIsNoReportIsTheUsersFault(String text, String place) throws IOException {
        Path file = Files.writeString(dir.resolve("report.json"), text);
        assertThatThrownBy(() -> ReportJson.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + place)
                .hasMessageNotContaining("\n");
    }
}
