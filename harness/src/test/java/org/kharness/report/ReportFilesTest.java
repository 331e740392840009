/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.report.ConsoleExcerpt.Kind;
import org.kharness.report.RunReport.ScenarioResult;

/** junit.xml and report.html; run with {@code -Dgolden.update=true} to write the golden files anew. */
class ReportFilesTest {
    @TempDir
    Path dir;

    @BeforeEach
    void writeConsole() throws IOException {
        SampleReport.writeConsole(dir);
    }

    @Test
    void junitXmlIsAsRecorded() throws Exception {
        Golden.check("junit.xml", JUnitXml.write(SampleReport.full()));
    }

    @Test
    void junitXmlFollowsSurefiresSchema() throws Exception {
        validate(JUnitXml.write(SampleReport.full()));
        validate(JUnitXml.write(SampleReport.endedEarly("ERROR", 125, "no \u0000\u001b[31m\uD800 space\nleft")));
    }

    @Test
    void aRunThatEndedEarlyIsNoEmptySuite() {
        assertThat(JUnitXml.write(SampleReport.endedEarly("FAIL", 4, "fs/x.c:3: error: y\nmore")))
                .contains("tests=\"1\" failures=\"1\" errors=\"0\"")
                .contains("<failure message=\"fs/x.c:3: error: y\"");
        assertThat(JUnitXml.write(SampleReport.endedEarly("ERROR", 125, "disk full")))
                .contains("tests=\"1\" failures=\"0\" errors=\"1\"");
    }

    @Test
    void pageIsAsRecorded() throws Exception {
        Golden.check("report.html", HtmlPage.render(SampleReport.full(), dir));
    }

    @Test
    void pageTakesNothingFromOutsideAndRunsNothing() {
        String page = HtmlPage.render(SampleReport.full(), dir);
        assertThat(page)
                .doesNotContain("<img", "<b>subject", "http://", "https://", "\u001b", "\u202E", "\u0000")
                .containsOnlyOnce("<script")
                .contains("&lt;script&gt;alert", "&lt;img src=x", "default-src 'none'", PageScript.digest());
    }

    @Test
    void whatIsOpenedLaterIsAllThereAndNoMarkup() throws Exception {
        String page = HtmlPage.render(SampleReport.many(dir, 375), dir);
        Matcher block =
                Pattern.compile("id=\"parts\">([A-Za-z0-9+/=]+)</script>").matcher(page);
        assertThat(block.find()).isTrue();
        InputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(block.group(1))));
        JsonNode parts = new JsonMapper().readTree(in);
        Matcher numbers = Pattern.compile("data-part=\"(\\d+)\"").matcher(page);
        assertThat(numbers.results().map(r -> Integer.valueOf(r.group(1))))
                .hasSize(parts.size())
                .doesNotHaveDuplicates();
        assertThat(parts.toString())
                .contains("&lt;/script&gt;&lt;script&gt;harm")
                .doesNotContain("<script", "<img");
        assertThat(page)
                .containsPattern("(?s)<details id=\"s50\"[^>]* open><summary>.*?</summary>\\s*<div>\\s*<p>the second");
    }

    @Test
    void thePageSaysHowToRepeatTheRun() {
        List<String> command = List.of("run", "--kernel", "debian:6.1", "--only", "it's *");
        String page = HtmlPage.render(
                SampleReport.full().asked(new RunReport.Invocation("1.2.3", command, "smoke", "plans/smoke.yaml")),
                dir);
        assertThat(page)
                .contains(
                        "kharness run --kernel debian:6.1 --only 'it'\\''s *'",
                        "1.2.3",
                        "<strong>smoke</strong>",
                        "plans/smoke.yaml");
    }

    @Test
    void whatLiesBesideThePageIsLinked() throws IOException {
        for (String file : List.of("config", "config-kasan+race", "qemu", "build.log", "secret", "build.sh")) {
            Files.writeString(dir.resolve(file), "");
        }
        assertThat(HtmlPage.render(SampleReport.full(), dir))
                .contains(
                        "href=\"config\"",
                        "href=\"config-kasan+race\"",
                        "href=\"qemu\"",
                        "href=\"build.log\"",
                        "href=\"report.json\"")
                .doesNotContain("secret", "build.sh");
    }

    @Test
    void aKnownIssueIsNotCalledAFailure() {
        RunReport full = SampleReport.full();
        String page = HtmlPage.render(full.with(List.of(full.scenarios().get(1).as("KNOWN", "an issue"))), dir);
        assertThat(page)
                .contains("known issues in shared-extent")
                .doesNotContain("may be due to it", "class=\"v bad\">WARNING", "class=\"complaint\"");
    }

    @Test
    void aComplaintThatWasAskedForIsNotRed() {
        ScenarioResult failed = SampleReport.full().scenarios().get(1);
        RunReport.KernelComplaint complaint = failed.kernelReports().get(0);
        assertThat(failed.expects(complaint)).isFalse();
        assertThat(failed.as("PASS", "").expects(complaint)).isTrue();
        ScenarioResult asking = new ScenarioResult(
                "s",
                "t",
                "",
                "FAIL",
                "",
                1,
                List.of("ok: kernel complaint \"WARNING in ex\""),
                List.of(),
                failed.console(),
                List.of(complaint),
                List.of(),
                "");
        assertThat(asking.expects(complaint)).isTrue();
        assertThat(Timeline.of(asking, ConsoleExcerpt.of(asking, dir)).rows())
                .filteredOn(r -> r.line() == 120)
                .extracting(Timeline.Row::kind)
                .containsExactly("expected");
    }

    @Test
    void aTimelineHasALaneForEachProcessAndSaysWhatTheAgentDid() throws IOException {
        ScenarioResult scenario = SampleReport.many(dir, 1).scenarios().get(0);
        Timeline timeline = Timeline.of(scenario, ConsoleExcerpt.of(scenario, dir));
        assertThat(timeline.lanes()).containsExactly("harness", "kernel", "A", "B");
        assertThat(timeline.rows())
                .extracting(r -> r.line() + " " + r.lane() + " "
                        + r.text().lines().findFirst().orElse(""))
                .containsSubsequence(
                        "1 0 begin: scenario scenario-0.hwpoison-pfn",
                        "3 0 did file",
                        "6 1 XFS (pmem0): shutting down",
                        "7 2 SIGBUS to A: BUS_MCEERR_AR, si_addr m+0x2000, si_addr_lsb 12, during touch",
                        "9 3 exit: signal 7, status 0");
        assertThat(timeline.rows())
                .last()
                .satisfies(r -> assertThat(r.text().lines()).hasSize(31));
    }

    @ParameterizedTest
    @CsvSource({"console/a b.log, console/a%20b.log", "a:b#c?.log, ./a:b%23c%3F.log", "../x\"y.log, ../x%22y.log"})
    void linksToFilesAreNoMoreThanThat(String file, String link) {
        assertThat(LogLink.to(file)).isEqualTo(link);
        assertThat(LogLink.to(file, "[    5.512231] text")).isEqualTo(link + "#:~:text=5.512231");
    }

    @Test
    void longExcerptsKeepTheirEndsAndWhatDecided() {
        ScenarioResult scenario = SampleReport.full().scenarios().get(1);
        ConsoleExcerpt excerpt = ConsoleExcerpt.of(scenario, dir);
        assertThat(excerpt.rows()).hasSizeLessThan(300);
        assertThat(numbers(excerpt, Kind.COMPLAINT)).containsExactly(120);
        assertThat(numbers(excerpt, Kind.DECIDING)).containsExactly(118, 640);
        assertThat(numbers(excerpt, Kind.GAP)).allMatch(n -> n > 0).isNotEmpty();
        int shown = excerpt.rows().size() - numbers(excerpt, Kind.GAP).size();
        int left =
                numbers(excerpt, Kind.GAP).stream().mapToInt(Integer::intValue).sum();
        assertThat(shown + left).isEqualTo(591);
        assertThat(excerpt.rows().get(0).number()).isEqualTo(100);
    }

    @Test
    void anExcerptNeverLeavesTheRunsFolder() throws IOException {
        Path inner = Files.createDirectory(dir.resolve("run"));
        ConsoleExcerpt excerpt = ConsoleExcerpt.of(scenarioIn("../console.log", 1, 3), inner);
        assertThat(excerpt.rows()).isEmpty();
        assertThat(excerpt.note()).contains("not in the run's folder");
    }

    @Test
    void missingAndShortLogsAreSaidToBeSo() {
        assertThat(ConsoleExcerpt.of(scenarioIn("no.log", 1, 3), dir).note()).contains("cannot be read");
        assertThat(ConsoleExcerpt.of(scenarioIn("console.log", 690, 800), dir).note())
                .isEqualTo("the log ends at line 700");
    }

    @Test
    void filesAppearTogetherAndLatestPointsToTheNewestRun() throws IOException {
        RunFolder first = RunFolder.create(dir.resolve("reports"), () -> java.time.Instant.EPOCH);
        RunFolder second = RunFolder.create(dir.resolve("reports"), () -> java.time.Instant.EPOCH);
        assertThat(first.id()).matches("19700101-000000-[0-9a-f]{4}").isNotEqualTo(second.id());
        ReportWriter.write(SampleReport.full(), second.path());
        first.makeLatest();
        second.makeLatest();
        Path latest = dir.resolve("reports/latest");
        assertThat(Files.readSymbolicLink(latest)).isEqualTo(second.path().getFileName());
        try (var files = Files.list(latest)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "report.json", "junit.xml", "report.html", "results.ktap", "kcidb.json", "presubmit.sarif");
        }
    }

    private static List<Integer> numbers(ConsoleExcerpt excerpt, Kind kind) {
        return excerpt.rows().stream()
                .filter(r -> r.kind() == kind)
                .map(ConsoleExcerpt.Row::number)
                .toList();
    }

    private static ScenarioResult scenarioIn(String file, int first, int last) {
        RunReport.Console console = new RunReport.Console(file, first, last, List.of(), "");
        return new ScenarioResult("s", "t", "", "PASS", "", 1, List.of(), List.of(), console, List.of(), List.of(), "");
    }

    private static void validate(String xml) throws Exception {
        Validator validator = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(ReportFilesTest.class.getResource("junit.xsd"))
                .newValidator();
        validator.validate(new StreamSource(new StringReader(xml)));
    }
}
