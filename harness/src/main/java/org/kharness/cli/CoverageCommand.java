/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.cli.TextTable.Cell;
import org.kharness.coverage.CoverageJob;
import org.kharness.coverage.CoverageReport;
import org.kharness.failure.ExitCode;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness coverage}: which lines of the series do the scenarios execute? */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description =
                "Runs a plan on a kernel that counts what is executed, and tells which lines of a series no scenario"
                        + " reaches.")
final class CoverageCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private TouchedArguments touched;

    @Option(
            names = "--unreached",
            paramLabel = "FILE",
            description = "the list of lines that no scenario can execute, with reasons; \"none\" for none (default:"
                    + " test-plans/unreached-lines.yaml)")
    private @Nullable String unreached;

    @Mixin
    private AnswerArguments answer;

    CoverageCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunRequest run = touched.request(context);
        if (touched.dryRun()) {
            new DryRunPrinter(context).print(run, List.of("the kernel counts what its scenarios execute"), answer);
            return ExitCode.PASS.code();
        }
        CoverageJob.Result result;
        try (ProgressDisplay progress = answer.progress(context)) {
            result = new CoverageJob(context.job(progress))
                    .run(new CoverageJob.Request(
                            run, touched.names(), PlanFiles.unreachedLines(unreached, context.top())));
        }
        CoverageReport report = result.report();
        if (report == null) {
            new SummaryTable(context.outTerminal())
                    .print(result.run().report(), RunCommand.shown(result.run().folder()), context.out());
        } else {
            print(report, result.run().folder());
        }
        return result.run().report().exitCode();
    }

    private void print(CoverageReport report, Path folder) {
        print("no scenario executes these:", report.missed());
        print("no scenario executes these, and there is a reason:", report.explained());
        report.wrong()
                .forEach(w -> context.out().println("in the list of lines that are not reached, and wrong: " + w));
        context.out()
                .println("kernel   " + report.release() + " from " + report.kernel() + ", " + report.scenarios()
                        + " scenarios of " + report.plan());
        TextTable table = new TextTable(context.outTerminal(), "PATCH", "COVERED", "REACHABLE", "NOT COMPILED");
        report.parts()
                .forEach(p -> table.row(
                        Cell.of(p.patch() == 0 ? "" : Integer.toString(p.patch())),
                        Cell.right(Integer.toString(p.covered())),
                        Cell.right(Integer.toString(p.reachable())),
                        Cell.right(Integer.toString(p.notCompiled()))));
        table.print(context.out());
        if (!report.silent().isEmpty()) {
            context.out().println("no counts of " + report.silent());
        }
        context.out().println("report   " + RunCommand.shown(folder) + "/coverage.html, coverage.info");
        context.out().flush();
    }

    private void print(String title, List<CoverageReport.Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        context.out().println(title);
        for (CoverageReport.Line l : lines) {
            context.out().println("  " + l.file() + ":" + l.line() + "  " + l.function() + "  " + l.text());
            if (!l.reason().isEmpty()) {
                context.out().println("      " + l.reason());
            }
        }
        context.out().println();
    }
}
