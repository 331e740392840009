/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.process.Cleanup;
import org.kharness.report.Golden;
import org.kharness.report.SampleReport;

class GithubOutputTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CliContext context = new CliContext(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Terminal.PLAIN,
            Terminal.PLAIN,
            new Cleanup(),
            Path.of("/"));

    @Test
    void annotationsAndSummaryAreAsRecorded() throws IOException {
        Golden.check(
                "github.txt",
                GithubOutput.annotations(SampleReport.full()) + GithubOutput.markdown(SampleReport.full()));
    }

    @Test
    void aStepOfAWorkflowGetsBoth() throws IOException {
        Path summary = dir.resolve("summary.md");
        Map<String, String> there = Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString());
        GithubOutput.of(there, context).tell(SampleReport.full(), false);
        assertThat(out.toString()).contains("::error title=FAIL shared-extent::the second file");
        assertThat(Files.readString(summary)).startsWith("### kharness: FAIL").contains("| superblock | KNOWN |");
    }

    @Test
    void aDocumentOnStandardOutputStaysWhole() {
        GithubOutput.of(Map.of("GITHUB_ACTIONS", "true"), context).tell(SampleReport.full(), true);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("::error");
    }

    @Test
    void elsewhereNothingIsSaid() {
        GithubOutput.of(Map.of(), context).tell(SampleReport.full(), false);
        assertThat(out.toString() + err).isEmpty();
    }

    @Test
    void linesCannotBeginAnotherCommand() {
        assertThat(GithubOutput.annotations(SampleReport.endedEarly("ERROR", 125, "x\n::error::y 100%")))
                .isEqualTo("::error title=kharness::x%0A::error::y 100%25\n");
    }
}
