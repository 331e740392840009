/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.kharness.report.Golden;
import org.kharness.report.RunReport;
import org.kharness.report.SampleReport;

class SummaryTableTest {
    @Test
    void tableIsAsRecorded() throws IOException {
        Golden.check("summary.txt", print(Terminal.PLAIN, SampleReport.full()));
    }

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(print(Terminal.PLAIN, SampleReport.full())).doesNotContain("\033");
        assertThat(print(new Terminal(true, true), SampleReport.full())).contains("\033[1;31mFAIL\033[0m");
    }

    @Test
    void aRunThatEndedEarlySaysWhy() {
        assertThat(print(Terminal.PLAIN, SampleReport.endedEarly("FAIL", 4, "fs/x.c:3: error: y")))
                .contains("FAIL  fs/x.c:3: error: y")
                .doesNotContain("SCENARIO");
    }

    @Test
    void ofALongPlanOnlyWhatFailedIsRepeated() {
        java.util.List<RunReport.ScenarioResult> many = new java.util.ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int round = i;
            SampleReport.full().scenarios().forEach(s -> many.add(s.as(s.verdict(), s.reason() + " " + round)));
        }
        String text = print(Terminal.PLAIN, SampleReport.full().with(many));
        assertThat(text).contains("and 20 KNOWN, 20 PASS, 20 SKIP, all of them in the report\n");
        assertThat(text.lines().filter(l -> l.contains(" FAIL "))).hasSizeGreaterThanOrEqualTo(20);
        assertThat(text.lines()).noneMatch(l -> l.contains(" PASS "));
    }

    private static String print(Terminal terminal, RunReport report) {
        StringWriter text = new StringWriter();
        new SummaryTable(terminal).print(report, "reports/latest/report.html", new PrintWriter(text));
        return text.toString();
    }
}
