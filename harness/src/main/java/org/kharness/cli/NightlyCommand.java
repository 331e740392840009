/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.kharness.failure.ExitCode;
import org.kharness.job.JobContext;
import org.kharness.nightly.Change;
import org.kharness.nightly.NightlyJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness nightly}: every plan on every kernel, and what changed. */
@Command(
        name = "nightly",
        mixinStandardHelpOptions = true,
        description =
                "Runs every plan on every kernel of a configuration and tells what changed since the night before."
                        + " Ends with 0 if nothing got worse and all was judged, 1 if something got worse, 2 if the"
                        + " configuration is at fault, 125 if something could not be judged. A night that was cut"
                        + " short goes on.")
final class NightlyCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "kernels and plans; docs/nightly.md tells its form")
    private Path config = Path.of("");

    @Mixin
    private RunArguments arguments;

    @Option(
            names = {"-q", "--quiet"},
            description = "tell nothing of what is under way, only the answer and what went wrong")
    private boolean quiet;

    @Option(names = "--json", description = "print the night and what changed as JSON")
    private boolean json;

    NightlyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        NightlyJob.Request request = new NightlyJob.Request(
                config,
                arguments.request("", null, config, context),
                plan -> PlanFiles.named(plan, context.top()),
                variant -> arguments.variants(context, List.of(), variant));
        if (arguments.dryRun()) {
            new DryRunPrinter(context).printAll(NightlyJob.planned(request), json);
            return ExitCode.PASS.code();
        }
        NightlyJob.Outcome outcome;
        try (ProgressDisplay progress = quiet ? ProgressDisplay.NOTHING : context.progress()) {
            JobContext job = context.job(progress);
            outcome = new NightlyJob(job, new NightSearch(job)).run(request);
        }
        if (json) {
            context.out()
                    .println(AnswerArguments.indented(new Night(
                            outcome.night().id(),
                            outcome.exitCode().code(),
                            outcome.folder().toString(),
                            HistoryCommand.listed(outcome.changes()))));
            context.out().flush();
            return outcome.exitCode().code();
        }
        context.out().println("night    " + outcome.night().id());
        HistoryCommand.print(outcome.changes(), context);
        context.out()
                .println("report   "
                        + RunCommand.shown(
                                outcome.folder().resolve(outcome.night().id()).resolve("index.html")));
        context.out().flush();
        return outcome.exitCode().code();
    }

    /** A night, for {@code --json}. */
    private record Night(String night, int exitCode, String folder, List<HistoryCommand.ListedChange> changes) {}

    /** How a change is coloured. */
    static Terminal.Style tone(Change change) {
        return change.kind().isWorse()
                ? Terminal.Style.BAD
                : change.kind().isBetter() ? Terminal.Style.GOOD : Terminal.Style.WARNING;
    }
}
