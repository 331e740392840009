/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.kharness.failure.InputException;
import org.kharness.report.ReportFormats;
import org.kharness.stage.DryRun;
import org.kharness.stage.WholeRun;
import picocli.CommandLine.Option;

/** How a command answers; shared by those that run something. */
final class AnswerArguments {
    @Option(
            names = {"-q", "--quiet"},
            description = "tell nothing of what is under way, only the answer and what went wrong")
    private boolean quiet;

    @Option(names = "--json", description = "print the answer as JSON: what report.json holds")
    private boolean json;

    @Option(names = "--ktap", description = "print the answer as KTAP, which the kernel's own tools read")
    private boolean ktap;

    boolean quiet() {
        return quiet;
    }

    /** True if the answer is for a program: nothing else may go to standard output. */
    boolean forPrograms() {
        return json || ktap;
    }

    /** The display for what is under way. */
    ProgressDisplay progress(CliContext context) {
        return quiet ? ProgressDisplay.NOTHING : context.progress();
    }

    /** Prints the answer in the form asked for, or in the command's own. */
    void print(WholeRun.Result result, CliContext context, Runnable own) {
        if (json) {
            context.out().println(ReportFormats.json(result.report()).stripTrailing());
        } else if (ktap) {
            context.out().print(ReportFormats.ktap(result.report()));
        } else {
            own.run();
        }
        context.out().flush();
        GithubOutput.of(System.getenv(), context).tell(result.report(), forPrograms());
    }

    /**
     * Prints what would be done in the form asked for, or in the command's own.
     *
     * @throws InputException for KTAP, which tells of what was run
     */
    void printDryRun(DryRun dryRun, CliContext context, Runnable own) {
        if (ktap) {
            throw new InputException("--ktap tells of what was run: with --dry-run there is --json");
        }
        if (json) {
            context.out().println(indented(dryRun));
        } else {
            own.run();
        }
        context.out().flush();
    }

    /** Any answer as indented JSON. */
    static String indented(Object answer) {
        try {
            return JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain records can be written", e);
        }
    }
}
