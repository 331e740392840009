/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kharness.bisect.Trial.Followed;
import org.kharness.bisect.Trial.Tried;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KeptObjects;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.KernelBootException;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SeriesException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelTree;
import org.kharness.plan.Scenario;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.Phases;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.Workshop;
import org.kharness.verdict.Verdict;

/** Builds commits and runs scenarios on them, each commit in a folder of its own under the run's. */
final class KernelTrials implements Trial.Stage, AutoCloseable {
    private final Chosen chosen;
    private final Path folder;
    private final RunState state;
    private final KeptObjects kept;
    private final @Nullable What what;
    private final Supplier<OnEachCommit> before;
    private final Workshop usual;
    private final Supplier<Workshop> afresh;
    private @Nullable Workshop booting;
    private final Map<String, List<ScenarioRun>> runs = new LinkedHashMap<>();
    private final Map<String, Integer> rounds = new LinkedHashMap<>();

    /**
     * Opens the workshop.
     *
     * @param before what is done to every commit; asked for when the first one is tried
     * @param what what is looked for, so that no more is done than it needs; null where the failing end will tell
     */
    KernelTrials(
            RunRequest request,
            Supplier<OnEachCommit> before,
            @Nullable What what,
            Chosen chosen,
            Path folder,
            RunState state,
            JobContext context) {
        this.before = before;
        this.chosen = chosen;
        this.folder = folder;
        this.state = state;
        this.kept = new KeptObjects(context.cache(), context.progress());
        this.what = what;
        this.usual = workshop(request, chosen, state.phases(), context);
        this.afresh = () -> workshop(request.fresh(true), chosen, state.phases(), context);
    }

    /** A saved machine has booted once and for all: who looks for boots that fail must boot each time. */
    private Workshop booting() {
        Workshop open = booting == null ? afresh.get() : booting;
        booting = open;
        return open;
    }

    private static Workshop workshop(RunRequest request, Chosen chosen, Phases phases, JobContext context) {
        return new Workshop(request, chosen.plan(), context, phases);
    }

    @Override
    public void close() {
        kept.close();
    }

    /** True once a commit was tried: there are logs then that messages may name. */
    boolean any() {
        return !rounds.isEmpty();
    }

    /** The scenarios' runs at a commit, from its last round. */
    List<ScenarioRun> of(String commit) {
        return runs.getOrDefault(commit, List.of());
    }

    @Override
    public Tried attempt(KernelTree commit, @Nullable Followed followed, int times) {
        String name = commit.commit().substring(0, 12);
        int round = rounds.merge(commit.commit(), 1, Integer::sum);
        String label = name + (round == 1 ? "" : " again, " + round);
        Path own = folder.resolve(name);
        return state.phases().record(label, t -> false, () -> built(commit, own, followed, times, round));
    }

    @Override
    public OptionalInt effort(KernelTree commit) {
        OnEachCommit first = before.get();
        return first.series() == null && first.changes().isEmpty() ? kept.effort(commit) : OptionalInt.empty();
    }

    private Tried built(KernelTree commit, Path own, @Nullable Followed followed, int times, int round) {
        What goal = followed == null ? what : followed.what();
        try {
            OnEachCommit first = before.get();
            BuiltKernel built = usual.build(first.kernel(commit), first.recipe(commit), own.resolve("build.log"), kept);
            state.built(built.release(), built.configDigest(), built.toolchain());
            String image = built.loadedDigest();
            if (goal == What.BUILD) {
                return new Tried(image, List.of(Trial.judged(new Failure(Map.of()))));
            }
            Path consoles = own.resolve(round == 1 ? "console" : "console-" + round);
            return new Tried(image, booted(built, commit.commit(), consoles, scenarios(followed, times), goal));
        } catch (KernelBuildException e) {
            return new Tried("", List.of(Trial.broken(What.BUILD, e.firstError())));
        } catch (SeriesException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return new Tried("", List.of(Trial.unclear("the series does not apply there: " + why)));
        }
    }

    private List<Trial> booted(
            BuiltKernel built, String commit, Path consoles, List<List<Scenario>> rounds, @Nullable What goal) {
        Workshop workshop = goal == What.BOOT ? booting() : usual;
        try {
            BootableMachine machine = workshop.machine(built);
            state.surroundings(workshop.describeQemu(), workshop.describeHost());
            List<Scenario> all = rounds.stream().flatMap(List::stream).toList();
            List<ScenarioRun> seen = workshop.run(machine, consoles, all, chosen.known(), r -> {});
            runs.put(commit, seen);
            List<Trial> trials = new ArrayList<>();
            int from = 0;
            for (List<Scenario> each : rounds) {
                trials.add(judge(seen.subList(from, from + each.size())));
                from += each.size();
            }
            return trials;
        } catch (KernelBootException e) {
            return List.of(Trial.broken(
                    What.BOOT,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("does not boot")));
        }
    }

    /** What is to be run in each try: all that was chosen, or only what is followed. */
    private List<List<Scenario>> scenarios(@Nullable Followed followed, int times) {
        List<Scenario> one = chosen.scenarios();
        if (followed != null && followed.what() == What.SCENARIO) {
            one = one.stream()
                    .filter(s -> followed.failure().signatures().containsKey(s.id()))
                    .toList();
        } else if (followed != null) {
            one = one.subList(0, 1);
        }
        List<List<Scenario>> rounds = new ArrayList<>(List.of(one));
        for (int n = 2; n <= times; n++) {
            int number = n;
            rounds.add(one.stream().map(s -> s.round(number)).toList());
        }
        return rounds;
    }

    private static Trial judge(List<ScenarioRun> runs) {
        for (ScenarioRun run : runs) {
            Verdict verdict = run.verdict();
            if (verdict.stage() == Verdict.Stage.NO_USER_SPACE) {
                return Trial.broken(What.BOOT, verdict.reason());
            }
        }
        Failure failure = Failure.of(runs);
        if (runs.stream().allMatch(r -> r.verdict().outcome() == Verdict.Outcome.SKIP)) {
            return Trial.unclear(
                    "every scenario is skipped: " + runs.get(0).verdict().reason());
        }
        for (ScenarioRun run : runs) {
            if (failure.isNone() && run.verdict().outcome() == Verdict.Outcome.ERROR) {
                return Trial.unclear(run.scenario().id() + ": " + run.verdict().reason());
            }
        }
        return Trial.judged(failure);
    }
}
