/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.PatchOutcome;
import org.kharness.apply.SeriesApplier;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KernelConfig;
import org.kharness.cache.Cache;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.failure.KernelBootException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.report.ConfigurationReview;
import org.kharness.report.PatchByPatch;
import org.kharness.series.PostedMail;
import org.kharness.series.source.RequestedSeries;
import org.kharness.stage.Baseline;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.Reported;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.ScenarioResults;
import org.kharness.stage.WholeRun;
import org.kharness.stage.Workshop;
import org.kharness.verdict.Verdict.Outcome;

/** {@code kharness presubmit}: every patch of a series on its own, then the plan on all of them. */
public final class PresubmitJob {
    /** The folder of a run in which the drafts of answers are. */
    public static final String REPLIES = "replies";

    private final JobContext context;

    public PresubmitJob(JobContext context) {
        this.context = context;
    }

    /**
     * What is done besides the usual.
     *
     * @param configurations those in which the files of the series are compiled besides; an empty list for those that matter by
     *     what the series touches, and nothing for none
     * @param each true to run the plan on the kernel before the series and with each of its patches as the last one
     * @param sinceLast true to review those patches alone that changed since the last presubmit of the series
     */
    public record Besides(Optional<List<Configuration>> configurations, boolean each, boolean sinceLast) {
        /** Nothing. */
        public static final Besides NOTHING = new Besides(Optional.empty(), false, false);
    }

    /**
     * Runs.
     *
     * @param request its series is what is checked; not null
     * @throws InputException if the input cannot be used; nothing is left behind then
     */
    public WholeRun.Result run(RunRequest request, Besides besides) {
        Chosen chosen = Chosen.by(request);
        return Reported.run(
                request,
                context.progress(),
                (folder, state) -> new Review(request, besides, chosen, folder, state).run());
    }

    /**
     * In which configurations files of the series would be compiled, a line each. Nothing is built: what the usual configuration
     * has is taken from its fragments, and a run goes by the finished one.
     *
     * @param given as of {@link Besides#configurations}
     */
    public List<String> configurations(RunRequest request, List<Configuration> given) {
        RequestedSeries series = request.openSeries(context.cache(), context.progress());
        KernelTree base = base(request, series);
        KernelTree tip = SeriesApplier.apply(base, series, request.wishes().applying(series))
                .result();
        return ConfigurationPlan.of(
                        given,
                        tip,
                        TreeChange.between(base, tip),
                        KernelConfig.wanted(Workshop.recipe(request), base.release()))
                .lines();
    }

    private KernelTree base(RunRequest request, RequestedSeries series) {
        KernelSource source = KernelSource.parse(request.kernel());
        KernelTree obtained = source.obtain(context);
        return request.wishes().base(obtained, series, context.progress());
    }

    /** One series. */
    private final class Review {
        private final RunRequest request;
        private final Besides wanted;
        private final Chosen chosen;
        private final Path folder;
        private final RunState state;
        private final List<ScenarioRun> runs = new ArrayList<>();
        private List<ConfigurationReview> configurations = List.of();
        private List<PatchByPatch.Track> onTheWay = List.of();
        private @Nullable KernelBootException dead;

        Review(RunRequest request, Besides wanted, Chosen chosen, Path folder, RunState state) {
            this.request = request;
            this.wanted = wanted;
            this.chosen = chosen;
            this.folder = folder;
            this.state = state;
        }

        void run() {
            RequestedSeries series = request.openSeries(context.cache(), context.progress());
            ApplyOptions options = request.wishes().applying(series);
            Workshop workshop = new Workshop(request, chosen.plan(), context, state.phases());
            KernelTree base = state.phases().time("source", t -> false, () -> base(request, series));
            state.kernel(base, base);
            Bench bench = Bench.of(workshop, chosen.known());
            PatchReviews reviews =
                    new PatchReviews(bench, context.progress(), folder, state, this::former, wanted.each());
            List<Reviewed> reviewed = reviews.of(base, series, options);
            // What was found by now is told however the runs end.
            told(reviewed);
            Optional<KernelTree> tip = reviews.tip();
            if (wanted.configurations().isPresent()) {
                SeriesConfigurations others =
                        configurations(workshop, wanted.configurations().get());
                if (tip.isPresent()) {
                    reviewed = others.ofSeries(reviews, reviewed, base, tip.get());
                } else {
                    context.progress()
                            .note("no configuration is tried on the whole series, as there is no kernel with it");
                }
                reviewed = others.byPatch(reviewed, reviews.kernels(base));
                configurations = others.reviews();
                told(reviewed);
            }
            if (tip.isPresent()) {
                scenarios(workshop, reviews.tipKernel());
            }
            if (wanted.each()) {
                reviewed = each(bench, reviews, reviewed, tip.isPresent());
                told(reviewed);
            }
            state.ended(exitCode(reviewed, configurations, runs));
            replies(series, base, reviews.compiler(), reviewed);
            if (dead != null) {
                throw dead;
            }
            if (tip.isPresent() && request.against() != null) {
                new Baseline(context).compare(request, folder, state);
            }
        }

        /** What a former presubmit of the series found, and notes what a later one may go by. */
        private Former former(KernelTree base, KernelTree tip, BuiltKernel built, List<PatchOutcome> patches) {
            String key = Former.key(base, built, Baseline.judges());
            Former found = wanted.sinceLast()
                    ? Former.of(request.reports(), key, base, tip, patches, context.progress())
                    : Former.none();
            Cache.write(folder.resolve(Former.KEY), key + "\n");
            return found;
        }

        private void told(List<Reviewed> reviewed) {
            state.presubmit(reviewed.stream().map(Reviewed::forReport).toList());
        }

        /** Runs the plan on the whole series; a kernel that does not boot is told of at the end. */
        private void scenarios(Workshop workshop, BuiltKernel kernel) {
            try {
                BootableMachine machine = workshop.machine(kernel);
                state.surroundings(workshop.describeQemu(), workshop.describeHost());
                runs.addAll(workshop.judge("scenarios", machine, chosen, folder, state, r -> {}));
            } catch (KernelBootException e) {
                dead = e;
            }
        }

        /** Runs the plan on every kernel on the way; gives the patches with what that says of each. */
        private List<Reviewed> each(Bench bench, PatchReviews reviews, List<Reviewed> reviewed, boolean whole) {
            EachKernel kernels = new EachKernel(bench, context.progress(), folder, chosen.scenarios(), reviews.way());
            if (dead != null) {
                kernels.doesNotBoot(reviews.tipKernel(), dead);
            } else if (whole) {
                kernels.ran(reviews.tipKernel(), runs);
            }
            PatchByPatch each = state.phases().time("each", r -> false, kernels::run);
            state.each(each);
            onTheWay = each.changing();
            return reviewed.stream()
                    .map(r -> r.with(EachChecks.of(each, r.outcome().number()).toArray(Check[]::new)))
                    .toList();
        }

        private void replies(RequestedSeries series, KernelTree base, String compiler, List<Reviewed> reviewed) {
            List<String> failed = new ArrayList<>(failing(configurations));
            if (dead != null) {
                failed.add("it does not boot: "
                        + String.valueOf(dead.getMessage()).lines().findFirst().orElse(""));
            }
            runs.stream()
                    .filter(r -> r.verdict().outcome() == Outcome.FAIL)
                    .map(r -> r.scenario().id() + ": " + r.verdict().reason())
                    .forEach(failed::add);
            List<PostedMail> posted = PatchReviews.posted(series);
            Repeated again = new Repeated(
                    Objects.requireNonNull(request.series()), chosen.plan().name(), base, posted);
            ReplyDrafts.Tried tried = new ReplyDrafts.Tried(
                    again.kernel(),
                    compiler,
                    Repeated.configuration(request.variant()),
                    chosen.plan().name(),
                    failed,
                    onTheWay.stream().map(t -> t.id() + ": " + t.inWords()).toList(),
                    (again.command()
                                    + " "
                                    + Repeated.options(
                                            request,
                                            configurations.stream()
                                                    .map(ConfigurationReview::name)
                                                    .toList(),
                                            wanted.each()))
                            .strip());
            ReplyDrafts.write(tried, reviewed.stream().map(Reviewed::forReply).toList(), posted)
                    .forEach((name, text) -> Cache.write(folder.resolve(REPLIES).resolve(name), text));
        }

        private SeriesConfigurations configurations(Workshop workshop, List<Configuration> given) {
            return new SeriesConfigurations(
                    new SingleFiles(workshop, Workshop.recipe(request)),
                    workshop::compiledLines,
                    context.progress(),
                    state,
                    folder.resolve("build").resolve("configs"),
                    given);
        }
    }

    private static List<String> failing(List<ConfigurationReview> configurations) {
        return configurations.stream()
                .flatMap(
                        c -> c.failures().stream().map(d -> "configuration " + c.name() + " (" + c.about() + "): " + d))
                .toList();
    }

    private static boolean is(ConfigurationReview review, Check.Outcome outcome) {
        return review.outcome().equals(outcome.name());
    }

    /** What the whole of it comes to; the first thing that went wrong counts. */
    static ExitCode exitCode(
            List<Reviewed> reviewed, List<ConfigurationReview> configurations, List<ScenarioRun> runs) {
        if (failed(reviewed, "applies")) {
            return ExitCode.NOT_APPLIED;
        }
        if (failed(reviewed, "builds") || configurations.stream().anyMatch(c -> is(c, Check.Outcome.FAIL))) {
            return ExitCode.NOT_BUILT;
        }
        if (failed(reviewed, EachChecks.BOOTS)) {
            return ExitCode.NOT_BOOTED;
        }
        ExitCode scenarios = runs.isEmpty() ? ExitCode.PASS : ScenarioResults.exitCode(runs);
        if (scenarios == ExitCode.NOT_BOOTED || scenarios == ExitCode.FAIL) {
            return scenarios;
        }
        if (any(reviewed, Check.Outcome.FAIL)) {
            return ExitCode.FAIL;
        }
        boolean error =
                any(reviewed, Check.Outcome.ERROR) || configurations.stream().anyMatch(c -> is(c, Check.Outcome.ERROR));
        return error ? ExitCode.CANNOT_TELL : scenarios;
    }

    private static boolean any(List<Reviewed> reviewed, Check.Outcome outcome) {
        return reviewed.stream().flatMap(r -> r.checks().stream()).anyMatch(c -> c.outcome() == outcome);
    }

    private static boolean failed(List<Reviewed> reviewed, String check) {
        return reviewed.stream()
                .flatMap(r -> r.checks().stream())
                .anyMatch(c -> c.name().equals(check) && c.outcome() == Check.Outcome.FAIL);
    }
}
