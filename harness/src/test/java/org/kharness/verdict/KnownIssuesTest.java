/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.console.ConsoleLog;
import org.kharness.value.KernelRange;
import org.kharness.verdict.Verdict.Outcome;

/** What the list of known issues makes of a failure, and what it must leave a failure. */
class KnownIssuesTest {
    private static final String TWO = "one-file-two-processes";

    @Test
    void aKnownIssueExplainsAFailure() {
        Verdict verdict = judgedWithWarningKnown(warned());
        assertThat(verdict.outcome()).isEqualTo(Outcome.KNOWN);
        assertThat(verdict.reason()).isEqualTo("kernel complaint: WARNING in dax_insert_entry; an-issue (its fix)");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aKnownIssueExplainsNothingElse(String name, String signature, String range, UnaryOperator<String> change) {
        Verdict verdict =
                Judge.judge(JudgeTest.scenario(TWO), JudgeTest.read(change.apply(warned())), known(signature, range));
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    }

    static Stream<Arguments> aKnownIssueExplainsNothingElse() {
        String right = "warning:WARNING in dax_insert_entry";
        UnaryOperator<String> same = log -> log;
        return Stream.of(
                Arguments.of("another complaint", "warning:WARNING in dax_remove_entry", "< 6.2", same),
                Arguments.of("another kernel", right, ">= 6.2", same),
                Arguments.of(
                        "a failure beside it",
                        right,
                        "< 6.2",
                        JudgeTest.replace("\"corrupted_kib\":4", "\"corrupted_kib\":0")));
    }

    @Test
    void whatAKnownIssueDoesNotExplainIsTheReason() {
        Verdict verdict = judgedWithWarningKnown(
                JudgeTest.replace("\"corrupted_kib\":4", "\"corrupted_kib\":0").apply(warned()));
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).startsWith("HardwareCorrupted grows by 1 pages");
    }

    @Test
    void everyFailureMustBeKnown() {
        UnaryOperator<String> twice = log -> JudgeTest.replace("\"corrupted_kib\":4", "\"corrupted_kib\":0")
                .apply(JudgeTest.replace("\"code\":4", "\"code\":5").apply(log));
        ConsoleLog log = JudgeTest.read(twice.apply(JudgeTest.log(TWO)));
        String first = Judge.judge(JudgeTest.scenario(TWO), log).reason();
        assertThat(first).contains("SIGBUS");
        Verdict verdict = Judge.judge(JudgeTest.scenario(TWO), log, known("SIGBUS", "< 6.2"));
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).startsWith("HardwareCorrupted grows by 1 pages");
    }

    @Test
    void aLogThatCannotBeTrustedIsAnErrorBesideAKnownComplaint() {
        Verdict verdict = Judge.judge(
                JudgeTest.scenario(TWO),
                JudgeTest.read(JudgeTest.replace("\"ev\":\"poisoned\"", "\"ev\":\"poiso")
                        .apply(warned())),
                known("warning:WARNING in dax_insert_entry", "< 6.2"));
        assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void aHangAfterAKnownWarningIsAFailure() {
        String whole = warned();
        String cut = whole.substring(0, whole.indexOf('\n', whole.indexOf("end trace")) + 1)
                + "kharness: {\"ev\":\"ended\",\"how\":\"timeout\",\"seconds\":60}\n";
        Verdict verdict = judgedWithWarningKnown(cut);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).contains("hung");
    }

    @Test
    void aKnownIssueThatNoLongerShowsIsSaid() {
        Verdict verdict = Judge.judge(
                JudgeTest.scenario(TWO), JudgeTest.read(JudgeTest.log(TWO)), known("warning:anything", "< 6.2"));
        assertThat(verdict.outcome()).isEqualTo(Outcome.FIXED);
        assertThat(verdict.reason()).isEqualTo("no longer shows: an-issue (its fix)");
    }

    @Test
    void aKnownRaceMayStayAway() {
        KnownIssue race = new KnownIssue(
                "a-race",
                "warning:anything",
                KernelRange.parse("< 6.2"),
                null,
                List.of("one-file-*"),
                true,
                "no fix known");
        Verdict verdict = Judge.judge(
                JudgeTest.scenario(TWO), JudgeTest.read(JudgeTest.log(TWO)), new KnownIssues(1, List.of(race)));
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "warning:WARNING in *_insert_entry, KNOWN",
        "warning:* in dax_*, KNOWN",
        "WARNING in dax_insert_entry, FAIL",
        "warning:WARNING in dax_*_entr, FAIL"
    })
    void aStarInTheSignatureOfAComplaintStandsForAnything(String signature, Outcome outcome) {
        Verdict verdict = Judge.judge(JudgeTest.scenario(TWO), JudgeTest.read(warned()), known(signature, "< 6.2"));
        assertThat(verdict.outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"one, true", "one#2, true", "one#20, true", "one.madvise, false", "one#2x, false"})
    void aKnownIssueConcernsRepetitionsToo(String scenario, boolean concerned) {
        KnownIssue issue = new KnownIssue("i", "s", KernelRange.parse("< 6.2"), null, List.of("one"), false, "r");
        assertThat(issue.concerns(scenario, "6.1.192", "plain")).isEqualTo(concerned);
    }

    @ParameterizedTest
    @CsvSource({"plain, false", "kasan, true", "lockdep+kasan, true", "kasan-more, false"})
    void aKnownIssueOfAVariantConcernsItsKernelsOnly(String made, boolean concerned) {
        KnownIssue issue = new KnownIssue("i", "s", KernelRange.parse("< 6.2"), "kasan", List.of("one"), false, "r");
        assertThat(issue.concerns("one", "6.1.192", made)).isEqualTo(concerned);
    }

    @ParameterizedTest
    @CsvSource({
        "AO*no such signal, true",
        "SIGBUS to *: AO*: no such signal, true",
        "AO*AO, false",
        "signal*AO, false",
        "*, true"
    })
    void aStarInASignatureStandsForAnything(String signature, boolean explained) {
        KnownIssue issue = new KnownIssue("i", signature, KernelRange.parse("< 6.2"), null, List.of("one"), false, "r");
        assertThat(issue.explains("SIGBUS to A: AO, si_addr m+0x2000: no such signal"))
                .isEqualTo(explained);
    }

    private static Verdict judgedWithWarningKnown(String log) {
        return Judge.judge(
                JudgeTest.scenario(TWO), JudgeTest.read(log), known("warning:WARNING in dax_insert_entry", "< 6.2"));
    }

    private static KnownIssues known(String signature, String range) {
        return new KnownIssues(
                1,
                List.of(new KnownIssue(
                        "an-issue",
                        signature,
                        KernelRange.parse(range),
                        null,
                        List.of("one-file-*"),
                        false,
                        "its fix")));
    }

    private static String warned() {
        return JudgeTest.before(
                        "\"step\":\"after\"",
                        "[    8.430000] WARNING: CPU: 0 PID: 57 at fs/dax.c:380 dax_insert_entry+0x232/0x300\n"
                                + "[    8.430002] RIP: 0010:dax_insert_entry+0x232/0x300\n"
                                + "[    8.430007] ---[ end trace 0000000000000000 ]---\n")
                .apply(JudgeTest.log(TWO));
    }
}
