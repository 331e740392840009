/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.kharness.apply.ApplyOptions;
import org.kharness.cache.Cache;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.presubmit.PatchReviews.Reviewed;
import org.kharness.series.PostedMail;
import org.kharness.series.source.RequestedSeries;
import org.kharness.stage.Baseline;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.JobContext;
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
     * Runs.
     *
     * @param request its series is what is checked; not null
     * @throws InputException if the input cannot be used; nothing is left behind then
     */
    public WholeRun.Result run(RunRequest request) {
        Chosen chosen = Chosen.by(request);
        return Reported.run(
                request, context.progress(), (folder, state) -> new Review(request, chosen, folder, state).run());
    }

    /** One series. */
    private final class Review {
        private final RunRequest request;
        private final Chosen chosen;
        private final Path folder;
        private final RunState state;

        Review(RunRequest request, Chosen chosen, Path folder, RunState state) {
            this.request = request;
            this.chosen = chosen;
            this.folder = folder;
            this.state = state;
        }

        void run() {
            KernelSource source = KernelSource.parse(request.kernel());
            RequestedSeries series = request.openSeries(context.cache(), context.progress());
            ApplyOptions options = request.wishes().applying(series);
            Workshop workshop = new Workshop(request, chosen.plan(), context, state.phases());
            KernelTree base = state.phases()
                    .time(
                            "source",
                            t -> false,
                            () -> request.wishes()
                                    .base(
                                            source.obtain(context.cache(), context.progress(), context.cleanup()),
                                            series,
                                            context.progress()));
            state.kernel(base, base);
            PatchReviews reviews = new PatchReviews(workshop, context.progress(), folder, state);
            List<Reviewed> reviewed = reviews.of(base, series, options);
            Optional<KernelTree> tip = reviews.tip();
            List<ScenarioRun> runs = new ArrayList<>();
            if (tip.isPresent()) {
                BootableMachine machine = workshop.machine(reviews.tipKernel());
                state.surroundings(workshop.describeQemu(), workshop.describeHost());
                runs.addAll(workshop.judge("scenarios", machine, chosen, folder, state, r -> {}));
                if (request.against() != null) {
                    new Baseline(context).compare(request, folder, state);
                }
            }
            state.presubmit(reviewed.stream().map(Reviewed::forReport).toList());
            state.ended(exitCode(reviewed, runs));
            List<String> failed = runs.stream()
                    .filter(r -> r.verdict().outcome() == Outcome.FAIL)
                    .map(r -> r.scenario().id() + ": " + r.verdict().reason())
                    .toList();
            List<PostedMail> posted = PatchReviews.posted(series);
            Repeated again = new Repeated(
                    Objects.requireNonNull(request.series()), chosen.plan().name(), base, posted);
            ReplyDrafts.Tried tried = new ReplyDrafts.Tried(
                    again.kernel(), reviews.compiler(), chosen.plan().name(), failed, again.command());
            ReplyDrafts.write(tried, reviewed.stream().map(Reviewed::forReply).toList(), posted)
                    .forEach((name, text) -> Cache.write(folder.resolve(REPLIES).resolve(name), text));
        }
    }

    /** What the whole of it comes to; the first thing that went wrong counts. */
    static ExitCode exitCode(List<Reviewed> reviewed, List<ScenarioRun> runs) {
        if (failed(reviewed, "applies")) {
            return ExitCode.NOT_APPLIED;
        }
        if (failed(reviewed, "builds")) {
            return ExitCode.NOT_BUILT;
        }
        ExitCode scenarios = runs.isEmpty() ? ExitCode.PASS : ScenarioResults.exitCode(runs);
        if (scenarios == ExitCode.NOT_BOOTED || scenarios == ExitCode.FAIL) {
            return scenarios;
        }
        if (any(reviewed, Check.Outcome.FAIL)) {
            return ExitCode.FAIL;
        }
        return any(reviewed, Check.Outcome.ERROR) ? ExitCode.CANNOT_TELL : scenarios;
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
