/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.PatchOutcome;
import org.kharness.apply.SeriesApplier;
import org.kharness.cache.Cache;
import org.kharness.cli.Terminal.Style;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.series.PatchSeries;
import org.kharness.series.manifest.Resolutions;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesFetcher;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness series}: looks at a patch series without building anything. */
@Command(
        name = "series",
        mixinStandardHelpOptions = true,
        description = "Fetches a patch series, tells whether it applies, applies it.",
        subcommands = {SeriesCommand.Status.class, SeriesCommand.Apply.class, SeriesCommand.Fetch.class},
        synopsisSubcommandLabel = "COMMAND")
final class SeriesCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: status, apply or fetch");
    }

    /** {@code kharness series fetch}. */
    @Command(
            name = "fetch",
            mixinStandardHelpOptions = true,
            description = "Gets the mails that a manifest pins into the cache; accepts only the pinned ones.")
    static final class Fetch implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private SeriesArguments arguments;

        @Option(
                names = "--from",
                required = true,
                paramLabel = "SOURCE",
                description = "an mbox, a folder of mails, a public-inbox archive, or lore")
        private String from = "";

        Fetch(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            Cache cache = Cache.open();
            PatchSeries fetched;
            try (ProgressDisplay progress = context.progress()) {
                progress.stage("fetch");
                var source = arguments.source(context.top(), cache, progress);
                fetched = new SeriesFetcher(source, cache).fetch(arguments.name(), from);
            }
            context.out().println(fetched.patches().size() + " patches of " + fetched.id() + " are in the cache");
            return ExitCode.PASS.code();
        }
    }

    /** {@code kharness series status}. */
    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Tells for every patch whether it applies, conflicts or is there already; writes nothing.")
    static final class Status extends OnKernel {
        Status(CliContext context) {
            super(context);
        }

        @Override
        Shown work(KernelTree kernel, RequestedSeries series, ApplyOptions options) {
            AppliedSeries status =
                    SeriesApplier.status(kernel, series, new ApplyOptions(true, options.context(), options.resolved()));
            boolean clean = status.patches().stream().allMatch(Status::fine);
            return new Shown(List.of(status), clean ? ExitCode.PASS : ExitCode.NOT_APPLIED);
        }

        private static boolean fine(PatchOutcome patch) {
            return switch (patch.state()) {
                case CONFLICTS, PARTLY_THERE, APPLIED_BY_3WAY, APPLIED_WITH_FUZZ -> false;
                default -> true;
            };
        }
    }

    /** {@code kharness series apply}. */
    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Applies a series, one commit per patch, in the cache; no tree of yours is written.")
    static final class Apply extends OnKernel {
        Apply(CliContext context) {
            super(context);
        }

        @Override
        Shown work(KernelTree kernel, RequestedSeries series, ApplyOptions options) {
            return new Shown(SeriesApplier.applyAll(kernel, series, options), ExitCode.PASS);
        }
    }

    /** What to show, one entry per series, and how to end. */
    record Shown(List<AppliedSeries> series, ExitCode exit) {}

    /** What status and apply have in common. */
    abstract static class OnKernel implements Callable<Integer> {
        /** Context lines of a diff unless its author asked for others. */
        private static final int GIT_CONTEXT = 3;

        private final CliContext context;

        @Mixin
        private SeriesArguments arguments;

        @Option(
                names = "--kernel",
                paramLabel = "K",
                description =
                        "debian:VERSION, debian:SUITE, git:PATH@REF, remote:URL@REF, dir:PATH or tar:PATH (default:"
                                + " ${DEFAULT-VALUE})")
        private String kernel = "debian:6.1";

        @Option(
                names = "--base",
                paramLabel = "BASE",
                description =
                        "tip: the kernel as it is (default); auto: the commit that the mails or the manifest name,"
                                + " else the one that fits best; guess: the one that fits best")
        private String base = "tip";

        @Option(names = "--3way", description = "merge with the files a patch was made for if it does not apply")
        private boolean threeWay;

        @Option(
                names = "--fuzz",
                paramLabel = "N",
                description = "let up to N of the three context lines at either end of a hunk differ, as git am -C with"
                        + " 3 - N does (default: none)")
        private int fuzz;

        @Option(
                names = "--resolve",
                paramLabel = "DIR",
                description = "patches resolved by hand, named by number, such as 0003-x.patch")
        private @Nullable Path resolve;

        @Option(names = "--json", description = "write JSON")
        private boolean json;

        OnKernel(CliContext context) {
            this.context = context;
        }

        abstract Shown work(KernelTree kernel, RequestedSeries series, ApplyOptions options);

        @Override
        public Integer call() {
            Cache cache = Cache.open();
            Shown shown;
            try (ProgressDisplay progress = context.progress()) {
                progress.stage("series");
                RequestedSeries series = arguments.open(context.top(), cache, progress);
                PatchSeries patches = series.patches();
                if (patches != null) {
                    patches.notes().forEach(progress::note);
                }
                ApplyOptions options = options(series);
                progress.stage("kernel");
                KernelTree tree = KernelSource.parse(kernel).obtain(cache, progress, context.cleanup());
                tree = SeriesBase.choose(base, tree, series, progress);
                progress.stage("apply");
                shown = work(tree, series, options);
            }
            print(shown);
            return shown.exit().code();
        }

        private ApplyOptions options(RequestedSeries series) {
            Path folder = resolve;
            if (folder == null) {
                return new ApplyOptions(threeWay, context(), Map.of());
            }
            if (!Files.isDirectory(folder)) {
                throw new InputException("--resolve " + folder + ": no such folder");
            }
            return new ApplyOptions(threeWay, context(), Resolutions.read(folder, series.needPatches()));
        }

        private int context() {
            if (fuzz < 0) {
                throw new InputException("--fuzz " + fuzz + ": a number of lines is meant");
            }
            return fuzz == 0 ? ApplyOptions.ALL_CONTEXT : Math.max(0, GIT_CONTEXT - fuzz);
        }

        private void print(Shown shown) {
            if (json) {
                try {
                    context.out()
                            .println(JsonMapper.builder()
                                    .build()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(shown.series().stream()
                                            .map(SeriesCommand::describe)
                                            .toList()));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("plain maps and strings can be written", e);
                }
                return;
            }
            for (AppliedSeries series : shown.series()) {
                table(series);
            }
        }

        private void table(AppliedSeries series) {
            TextTable table = new TextTable(context.outTerminal(), "#", "state", "subject", "evidence");
            for (PatchOutcome patch : series.patches()) {
                table.row(
                        TextTable.Cell.right(String.valueOf(patch.number())),
                        TextTable.Cell.of(words(patch.state()), style(patch.state())),
                        TextTable.Cell.of(patch.subject()),
                        TextTable.Cell.of(patch.evidence().lines().findFirst().orElse("")));
            }
            context.out().println(series.id() + " on " + series.base().source());
            table.print(context.out());
            series.patches().stream()
                    .filter(p -> p.evidence().contains("\n"))
                    .forEach(p -> context.out().println("patch " + p.number() + ": " + p.evidence()));
            if (!series.result().commit().equals(series.base().commit())) {
                context.out()
                        .println("commit " + series.result().commit() + " in "
                                + series.result().repository());
            }
        }
    }

    private static Style style(PatchOutcome.State state) {
        return switch (state) {
            case CONFLICTS, PARTLY_THERE -> Style.BAD;
            case APPLIED_BY_3WAY, APPLIED_WITH_FUZZ, RESOLVED_BY_HAND, EMPTY -> Style.WARNING;
            default -> Style.GOOD;
        };
    }

    private static String words(PatchOutcome.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Map<String, Object> describe(AppliedSeries series) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("series", series.id());
        one.put("kernel", series.base().source());
        one.put("base_commit", series.base().commit());
        one.put("commit", series.result().commit());
        one.put("tree", series.result().tree());
        one.put(
                "patches",
                series.patches().stream().map(SeriesCommand::describe).toList());
        return one;
    }

    private static Map<String, Object> describe(PatchOutcome patch) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("n", patch.number());
        one.put("subject", patch.subject());
        one.put("patch_id", patch.patchId());
        one.put("state", patch.state().name().toLowerCase(Locale.ROOT));
        one.put("evidence", patch.evidence());
        one.put("commit", patch.commit());
        return one;
    }
}
