/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.kharness.cli.TextTable.Cell;
import org.kharness.coverage.CoverageJob;
import org.kharness.coverage.CoverageReport;
import org.kharness.coverage.CoverageReport.State;
import org.kharness.failure.ExitCode;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private AnswerArguments answer;

    CoverageCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunRequest run = touched.request(context);
        if (touched.dryRun()) {
            new DryRunPrinter(context).print(run, List.of("the kernel counts what its scenarios execute"));
            return ExitCode.PASS.code();
        }
        CoverageJob.Result result;
        try (ProgressDisplay progress = answer.progress(context)) {
            result = new CoverageJob(context.job(progress)).run(new CoverageJob.Request(run, touched.names()));
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
        List<CoverageReport.Line> missed = report.with(State.NOT_COVERED);
        if (!missed.isEmpty()) {
            context.out().println("no scenario executes these:");
            missed.forEach(l ->
                    context.out().println("  " + l.file() + ":" + l.line() + "  " + l.function() + "  " + l.text()));
            context.out().println();
        }
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
}
