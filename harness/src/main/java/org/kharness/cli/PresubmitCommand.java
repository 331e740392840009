/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.cli.TextTable.Cell;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.StandingTree;
import org.kharness.presubmit.Configuration;
import org.kharness.presubmit.PendingRange;
import org.kharness.presubmit.PresubmitJob;
import org.kharness.report.ConfigurationReview;
import org.kharness.report.PatchByPatch;
import org.kharness.report.PatchReview;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kharness presubmit}: is this series fit to be sent? */
@Command(
        name = "presubmit",
        mixinStandardHelpOptions = true,
        description =
                "Checks every patch of a series on its own: applies, builds, brings no new warnings, checkpatch.pl,"
                        + " sign-off, Fixes tags. Then compiles the touched files in other configurations, where"
                        + " that is asked for, and runs the plan on all patches.")
final class PresubmitCommand implements Callable<Integer> {
    private final CliContext context;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RANGE|SERIES",
            description =
                    "A..B of the kernel's own repository, or a series as for run (default: the commits of the tree"
                            + " that its upstream, else origin/HEAD, lacks)")
    private @Nullable String series;

    @Option(
            names = "--kernel",
            paramLabel = "SOURCE",
            description =
                    "as for run, or the folder of a git tree; for a range git:PATH, and A is what the patches go on"
                            + " (default: the tree around the current folder)")
    private @Nullable String kernel;

    @Option(
            names = "--against",
            paramLabel = "SOURCE|base",
            description =
                    "compare with the same plan on the kernel before the series (base), or on another, as for run")
    private @Nullable String against;

    @Option(
            names = "--configs",
            arity = "0..1",
            paramLabel = "LIST",
            parameterConsumer = ListOrNothing.class,
            description = "compile the touched files in other configurations too: those that matter by what the series"
                    + " touches, or of usual, off:SYMBOL, on:SYMBOL, modules, 32bit, w1, sparse those named,"
                    + " with commas between; w1 and sparse for every patch, the others with the whole series")
    private @Nullable String configs;

    @Option(
            names = "--each",
            description =
                    "run the plan on the kernel before the series and with each patch as the last one too, where that"
                            + " is another image, and tell which scenarios change their verdict at which patch")
    private boolean each;

    @Option(
            names = "--since-last",
            description =
                    "review those patches alone that changed since the last presubmit of this series in the reports, by"
                            + " git range-diff and patch-id; the others keep their answers. On another base all are reviewed")
    private boolean sinceLast;

    @Mixin
    private PlanArguments plan;

    @Mixin
    private SeriesRunArguments arguments;

    @Mixin
    private CompilerArguments compiler;

    @Mixin
    private AnswerArguments answer;

    PresubmitCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Asked asked = Asked.of(series, kernel);
        say(asked);
        RunRequest run = compiler.in(arguments.request(asked.kernel(), asked.series(), plan.file(context), context))
                .choosing(plan.only(), plan.tag(), 1)
                .against(against);
        Optional<List<Configuration>> others = others();
        if (arguments.dryRun()) {
            new DryRunPrinter(context).print(run, told(run, others), answer);
            return ExitCode.PASS.code();
        }
        WholeRun.Result result;
        try (ProgressDisplay progress = answer.progress(context)) {
            result =
                    new PresubmitJob(context.job(progress)).run(run, new PresubmitJob.Besides(others, each, sinceLast));
        }
        answer.print(result, context, () -> print(result));
        return result.report().exitCode();
    }

    /** The configurations that are asked for; an empty list for those that matter, nothing for none. */
    Optional<List<Configuration>> others() {
        return Optional.ofNullable(configs).map(c -> c.isEmpty() ? List.of() : Configuration.list(c));
    }

    /** The steps of a run in words; which configurations matter is only known from the series on its kernel. */
    private List<String> told(RunRequest run, Optional<List<Configuration>> others) {
        List<String> steps = new ArrayList<>(List.of("each patch: applied, built as the last one, its warnings,"
                + " checkpatch.pl, sign-off, Fixes tags; then the scenarios on all of them"));
        if (sinceLast) {
            steps.add("no review of patches that are as in the last presubmit of this series in " + run.reports());
        }
        if (each) {
            steps.add("the scenarios on the kernel before the series and with each patch as the last one, where that is"
                    + " another image; twice more on both sides where one changes its verdict");
        }
        if (others.isPresent()) {
            try (ProgressDisplay progress = answer.progress(context)) {
                steps.addAll(new PresubmitJob(context.job(progress)).configurations(run, others.get()));
            }
        }
        return steps;
    }

    /** Takes the word behind an option where it is meant as a list, and leaves the series that may stand there. */
    static final class ListOrNothing implements CommandLine.IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
            boolean given = !args.isEmpty() && Configuration.isMeantBy(args.peek());
            option.setValue(given ? args.pop() : "");
        }
    }

    /** Says which tree is meant where the user named none; what is not committed is in no patch. */
    private void say(Asked asked) {
        Optional<StandingTree> standing = kernel == null ? StandingTree.around(Path.of("")) : Optional.empty();
        standing.ifPresent(t -> {
            String besides = t.changed() > 0 && asked.series().contains("..")
                    ? "; " + t.changed() + " files that are not committed are in none of them"
                    : "";
            context.err().println("kernel: " + asked.kernel() + ", patches: " + asked.series() + besides);
            context.err().flush();
        });
    }

    /**
     * Kernel and series as a run takes them.
     *
     * @param kernel with a range: its first commit
     */
    record Asked(String kernel, String series) {
        /** Neither side of a range begins or ends with a slash, which sets it apart from a path such as ../v2.mbox. */
        private static final Pattern RANGE =
                Pattern.compile("(?<from>[^/.:\\s](?:[^:\\s]*[^/.:\\s])?)\\.\\.(?<to>[^/.:\\s][^:\\s]*)?");

        /**
         * Works out what is meant.
         *
         * @param series null for the commits that are still to be sent
         * @param kernel null for the tree around the current folder
         */
        static Asked of(@Nullable String series, @Nullable String kernel) {
            String tree = kernel == null ? around(Path.of("")) : folder(kernel);
            if (kernel == null && series != null && !RANGE.matcher(series).matches()) {
                // Mails go onto the tree as it stands.
                tree = StandingTree.around(Path.of("")).map(StandingTree::spec).orElse(tree);
            }
            if (series == null) {
                PendingRange pending =
                        PendingRange.of(Path.of(KernelSource.withoutRef(tree).substring("git:".length())));
                return of(pending.base() + "..HEAD", "git:" + pending.top());
            }
            Matcher range = RANGE.matcher(series);
            if (!range.matches() || Files.exists(Path.of(series))) {
                return new Asked(tree, series);
            }
            if (!tree.startsWith("git:")) {
                throw new InputException("presubmit " + series + ": a range goes with --kernel git:PATH");
            }
            String path = KernelSource.withoutRef(tree);
            String to = range.group("to") == null ? "HEAD" : range.group("to");
            return new Asked(path + "@" + range.group("from"), path + "@" + range.group("from") + ".." + to);
        }

        private static String around(Path folder) {
            return StandingTree.top(folder.toAbsolutePath())
                    .map(top -> "git:" + top)
                    .orElseThrow(() -> new InputException(
                            "presubmit: this folder is in no git tree: name one with --kernel git:PATH"));
        }

        /** A folder that holds a git tree may be named as it is. */
        private static String folder(String kernel) {
            boolean named = !kernel.contains(":") && Files.isDirectory(Path.of(kernel));
            return named ? around(Path.of(kernel)) : kernel;
        }
    }

    private void print(WholeRun.Result result) {
        RunReport report = result.report();
        if (!report.presubmit().isEmpty()) {
            patches(report);
            context.out().println();
        }
        if (!report.configurations().isEmpty()) {
            configurations(report);
            context.out().println();
        }
        PatchByPatch onTheWay = report.each();
        if (onTheWay != null) {
            onTheWay(onTheWay, context.out());
            context.out().println();
        }
        new SummaryTable(context.outTerminal()).print(report, RunCommand.shown(result.folder()), context.out());
        if (!report.presubmit().isEmpty()) {
            context.out().println("replies  " + RunCommand.shown(result.folder().resolve(PresubmitJob.REPLIES)));
            context.out().flush();
        }
    }

    private void patches(RunReport report) {
        TextTable table = new TextTable(
                context.outTerminal(),
                "PATCH",
                "APPLIES",
                "BUILDS",
                "WARNINGS",
                "CHECKPATCH",
                "SIGN-OFF",
                "FIXES",
                "OBJECTS",
                "TIME",
                "SUBJECT");
        for (PatchReview p : report.presubmit()) {
            table.row(
                    Cell.right(Integer.toString(p.n())),
                    cell(p, "applies"),
                    cell(p, "builds"),
                    cell(p, "warnings"),
                    cell(p, "checkpatch"),
                    cell(p, "sign-off"),
                    cell(p, "fixes"),
                    Cell.right(Integer.toString(p.objects())),
                    Cell.right(String.format(Locale.ROOT, "%.1f s", p.seconds())),
                    Cell.of(p.subject()));
        }
        table.print(context.out());
        for (PatchReview p : report.presubmit()) {
            if (!p.kept().isEmpty()) {
                context.out().println(p.n() + "  as in " + p.kept() + ": the patch is the same");
            }
            if (p.grows()) {
                context.out().println(p.n() + "  size: " + p.size());
            }
            for (PatchReview.Check check : p.remarks()) {
                check.details()
                        .forEach(d -> context.out()
                                .println(p.n() + "  " + check.outcome() + "  " + check.name() + ": "
                                        + StageState.printable(d)));
            }
        }
    }

    /** What the plan did on every kernel on the way: what changes, and what could not be looked at. */
    static void onTheWay(PatchByPatch each, PrintWriter out) {
        out.println("patch by patch: " + each.scenarios().size() + " scenarios on " + each.run() + " kernels, of "
                + each.kernels().size() + " on the way; those with the same image are run once");
        for (PatchByPatch.Kernel kernel : each.kernels()) {
            if (!kernel.lack().isEmpty()) {
                String which = kernel.n() == 0 ? "before the series" : "patch " + kernel.n();
                out.println("  " + which + ": " + StageState.printable(kernel.lack()));
            }
        }
        each.changing().forEach(t -> out.println("  " + StageState.printable(t.id() + ": " + t.inWords())));
        if (each.changing().isEmpty()) {
            out.println("  no scenario changes its verdict");
        }
    }

    private void configurations(RunReport report) {
        TextTable table = new TextTable(context.outTerminal(), "CONFIGURATION", "VERDICT", "FILES", "TIME", "WHAT");
        for (ConfigurationReview c : report.configurations()) {
            table.row(
                    Cell.of(c.name()),
                    Cell.of(c.outcome(), SummaryTable.tone(c.outcome())),
                    Cell.right(Integer.toString(c.compiled())),
                    Cell.right(String.format(Locale.ROOT, "%.1f s", c.seconds())),
                    Cell.of(c.about()));
        }
        table.print(context.out());
        for (ConfigurationReview c : report.configurations()) {
            c.findings()
                    .forEach(f -> context.out()
                            .println(c.name() + "  " + f.outcome() + "  " + StageState.printable(f.text())));
        }
    }

    private static Cell cell(PatchReview patch, String check) {
        String outcome = patch.outcome(check);
        return Cell.of(outcome, SummaryTable.tone(outcome));
    }
}
