/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KernelRecipe;
import org.kharness.cache.Cache;
import org.kharness.engine.PlanRunner;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.failure.KernelBootException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelTree;
import org.kharness.lines.TouchedLines;
import org.kharness.plan.Scenario;
import org.kharness.progress.Progress;
import org.kharness.stage.Baseline;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.Reported;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.Touched;
import org.kharness.stage.WholeRun;
import org.kharness.stage.Workshop;
import org.kharness.value.Glob;
import org.kharness.verdict.Verdict.Stage;

/**
 * {@code kharness mutants}: would the plan notice if a line of the series were wrong. All mutants are built into one kernel; the
 * plan runs once while none of them is on, and only scenarios that pass then can catch one.
 */
public final class MutantsJob {
    private final JobContext context;

    public MutantsJob(JobContext context) {
        this.context = context;
    }

    /**
     * What is asked for.
     *
     * @param run kernel, series, plan and surroundings
     * @param names files and functions to take instead of a series' lines, as {@link Touched#of} takes them; empty for the series
     * @param mutants a glob that ids of mutants must match; null for all
     * @param time after which no other mutant gets its turn; null for as long as it takes
     * @param equivalent the list of those judged to change nothing; null for none
     * @param afresh whether to try again what was tried before on the same kernel with the same scenarios
     */
    public record Request(
            RunRequest run,
            List<String> names,
            @Nullable String mutants,
            @Nullable Duration time,
            @Nullable Path equivalent,
            boolean afresh) {
        public Request {
            names = List.copyOf(names);
        }
    }

    /**
     * What a run leaves.
     *
     * @param report null where the run did not come so far
     */
    public record Result(WholeRun.Result run, @Nullable MutantReport report) {}

    /**
     * Runs. Mutants that a run before this one tried are not tried again, whether it was cut off or came to its end.
     *
     * @throws InputException if the input cannot be used, or an entry of the list of equivalent mutants names none
     */
    public Result run(Request request) {
        Chosen chosen = Chosen.by(request.run());
        AtomicReference<@Nullable MutantReport> report = new AtomicReference<>();
        WholeRun.Result run = Reported.run(
                request.run(),
                context.progress(),
                (folder, state) -> new Session(request, chosen, folder, state).run(report));
        return new Result(run, report.get());
    }

    /** One run. */
    private final class Session {
        private final Request request;
        private final Chosen chosen;
        private final Path folder;
        private final RunState state;
        private final Progress progress = context.progress();

        Session(Request request, Chosen chosen, Path folder, RunState state) {
            this.request = request;
            this.chosen = chosen;
            this.folder = folder;
            this.state = state;
        }

        void run(AtomicReference<@Nullable MutantReport> report) {
            Workshop workshop = workshop();
            Touched touched = Touched.of(request.run(), request.names(), context, state);
            KernelTree tree = touched.tree();
            TouchedLines lines = touched.lines();
            MutantKernel kernel = MutantKernel.of(tree, lines);
            Map<String, String> reasons = reasons(kernel, tree);
            progress.note(kernel.mutants().size() + " mutants in " + lines.count() + " lines of "
                    + lines.files().size() + " files");
            long begin = System.nanoTime();
            BuiltKernel built = state.phases()
                    .time(
                            "build",
                            BuiltKernel::cached,
                            () -> kernel.build(workshop, folder.resolve("build.log"), progress));
            double buildSeconds = (System.nanoTime() - begin) / 1e9;
            state.built(built.release(), built.configDigest(), built.toolchain());
            BootableMachine machine = workshop.machine(built);
            state.surroundings(workshop.describeQemu(), workshop.describeHost());

            Unmutated unmutated = unmutated(workshop, machine);
            List<Scenario> passing = chosen.scenarios().stream()
                    .filter(s -> unmutated.passes(s.id()))
                    .toList();
            if (passing.isEmpty()) {
                throw new InputException("no scenario passes while no mutant is on: nothing could catch one");
            }
            begin = System.nanoTime();
            Map<String, Trial> trials = trials(workshop, machine, kernel, reasons, unmutated, passing);
            double trialSeconds = (System.nanoTime() - begin) / 1e9;
            MutantReport made = new MutantReport(
                    MutantReport.SCHEMA,
                    tree.source(),
                    tree.release(),
                    touched.series(),
                    chosen.plan().name(),
                    passing.size(),
                    unmutated.others(),
                    buildSeconds,
                    trialSeconds,
                    kernel.leftOut(),
                    kernel.mutants().values().stream()
                            .flatMap(m -> Stream.ofNullable(trials.get(m.id())).map(t -> entry(kernel, lines, m, t)))
                            .toList());
            made.write(folder);
            report.set(made);
            state.ended(exitCode(made));
        }

        /** An object folder of its own: that of the usual kernel stays as it is. */
        private Workshop workshop() {
            KernelRecipe own = new KernelRecipe(
                    List.of(), List.of(), new TreeMap<>(Map.of("KHARNESS_OBJECTS", "mutants")), List.of());
            return new Workshop(request.run().madeWith(own), chosen.plan(), context, state.phases());
        }

        private Map<String, String> reasons(MutantKernel kernel, KernelTree tree) {
            Path list = request.equivalent();
            if (list == null) {
                return Map.of();
            }
            Set<String> functions = kernel.mutants().values().stream()
                    .map(m -> m.file() + ":" + m.function())
                    .collect(Collectors.toSet());
            return EquivalentMutants.read(list)
                    .reasons(list, tree.release(), kernel.mutants().values(), functions);
        }

        /** Where something of this kernel, machine and plan is kept. */
        private Path kept(BootableMachine machine, String name) {
            String key = Cache.digest(
                    Baseline.judges(),
                    machine.identity(),
                    machine.spec().toString(),
                    chosen.scenarios().toString(),
                    chosen.known().toString());
            return context.cache().folder("mutants", key.substring(0, 32)).resolve(name);
        }

        private Unmutated unmutated(Workshop workshop, BootableMachine machine) {
            Path file = kept(machine, "unmutated.json");
            Unmutated before = Unmutated.read(file);
            if (before != null) {
                progress.note("what passes while no mutant is on: taken from the cache");
                return before;
            }
            List<Scenario> plain = chosen.scenarios().stream()
                    .map(s -> Armed.with(s, Collections.emptySortedSet(), 0))
                    .toList();
            List<ScenarioRun> runs = state.phases()
                    .time(
                            "no mutant",
                            r -> false,
                            () -> workshop.runner(machine, folder.resolve("console"), chosen.known(), progress)
                                    .doing(Reached.around())
                                    .run(plain, workshop.jobs(), r -> {}));
            state.judged(runs, folder);
            if (runs.stream().anyMatch(r -> r.verdict().stage() == Stage.NO_USER_SPACE)) {
                throw new KernelBootException("the kernel with mutants does not boot although none is on: "
                        + runs.get(0).verdict().reason());
            }
            Unmutated now = Unmutated.of(runs);
            now.write(file);
            return now;
        }

        private Map<String, Trial> trials(
                Workshop workshop,
                BootableMachine machine,
                MutantKernel kernel,
                Map<String, String> reasons,
                Unmutated unmutated,
                List<Scenario> passing) {
            Glob ids = Glob.of(request.mutants());
            Map<Integer, Mutant> wanted = new TreeMap<>(kernel.mutants());
            wanted.values().removeIf(m -> !ids.matches(m.id()));
            if (wanted.isEmpty()) {
                throw new InputException("--mutants " + request.mutants() + ": no mutant matches");
            }
            Map<String, Trial> settled = new TreeMap<>();
            for (Mutant mutant : wanted.values()) {
                String reason = reasons.get(mutant.id());
                if (reason != null) {
                    settled.put(mutant.id(), Trial.of(mutant.id(), Fate.EQUIVALENT, reason));
                }
            }
            wanted.values().removeIf(m -> settled.containsKey(m.id()));
            Path consoles = folder.resolve("mutants");
            PlanRunner runner = workshop.runner(machine, consoles, chosen.known(), Progress.NONE);
            TrialLog log = new TrialLog(kept(machine, "trials.jsonl"));
            if (request.afresh()) {
                log.forget();
            }
            CaughtBy caughtBy = new CaughtBy(context.cache().folder("mutants").resolve("caught-by.json"));
            Candidates candidates = new Candidates(passing, unmutated, request.afresh() ? Map.of() : caughtBy.read());
            Trials first = new Trials(new MutantRuns(runner, unmutated), unmutated, candidates, log, progress);
            Duration time = request.time();
            Duration forFirst = time == null ? null : time.dividedBy(2);
            settled.putAll(
                    state.phases().time("mutants", t -> false, () -> first.run(wanted, workshop.jobs(), forFirst)));
            state.phases().record("object code", n -> false, () -> compare(workshop, kernel, settled));
            Map<String, Trial> begun = new TreeMap<>(settled);
            begun.values().removeIf(t -> t.fate() != Fate.UNDECIDED);
            MutantRuns marked = new MutantRuns(runner.doing(Reached.around()), unmutated);
            Together others = new Together(marked, unmutated, candidates, log, progress);
            settled.putAll(state.phases()
                    .time("mutants together", t -> false, () -> others.run(wanted, begun, workshop.jobs())));
            caughtBy.add(settled.values());
            return settled;
        }

        /** Of what nobody noticed the compiler may have made the same code: then nobody could. */
        private int compare(Workshop workshop, MutantKernel kernel, Map<String, Trial> trials) {
            Set<String> same = kernel.equivalent(workshop, ids(trials, Fate.SURVIVED, Fate.UNDECIDED, Fate.UNREACHED));
            Set<String> dead = new HashSet<>(same);
            dead.retainAll(ids(trials, Fate.UNREACHED));
            dead = kernel.notCompiled(workshop, dead);
            for (String id : same) {
                Fate fate = dead.contains(id) ? Fate.NOT_COMPILED : Fate.EQUIVALENT;
                String why = fate == Fate.EQUIVALENT
                        ? "the compiler makes the same code of it"
                        : "no code is made of its place in this configuration";
                trials.computeIfPresent(id, (i, t) -> t.as(fate, why));
            }
            return same.size();
        }

        private static Set<String> ids(Map<String, Trial> trials, Fate... fates) {
            Set<Fate> wanted = Set.of(fates);
            return trials.values().stream()
                    .filter(t -> wanted.contains(t.fate()))
                    .map(Trial::id)
                    .collect(Collectors.toSet());
        }

        private MutantReport.Entry entry(MutantKernel kernel, TouchedLines lines, Mutant mutant, Trial trial) {
            return new MutantReport.Entry(
                    mutant.id(),
                    mutant.file(),
                    mutant.line(),
                    mutant.function(),
                    mutant.operator().word(),
                    mutant.text(),
                    lines.patch(mutant.file(), mutant.line()),
                    trial.fate(),
                    trial.by(),
                    trial.why(),
                    trial.ran(),
                    trial.unclear(),
                    trial.seconds(),
                    mutant.diff(kernel.source(mutant.file())));
        }
    }

    /** A mutant that nobody notices is the plan's failure, as a control that is missed is. */
    static ExitCode exitCode(MutantReport report) {
        if (!report.with(Fate.SURVIVED).isEmpty()
                || !report.with(Fate.UNREACHED).isEmpty()) {
            return ExitCode.FAIL;
        }
        return report.with(Fate.CAUGHT).isEmpty() ? ExitCode.CANNOT_TELL : ExitCode.PASS;
    }
}
