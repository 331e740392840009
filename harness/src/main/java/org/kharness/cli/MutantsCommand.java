/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.mutants.Fate;
import org.kharness.mutants.MutantComparison;
import org.kharness.mutants.MutantReport;
import org.kharness.mutants.MutantsJob;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness mutants}: would the plan notice if a line of the series were wrong? */
@Command(
        name = "mutants",
        mixinStandardHelpOptions = true,
        description =
                "Puts small mistakes into the lines of a series, one at a time, and tells which of them no scenario of"
                        + " the plan notices.")
final class MutantsCommand implements Callable<Integer> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,5})([smh])");

    private final CliContext context;

    @Mixin
    private TouchedArguments touched;

    @Option(
            names = "--mutants",
            paramLabel = "GLOB",
            description = "try the mutants whose id in mutants.json matches; ** stands for anything")
    private @Nullable String mutants;

    @Option(
            names = "--afresh",
            description = "try again what a run before this one tried on the same kernel with the same scenarios")
    private boolean afresh;

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description =
                    "about so long, such as 30m: other mutants get their turn in the first half of it, and the score is that of a fair sample")
    private @Nullable String time;

    @Option(
            names = "--equivalent",
            paramLabel = "FILE",
            description = "the list of mutants that change nothing; \"none\" for none (default:"
                    + " test-plans/equivalent-mutants.yaml)")
    private @Nullable String equivalent;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description =
                    "the mutants.json of an earlier run: also tells what has changed since, and the exit code is 1 only where"
                            + " something that was caught is not any more")
    private @Nullable Path against;

    @Mixin
    private AnswerArguments answer;

    MutantsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        MutantReport earlier = against == null ? null : MutantReport.read(against);
        RunRequest run = touched.request(context);
        if (touched.dryRun()) {
            new DryRunPrinter(context)
                    .print(
                            run,
                            List.of("each mutant, in one kernel that has them all: scenarios that passed run on it"),
                            answer);
            return ExitCode.PASS.code();
        }
        MutantsJob.Request request = new MutantsJob.Request(
                run,
                touched.names(),
                mutants,
                duration(time),
                PlanFiles.equivalentMutants(equivalent, context.top()),
                afresh);
        MutantsJob.Result result;
        try (ProgressDisplay progress = answer.progress(context)) {
            result = new MutantsJob(context.job(progress)).run(request);
        }
        MutantReport report = result.report();
        if (report == null) {
            new SummaryTable(context.outTerminal())
                    .print(result.run().report(), RunCommand.shown(result.run().folder()), context.out());
        } else {
            print(report, result.run().folder());
            if (earlier != null) {
                return compare(earlier, report).code();
            }
        }
        return result.run().report().exitCode();
    }

    private ExitCode compare(MutantReport earlier, MutantReport report) {
        MutantComparison changes = MutantComparison.of(earlier, report);
        context.out()
                .println(String.format(
                        Locale.ROOT,
                        "before   %.1f %% (%d of %d) on %s; mutants of this run only: %d, of that one only: %d",
                        earlier.score(),
                        earlier.with(Fate.CAUGHT).size(),
                        earlier.scored(),
                        earlier.release(),
                        changes.added(),
                        changes.gone()));
        changes.won().forEach(m -> context.out().println("caught now      " + m.id()));
        changes.lost().forEach(m -> context.out().println("not any more    " + m.id()));
        context.out().flush();
        return changes.lost().isEmpty() ? ExitCode.PASS : ExitCode.FAIL;
    }

    static @Nullable Duration duration(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher m = TIME.matcher(text);
        if (!m.matches()) {
            throw new InputException("--time " + text + ": such as 90s, 30m or 2h is meant");
        }
        long number = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private void print(MutantReport report, Path folder) {
        for (MutantReport.Entry m : report.mutants()) {
            if (m.fate() == Fate.SURVIVED || m.fate() == Fate.UNREACHED) {
                context.out()
                        .println(m.fate().word() + "  " + m.file() + ":" + m.line() + "  " + m.function() + "  "
                                + m.operator() + "  (" + m.why() + ")");
                m.diff().forEach(l -> context.out().println("    " + l));
            }
        }
        String counts = report.counts().entrySet().stream()
                .map((Map.Entry<Fate, Integer> e) ->
                        e.getValue() + " " + e.getKey().word())
                .collect(Collectors.joining(", "));
        context.out().println();
        context.out().println("kernel   " + report.release() + " from " + report.kernel());
        context.out().println("mutants  " + report.mutants().size() + ": " + counts);
        context.out().println("left out " + report.leftOut());
        context.out()
                .println(String.format(
                        Locale.ROOT,
                        "time     build %.0f s, mutants %.0f s; %d scenarios could catch one",
                        report.buildSeconds(),
                        report.trialSeconds(),
                        report.chosen()));
        context.out()
                .println(String.format(
                        Locale.ROOT,
                        "score    %.1f %% (%d of %d)%s",
                        report.score(),
                        report.with(Fate.CAUGHT).size(),
                        report.scored(),
                        report.sample() ? ", of a sample: time was up" : ""));
        context.out().println("report   " + RunCommand.shown(folder) + "/mutants.html");
        context.out().flush();
    }
}
