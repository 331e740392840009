/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.SeriesApplier;
import org.kharness.cache.Cache;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.HarnessException;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.RemoteHistory;
import org.kharness.plan.Scenario;
import org.kharness.report.ReportWriter;
import org.kharness.report.RunFolder;
import org.kharness.report.RunReport;
import org.kharness.series.source.RequestedSeries;
import org.kharness.stage.Chosen;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.SeriesWishes;

/** {@code kharness bisect}: which commit, or which patch of a series, made a scenario fail? */
public final class BisectJob {
    private final JobContext context;

    public BisectJob(JobContext context) {
        this.context = context;
    }

    /**
     * What is asked for.
     *
     * @param run kernel, plan, scenarios and surroundings; its series, if any, is what is bisected where there are no commits,
     *     else what is put onto each
     * @param good a commit that passes; null with a series
     * @param bad a commit that fails; null with a series
     * @param how how it is searched
     */
    public record Request(
            RunRequest run, @Nullable String good, @Nullable String bad, How how) {}

    /**
     * How it is searched.
     *
     * @param what what to follow; null for what the failing end fails at
     * @param findFix true to look for the commit that mended it: the bad commit is the older one then
     * @param tries the most tries of an end or of a step
     * @param sure how likely the answer must be, between 0.5 and 1
     * @param limits which commits are looked at
     * @param changes configuration for a part of the history
     */
    public record How(
            @Nullable What what,
            boolean findFix,
            int tries,
            double sure,
            GitBisect.Limits limits,
            List<ConfigChange> changes) {
        /** What the failing end fails at, 30 tries, 95 percent. */
        public static final How USUAL = new How(null, false, 30, 0.95, GitBisect.Limits.NONE, List.of());

        public How {
            changes = List.copyOf(changes);
        }
    }

    /**
     * What was found.
     *
     * @param text for a person
     * @param report the same for other tools; its scenarios are those at the commit that was found and at its parent
     */
    public record Found(String text, RunReport report, Path folder) {}

    /**
     * Searches.
     *
     * @throws InputException if the ends are not as they are said to be; what was tried is left in the reports' folder then,
     *     as the message names it
     */
    public Found run(Request request) {
        Chosen chosen = Chosen.by(request.run());
        RunFolder folder = RunFolder.create(request.run().reports(), Clock.systemUTC());
        RunState state = new RunState(folder.id(), Instant.now().truncatedTo(ChronoUnit.SECONDS), context.progress());
        state.asked(request.run(), chosen.plan().name());
        Prepared prepared = new Prepared();
        KernelTrials trials =
                new KernelTrials(request.run(), prepared, request.how().what(), chosen, folder.path(), state, context);
        try (trials) {
            String text = new Search(request, chosen, trials, prepared, folder.path(), state).run();
            RunReport report = state.report();
            ReportWriter.write(report, folder.path());
            folder.makeLatest();
            return new Found(text, report, folder.path());
        } catch (HarnessException e) {
            if (!trials.any()) {
                Cache.delete(folder.path());
            }
            throw e;
        }
    }

    /** What is done to every commit, once that is known. */
    private static final class Prepared implements Supplier<OnEachCommit> {
        private OnEachCommit what = OnEachCommit.NOTHING;

        @Override
        public OnEachCommit get() {
            return what;
        }
    }

    /**
     * What a search will cost, as far as former runs tell, a line each. Nothing is built or run.
     *
     * @throws InputException if there is no such commit or series
     */
    public List<String> cost(Request request) {
        Chosen chosen = Chosen.by(request.run());
        int commits;
        if (request.good() == null) {
            RequestedSeries series = request.run().openSeries(context.cache(), context.progress());
            commits = series.needPatches().patches().size();
        } else {
            Bisection.Ends ends = commits(request);
            commits = GitBisect.range(ends.newer().repository(), range(ends, request.how()))
                    .size();
        }
        return cost(request, chosen, commits);
    }

    private static List<String> cost(Request request, Chosen chosen, int commits) {
        return Cost.lines(
                commits,
                chosen.scenarios().stream().map(Scenario::id).toList(),
                request.how().tries(),
                FormerTimes.in(request.run().reports(), request.run().variant()));
    }

    private static GitBisect.Range range(Bisection.Ends ends, How how) {
        return new GitBisect.Range(
                ends.newer().source(), ends.older().commit(), ends.newer().commit(), how.findFix(), how.limits());
    }

    private Bisection.Ends commits(Request request) {
        KernelTree bad = named(request, Objects.requireNonNull(request.bad()), "--bad");
        KernelTree good = named(request, Objects.requireNonNull(request.good()), "--good");
        return request.how().findFix() ? new Bisection.Ends(bad, good) : new Bisection.Ends(good, bad);
    }

    private KernelTree named(Request request, String commit, String option) {
        String kernel = request.run().kernel();
        if (RemoteHistory.isFor(kernel)) {
            return RemoteHistory.commit(context.cache(), context.progress(), kernel, commit);
        }
        if (!kernel.startsWith("git:")) {
            throw new InputException(option + " goes with --kernel git:PATH or --kernel remote:URL");
        }
        return KernelSource.parse(KernelSource.withoutRef(kernel) + "@" + commit)
                .obtain(context);
    }

    /** One search. */
    private final class Search {
        private final Request request;
        private final Chosen chosen;
        private final KernelTrials trials;
        private final Prepared prepared;
        private final Path folder;
        private final RunState state;

        Search(Request request, Chosen chosen, KernelTrials trials, Prepared prepared, Path folder, RunState state) {
            this.request = request;
            this.chosen = chosen;
            this.trials = trials;
            this.prepared = prepared;
            this.folder = folder;
            this.state = state;
        }

        String run() {
            Bisection.Ends ends = request.good() == null ? patches() : commits(request);
            state.kernel(ends.older(), ends.newer());
            How how = request.how();
            prepared.what = prepare();
            GitBisect bisect = GitBisect.between(context.cache(), ends.newer(), range(ends, how), question());
            Ledger ledger = Ledger.open(bisect.file("tried.json"));
            cost(request, chosen, bisect.range().size()).forEach(context.progress()::note);
            if (!ledger.all().isEmpty()) {
                context.progress()
                        .note("goes on where it was cut off: " + ledger.all().size() + " commits were tried by then");
            }
            Bisection.Outcome outcome = new Bisection(
                            trials,
                            new Bisection.Options(how.what(), how.findFix(), how.tries(), how.sure()),
                            context.progress(),
                            ledger,
                            bisect)
                    .search(ends);
            Answer answer = new Answer(outcome, ends, how.findFix(), bisect);
            String text = answer.text() + onEach();
            Cache.write(folder.resolve("bisect.log"), answer.log());
            Cache.write(folder.resolve("bisect.txt"), text);
            state.bisect(answer.report());
            conclude(answer);
            bisect.forget();
            return text;
        }

        /** What the commits were tried with, for a person. */
        private String onEach() {
            RequestedSeries series = prepared.what.series();
            StringBuilder text = new StringBuilder();
            if (series != null) {
                text.append("every commit was tried with ").append(series.id()).append(" on it\n");
            }
            prepared.what
                    .changes()
                    .forEach(c -> text.append(c.line())
                            .append(c.since() ? " from " : " before ")
                            .append(c.commit(), 0, 12)
                            .append(c.since() ? " on\n" : "\n"));
            return text.toString();
        }

        /** What is asked, so that another question is another bisect. */
        private String question() {
            How how = request.how();
            return String.join(
                    " ",
                    request.run().plan().toString(),
                    String.join(
                            ",", chosen.scenarios().stream().map(s -> s.id()).toList()),
                    request.run().variant().name(),
                    how.what() == null ? "" : how.what().word(),
                    prepared.what.digest(),
                    request.run().compiler().program());
        }

        /** What is done to every commit that is tried. */
        private OnEachCommit prepare() {
            RunRequest run = request.run();
            List<ConfigChange> changes = request.how().changes().stream()
                    .map(c -> c.at(named(request, c.commit(), "a commit for configuration")
                            .commit()))
                    .toList();
            if (request.good() == null || run.series() == null) {
                return new OnEachCommit(null, ApplyOptions.STRICT, changes);
            }
            RequestedSeries series = run.openSeries(context.cache(), context.progress());
            return new OnEachCommit(series, run.wishes().applying(series), changes);
        }

        private Bisection.Ends patches() {
            SeriesWishes wishes = request.run().wishes();
            RequestedSeries series = request.run().openSeries(context.cache(), context.progress());
            ApplyOptions options = wishes.applying(series);
            KernelTree tip = KernelSource.parse(request.run().kernel()).obtain(context);
            AppliedSeries applied = SeriesApplier.apply(wishes.base(tip, series, context.progress()), series, options);
            state.series(applied);
            if (applied.result().commit().equals(applied.base().commit())) {
                throw new InputException("--series " + request.run().series() + ": the kernel has it already");
            }
            return new Bisection.Ends(applied.base(), applied.result());
        }

        /** The report shows the scenarios at the commit that was found, and at its parent for comparison. */
        private void conclude(Answer answer) {
            List<ScenarioRun> shown = new ArrayList<>();
            shown.addAll(renamed(answer.before(), "before"));
            shown.addAll(renamed(answer.after(), "after"));
            state.judged(shown, folder);
            state.ended(answer.isOne() ? ExitCode.PASS : ExitCode.CANNOT_TELL);
        }

        private List<ScenarioRun> renamed(String commit, String suffix) {
            Set<String> ids = new HashSet<>();
            return trials.of(commit).stream()
                    .filter(r -> ids.add(Scenario.writtenId(r.scenario().id())))
                    .map(r -> new ScenarioRun(
                            r.scenario()
                                    .named(Scenario.writtenId(r.scenario().id()) + " " + suffix + " "
                                            + commit.substring(0, 12)),
                            r.console(),
                            r.seconds(),
                            r.verdict()))
                    .toList();
        }
    }
}
