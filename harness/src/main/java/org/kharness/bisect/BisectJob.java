/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.SeriesApplier;
import org.kharness.build.BuiltKernel;
import org.kharness.cache.Cache;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.HarnessException;
import org.kharness.failure.InputException;
import org.kharness.failure.KernelBuildException;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.report.ReportWriter;
import org.kharness.report.RunFolder;
import org.kharness.report.RunReport;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesSource;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.JobContext;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.Workshop;
import org.kharness.verdict.Verdict;

/** {@code kharness bisect}: which commit, or which patch of a series, made a scenario fail? */
public final class BisectJob {
    private final JobContext context;

    public BisectJob(JobContext context) {
        this.context = context;
    }

    /**
     * What is asked for.
     *
     * @param run kernel, plan, scenarios and surroundings; its series, if any, is what is bisected
     * @param good a commit; null with a series
     * @param bad a commit; null with a series
     */
    public record Request(
            RunRequest run, @Nullable String good, @Nullable String bad) {}

    /**
     * What was found.
     *
     * @param text for a person
     * @param report the same for other tools; its scenarios are those of the last good and the first bad commit
     */
    public record Found(String text, RunReport report, Path folder) {}

    /** Searches. */
    public Found run(Request request) {
        Chosen chosen = Chosen.by(request.run());
        RunFolder folder = RunFolder.create(request.run().reports(), Clock.systemUTC());
        RunState state = new RunState(folder.id(), Instant.now().truncatedTo(ChronoUnit.SECONDS), context.progress());
        try {
            String text = new Search(request, chosen, folder.path(), state).run();
            RunReport report = state.report();
            ReportWriter.write(report, folder.path());
            folder.makeLatest();
            return new Found(text, report, folder.path());
        } catch (HarnessException e) {
            Cache.delete(folder.path());
            throw e;
        }
    }

    /** Both ends, in the repository that holds the history between them. */
    private record Ends(KernelTree good, KernelTree bad) {}

    /** One search. */
    private final class Search {
        private final Request request;
        private final Chosen chosen;
        private final Path folder;
        private final RunState state;
        private final Workshop workshop;
        private final Map<String, List<ScenarioRun>> tried = new LinkedHashMap<>();

        Search(Request request, Chosen chosen, Path folder, RunState state) {
            this.request = request;
            this.chosen = chosen;
            this.folder = folder;
            this.state = state;
            this.workshop = new Workshop(
                    request.run(),
                    chosen.plan(),
                    context.cache(),
                    context.progress(),
                    context.cleanup(),
                    state.phases());
        }

        String run() {
            Ends ends = request.run().series() == null ? commits() : patches();
            state.kernel(ends.good(), ends.bad());
            String scenarios = String.join(
                    ",", chosen.scenarios().stream().map(s -> s.id()).toList());
            GitBisect bisect = GitBisect.between(
                    context.cache(),
                    ends.bad(),
                    ends.good().commit(),
                    ends.bad().commit(),
                    request.run().plan() + " " + scenarios);
            Bisection.Outcome outcome =
                    new Bisection(this::attempt, context.progress()).search(ends.good(), ends.bad(), bisect);
            String text = describe(outcome, bisect);
            write("bisect.log", bisect.log());
            write("bisect.txt", text);
            conclude(outcome, ends);
            bisect.forget();
            return text;
        }

        private Ends commits() {
            KernelTree bad = named(Objects.requireNonNull(request.bad()), "--bad");
            KernelTree good = named(Objects.requireNonNull(request.good()), "--good");
            return new Ends(good, bad);
        }

        private KernelTree named(String commit, String option) {
            String kernel = request.run().kernel();
            if (!kernel.startsWith("git:")) {
                throw new InputException(option + " goes with --kernel git:PATH");
            }
            String path = KernelSource.withoutRef(kernel);
            return KernelSource.parse(path + "@" + commit)
                    .obtain(context.cache(), context.progress(), context.cleanup());
        }

        private Ends patches() {
            KernelTree base = KernelSource.parse(request.run().kernel())
                    .obtain(context.cache(), context.progress(), context.cleanup());
            RequestedSeries series = SeriesSource.open(
                    Objects.requireNonNull(request.run().series()),
                    request.run().top().resolve("kernel-patches"),
                    context.cache());
            AppliedSeries applied = SeriesApplier.apply(base, series);
            state.series(applied);
            if (applied.result().commit().equals(applied.base().commit())) {
                throw new InputException("--series " + request.run().series() + ": the kernel has it already");
            }
            return new Ends(applied.base(), applied.result());
        }

        private Bisection.Trial attempt(KernelTree commit) {
            String name = commit.commit().substring(0, 12);
            try {
                BuiltKernel built = workshop.build(commit, folder.resolve(name).resolve("build.log"));
                BootableMachine machine = workshop.machine(built.image());
                state.built(built.release(), built.configDigest(), built.toolchain());
                state.surroundings(workshop.describeQemu(), workshop.describeHost());
                List<ScenarioRun> runs = workshop.run(
                        machine, folder.resolve(name).resolve("console"), chosen.scenarios(), chosen.known(), r -> {});
                tried.put(commit.commit(), runs);
                return judge(runs);
            } catch (KernelBuildException e) {
                return Bisection.Trial.impossible(
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("does not build"));
            }
        }

        private Bisection.Trial judge(List<ScenarioRun> runs) {
            for (ScenarioRun run : runs) {
                Verdict verdict = run.verdict();
                if (verdict.stage() == Verdict.Stage.NO_USER_SPACE || verdict.outcome() == Verdict.Outcome.ERROR) {
                    return Bisection.Trial.impossible(run.scenario().id() + ": " + verdict.reason());
                }
            }
            return Bisection.Trial.of(Failure.of(runs));
        }

        private String describe(Bisection.Outcome outcome, GitBisect bisect) {
            StringBuilder text = new StringBuilder();
            KernelTree first = outcome.firstBad();
            if (first != null) {
                text.append("first bad commit:\n").append(bisect.describe(first.commit()));
            } else {
                text.append("one of these is the first bad commit, all of them were skipped or not decided:\n");
                outcome.undecided().forEach(c -> text.append("  ").append(c).append('\n'));
            }
            text.append("failure followed: ").append(outcome.followed()).append('\n');
            outcome.skipped().forEach(s -> text.append("skipped ").append(s).append('\n'));
            return text.toString();
        }

        /** The report shows the scenarios at the first bad commit, and at the good end for comparison. */
        private void conclude(Bisection.Outcome outcome, Ends ends) {
            KernelTree first = outcome.firstBad();
            List<ScenarioRun> shown = new ArrayList<>();
            shown.addAll(renamed(ends.good().commit(), "before"));
            shown.addAll(renamed(first == null ? ends.bad().commit() : first.commit(), "after"));
            state.judged(shown, folder);
            state.ended(first == null ? ExitCode.CANNOT_TELL : ExitCode.PASS);
        }

        private List<ScenarioRun> renamed(String commit, String suffix) {
            return tried.getOrDefault(commit, List.of()).stream()
                    .map(r -> new ScenarioRun(
                            r.scenario().named(r.scenario().id() + " " + suffix + " " + commit.substring(0, 12)),
                            r.console(),
                            r.seconds(),
                            r.verdict()))
                    .toList();
        }

        private void write(String name, String text) {
            Cache.write(folder.resolve(name), text);
        }
    }
}
