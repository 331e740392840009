/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.kharness.cli.TextTable.Cell;
import org.kharness.controls.ControlsJob;
import org.kharness.failure.ExitCode;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness controls}: does the plan catch kernels that are broken on purpose? */
@Command(
        name = "controls",
        mixinStandardHelpOptions = true,
        description = "Builds kernels that are broken on purpose and tells which scenario of the plan catches each.")
final class ControlsCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private KernelArguments kernel;

    @Option(
            names = "--series",
            paramLabel = "SERIES",
            defaultValue = "none",
            description = "applied before the controls, as for run; a kernel with the series needs none"
                    + " (default: ${DEFAULT-VALUE})")
    private String series = "";

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            defaultValue = "fsdax-rmap",
            description = "the plan that is to catch them (default: ${DEFAULT-VALUE})")
    private String plan = "";

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            description = "the controls whose id matches; A,B and {A,B} match either; may be given several times")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--all",
            description = "run the whole plan on each, instead of stopping at the first scenario that catches it")
    private boolean all;

    @Mixin
    private SeriesRunArguments arguments;

    @Mixin
    private AnswerArguments answer;

    ControlsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunRequest run =
                arguments.request(kernel.choose(context).spec(), series, PlanFiles.named(plan, context.top()), context);
        String ids = PlanArguments.either(only);
        if (arguments.dryRun()) {
            new DryRunPrinter(context)
                    .print(
                            run,
                            List.of("then each control" + (ids == null ? "" : " that matches " + ids)
                                    + ": applied, built, the scenarios that passed run on it"));
            return ExitCode.PASS.code();
        }
        WholeRun.Result result;
        try (ProgressDisplay progress = answer.progress(context)) {
            result = new ControlsJob(context.job(progress)).run(new ControlsJob.Request(run, ids, all));
        }
        answer.print(result, context, () -> print(result));
        return result.report().exitCode();
    }

    private void print(WholeRun.Result result) {
        RunReport report = result.report();
        if (report.controls().isEmpty()) {
            new SummaryTable(context.outTerminal()).print(report, RunCommand.shown(result.folder()), context.out());
            return;
        }
        TextTable table = new TextTable(
                context.outTerminal(), "CONTROL", "STANDS FOR", "OUTCOME", "TIME", "CAUGHT BY", "WHAT WAS SEEN");
        for (RunReport.ControlResult c : report.controls()) {
            table.row(
                    Cell.of(c.id()),
                    Cell.of(c.standsFor()),
                    Cell.of(
                            c.outcome(),
                            SummaryTable.tone(
                                    c.outcome().equals("CAUGHT")
                                            ? "PASS"
                                            : c.outcome().equals("SKIP") ? "SKIP" : "FAIL")),
                    Cell.right(String.format(Locale.ROOT, "%.0f s", c.seconds())),
                    Cell.of(c.by().isEmpty() ? "" : c.by().get(0)),
                    Cell.of(c.seen()));
        }
        table.print(context.out());
        long caught = report.controls().stream()
                .filter(c -> c.outcome().equals("CAUGHT"))
                .count();
        long tried = report.controls().stream()
                .filter(c -> !c.outcome().equals("SKIP"))
                .count();
        context.out().println();
        context.out().println(caught + " of " + tried + " controls caught");
        context.out().println("report   " + RunCommand.shown(result.folder()));
        context.out().flush();
    }
}
