/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The forms for other tools; run with {@code -Dgolden.update=true} to write the golden files anew. docs/contributing.md tells
 * how the golden files are held against the tools that read them.
 */
class ReportFormatsTest {
    private static RunReport sample() {
        return SampleReport.full()
                .asked(new RunReport.Invocation(
                        "0.1.0", List.of("run", "--plan", "example"), "example", "example.yaml"));
    }

    @Test
    void ktapIsAsRecorded() throws Exception {
        Golden.check("results.ktap", ReportFormats.ktap(sample()));
    }

    @Test
    void kcidbIsAsRecorded() throws Exception {
        Golden.check("kcidb.json", ReportFormats.kcidb(sample()));
    }

    @Test
    void sarifIsAsRecorded() throws Exception {
        Golden.check("presubmit.sarif", ReportFormats.sarif(sample()));
    }

    @ParameterizedTest
    @CsvSource({"FAIL,4,fs/x.c:3: error: y", "ERROR,125,disk full"})
    void aRunThatEndedEarlyFailsInEveryForm(String verdict, int code, String message) throws Exception {
        RunReport early = SampleReport.endedEarly(verdict, code, message);
        assertThat(ReportFormats.ktap(early)).isEqualTo("KTAP version 1\n1..1\n# " + message + "\nnot ok 1 run\n");
        JsonNode build = new JsonMapper().readTree(ReportFormats.kcidb(early)).at("/builds/0");
        assertThat(build.path("status").asText()).isEqualTo(code == 4 ? "FAIL" : "MISS");
    }

    /** What a guest, a patch or a plan says must not become a directive, a second result or an illegal path. */
    @Test
    void hostileWordsStayWords() throws Exception {
        RunReport evil = sample().with(List.of(scenario("a #1\nok 9 b", "FAIL", "x\nok 1 all # SKIP\0\uD800")));
        assertThat(ReportFormats.ktap(evil).lines().map(String::strip))
                .contains("not ok 1 a _1 ok 9 b")
                .noneMatch(l -> l.startsWith("ok 9 b") || l.startsWith("ok 1 all"));
        JsonNode test = new JsonMapper().readTree(ReportFormats.kcidb(evil)).at("/tests/0");
        assertThat(test.path("path").asText()).matches("[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*");
        assertThat(test.at("/misc/reason").asText()).doesNotContain("\0");
    }

    @Test
    void whatKcidbRefersToIsThere() throws Exception {
        JsonNode root = new JsonMapper().readTree(ReportFormats.kcidb(sample()));
        Set<String> ids = new HashSet<>();
        for (String kind : List.of("checkouts", "builds", "tests", "issues", "incidents")) {
            root.path(kind)
                    .forEach(o ->
                            assertThat(ids.add(kind + o.path("id").asText())).isTrue());
        }
        root.path("builds")
                .forEach(b -> assertThat(ids)
                        .contains("checkouts" + b.path("checkout_id").asText()));
        root.path("tests")
                .forEach(t ->
                        assertThat(ids).contains("builds" + t.path("build_id").asText()));
        assertThat(root.path("incidents")).isNotEmpty();
        root.path("incidents")
                .forEach(i -> assertThat(ids)
                        .contains(
                                "issues" + i.path("issue_id").asText(),
                                "tests" + i.path("test_id").asText()));
    }

    @Test
    void junitTellsPlansAndKernelsApart() {
        assertThat(JUnitXml.write(sample())).contains("classname=\"kharness.example.6_1\"");
        assertThat(JUnitXml.write(SampleReport.full())).contains("classname=\"kharness\"");
    }

    private static RunReport.ScenarioResult scenario(String id, String verdict, String reason) {
        return new RunReport.ScenarioResult(
                id, "title", "", verdict, reason, 1, List.of(), List.of(), null, List.of(), List.of(), "");
    }
}
