/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.bisect.BisectJob;
import org.kharness.bisect.ConfigChange;
import org.kharness.bisect.GitBisect;
import org.kharness.bisect.What;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code kharness bisect}: which commit, or which patch, made it fail? */
@Command(
        name = "bisect",
        mixinStandardHelpOptions = true,
        description =
                "Finds the commit between two, or the patch of a series, from which on a scenario fails. Run again"
                        + " with the same options, it goes on where it was cut off.")
final class BisectCommand implements Callable<Integer> {
    private static final String NO_SERIES = "none";

    private final CliContext context;

    @Mixin
    private KernelArguments kernel;

    @Option(names = "--good", paramLabel = "COMMIT", description = "a commit where it works")
    private @Nullable String good;

    @Option(names = "--bad", paramLabel = "COMMIT", description = "a commit where it fails")
    private @Nullable String bad;

    @Option(names = "--series", paramLabel = "SERIES", description = "bisect the patches of this series instead")
    private @Nullable String series;

    @Option(
            names = "--with-series",
            paramLabel = "SERIES",
            description = "put this series onto every commit before it is tried; where it does not apply, the commit is"
                    + " skipped. One that has it already is tried as it is")
    private @Nullable String withSeries;

    @Option(
            names = "--config-since",
            paramLabel = "COMMIT:CONFIG_X=VALUE",
            description = "a line of configuration for the commits that contain COMMIT; may be given several times")
    private List<String> configSince = new ArrayList<>();

    @Option(
            names = "--config-before",
            paramLabel = "COMMIT:CONFIG_X=VALUE",
            description = "the same for those that do not: for an option that another one replaced on the way")
    private List<String> configBefore = new ArrayList<>();

    @Option(
            names = "--what",
            paramLabel = "WHAT",
            converter = WhatWord.class,
            description = "build, boot or scenario: what the bad commit fails at (default: as is found there)")
    private @Nullable What what;

    @Option(
            names = "--find-fix",
            description =
                    "find the commit that mended it: --bad is older than --good, git's terms are broken and fixed")
    private boolean findFix;

    @Option(
            names = "--first-parent",
            description = "look at the commits of the main line alone: a merge stands for all that it brought")
    private boolean firstParent;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "look at commits alone that touch one of these, relative to the tree's top; behind --")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "30",
            description = "most tries of an end or a step, for failures that come and go (default: ${DEFAULT-VALUE})")
    private int tries;

    @Option(
            names = "--sure",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "how likely the answer must be (default: ${DEFAULT-VALUE})")
    private double sure;

    @Mixin
    private PlanArguments plan;

    @Mixin
    private SeriesRunArguments arguments;

    @Mixin
    private CompilerArguments compiler;

    @Mixin
    private AnswerArguments answer;

    /** Reads a word. */
    static final class WhatWord implements ITypeConverter<What> {
        @Override
        public What convert(String word) {
            for (What what : What.values()) {
                if (what.word().equals(word)) {
                    return what;
                }
            }
            throw new TypeConversionException("'" + word + "' is none of build, boot, scenario");
        }
    }

    BisectCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (good != null && NO_SERIES.equals(series)) {
            series = null; // what somebody says who has a habit of it
        }
        if ((series == null) == (good == null && bad == null) || (good == null) != (bad == null)) {
            throw new InputException("bisect: either --good and --bad, or --series");
        }
        if (tries < 1 || !(sure >= 0.5 && sure < 1)) {
            throw new InputException("bisect: --tries is at least 1, and --sure is at least 0.5 and below 1");
        }
        if (findFix && series != null) {
            throw new InputException("bisect: --find-fix goes with --good and --bad");
        }
        if (series != null && (firstParent || !paths.isEmpty())) {
            throw new InputException("bisect: --first-parent and paths go with --good and --bad");
        }
        if (series != null && (withSeries != null || !configSince.isEmpty() || !configBefore.isEmpty())) {
            throw new InputException(
                    "bisect: --with-series, --config-since and --config-before go with --good and --bad");
        }
        BisectJob.Request request = new BisectJob.Request(request(), good, bad, how());
        if (arguments.dryRun()) {
            dryRun(request);
            return ExitCode.PASS.code();
        }
        BisectJob.Found found;
        try (ProgressDisplay progress = answer.progress(context)) {
            found = new BisectJob(context.job(progress)).run(request);
        }
        answer.print(new WholeRun.Result(found.report(), found.folder()), context, () -> {
            context.out().print(found.text());
            context.out().println("report   " + RunCommand.shown(found.folder()));
        });
        return found.report().exitCode();
    }

    private void dryRun(BisectJob.Request request) {
        List<String> lines = new ArrayList<>(List.of(
                series == null ? "bisect " + good + ".." + bad : "bisect the patches of " + series,
                "each step builds a commit and runs these scenarios up to " + tries + " times"));
        try (ProgressDisplay progress = answer.progress(context)) {
            lines.addAll(new BisectJob(context.job(progress)).cost(request));
        }
        new DryRunPrinter(context).print(request.run(), lines, answer);
    }

    private BisectJob.How how() {
        List<ConfigChange> changes = new ArrayList<>();
        configSince.forEach(c -> changes.add(ConfigChange.of("--config-since", true, c)));
        configBefore.forEach(c -> changes.add(ConfigChange.of("--config-before", false, c)));
        return new BisectJob.How(what, findFix, tries, sure, new GitBisect.Limits(firstParent, paths), changes);
    }

    /** Between two commits what is in the tree besides does not matter; a series goes onto the tree as it is. */
    private RunRequest request() {
        KernelArguments.Chosen from = kernel.choose(context);
        String tree = from.standing()
                .filter(t -> series == null)
                .map(t -> "git:" + t.top())
                .orElse(from.spec());
        RunRequest usual = arguments.request(tree, series == null ? withSeries : series, plan.file(context), context);
        return compiler.in(usual).choosing(plan.only(), plan.tag(), 1);
    }
}
