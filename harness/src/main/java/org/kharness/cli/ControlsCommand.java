/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.cli.TextTable.Cell;
import org.kharness.controls.ControlsJob;
import org.kharness.failure.ExitCode;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;
import org.kharness.variant.Variants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness controls}: does the plan catch kernels that are broken on purpose? */
@Command(
        name = "controls",
        mixinStandardHelpOptions = true,
        description = "Builds kernels that are broken on purpose and tells which scenario of the plan catches each.")
final class ControlsCommand implements Callable<Integer> {
    private static final String USUAL_PLAN = "fsdax-rmap";

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
            description = "the plan that is to catch them, and no other (default: " + USUAL_PLAN
                    + ", and for controls that name a plan and a variant these)")
    private @Nullable String plan;

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
        String spec = kernel.choose(context).spec();
        String usual = plan == null ? USUAL_PLAN : plan;
        RunRequest asked = request(spec, usual);
        String ids = PlanArguments.either(only);
        if (arguments.dryRun()) {
            new DryRunPrinter(context)
                    .print(
                            asked,
                            List.of("each control" + (ids == null ? "" : " that matches " + ids)
                                    + ": applied, built, the scenarios that passed run on it"),
                            answer);
            return ExitCode.PASS.code();
        }
        int code = ExitCode.PASS.code();
        for (ControlsJob.Batch batch : ControlsJob.batches(context.top(), ids, usual, plan != null, asked.variant())) {
            RunRequest run = request(spec, batch.plan());
            if (!batch.variant().equals(asked.variant().name())) {
                run = run.made(List.of(
                        new Variants(context.top().resolve("qemu-images/config/variants")).named(batch.variant())));
            }
            code = worse(code, run(new ControlsJob.Request(run, ids, all, batch.own())));
        }
        return code;
    }

    private RunRequest request(String spec, String name) {
        return arguments.request(spec, series, PlanFiles.named(name, context.top()), context);
    }

    private int run(ControlsJob.Request request) {
        WholeRun.Result result;
        try (ProgressDisplay progress = answer.progress(context)) {
            result = new ControlsJob(context.job(progress)).run(request);
        }
        answer.print(result, context, () -> print(result));
        return result.report().exitCode();
    }

    /** A control that was missed says more than another that could not be tried. */
    private static int worse(int one, int other) {
        int fail = ExitCode.FAIL.code();
        return one == fail || other == fail ? fail : Math.max(one, other);
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
