/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KernelRecipe;
import org.kharness.cache.Cache;
import org.kharness.console.ConsoleLog;
import org.kharness.console.ConsoleLogs;
import org.kharness.coverage.CoverageReport.Line;
import org.kharness.coverage.CoverageReport.State;
import org.kharness.csource.CFunction;
import org.kharness.csource.CSource;
import org.kharness.engine.PlanRunner;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeFiles;
import org.kharness.lines.NotCompiled;
import org.kharness.plan.Scenario;
import org.kharness.progress.Progress;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.Reported;
import org.kharness.stage.RunRequest;
import org.kharness.stage.RunState;
import org.kharness.stage.Touched;
import org.kharness.stage.WholeRun;
import org.kharness.stage.Workshop;
import org.kharness.topology.Topology;

/**
 * {@code kharness coverage}: which lines of a series the scenarios of a plan execute.
 */
public final class CoverageJob {
    private final JobContext context;

    public CoverageJob(JobContext context) {
        this.context = context;
    }

    /**
     * What is asked for.
     *
     * @param run kernel, series, plan and surroundings
     * @param names files and functions to look at instead of a series' lines, as {@link Touched#of} takes them
     * @param unreached the list of lines that no scenario can execute; null for none
     */
    public record Request(
            RunRequest run, List<String> names, @Nullable Path unreached) {
        public Request {
            names = List.copyOf(names);
        }
    }

    /**
     * What a run leaves.
     *
     * @param report null where the run did not come so far
     */
    public record Result(WholeRun.Result run, @Nullable CoverageReport report) {}

    /**
     * Runs.
     *
     * @throws InputException if the input cannot be used
     */
    public Result run(Request request) {
        Chosen chosen = Chosen.by(request.run());
        AtomicReference<@Nullable CoverageReport> report = new AtomicReference<>();
        WholeRun.Result run = Reported.run(
                request.run(),
                context.progress(),
                (folder, state) -> report.set(new Session(request, chosen, folder, state).run()));
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

        CoverageReport run() {
            Path list = request.unreached();
            UnreachedLines unreached = list == null ? UnreachedLines.NONE : UnreachedLines.read(list);
            Workshop workshop = workshop();
            Touched touched = Touched.of(request.run(), request.names(), context, state);
            KernelTree counting =
                    ProfiledTree.of(touched.tree(), touched.lines().files());
            BuiltKernel built = state.phases()
                    .time("build", BuiltKernel::cached, () -> workshop.build(counting, folder.resolve("build.log")));
            state.built(built.release(), built.configDigest(), built.toolchain());
            Path notes = built.notes();
            if (notes == null) {
                throw new SurroundingsException("the compiler left no notes (.gcno) in "
                        + context.cache().root());
            }
            BootableMachine machine = workshop.machine(built);
            state.surroundings(workshop.describeQemu(), workshop.describeHost());
            List<ScenarioRun> runs = state.phases().time("scenarios", r -> false, () -> scenarios(workshop, machine));
            state.judged(runs, folder);
            LineCounts counts = new LineCounts(touched.lines().files());
            Map<String, String> silent =
                    state.phases().time("gcov", s -> false, () -> read(workshop, notes, runs, counts));
            List<Line> lines = lines(touched, counts, file -> workshop.compiledLines(counting, file));
            String release = touched.tree().release();
            CoverageReport report = new CoverageReport(
                    CoverageReport.SCHEMA,
                    touched.tree().source(),
                    release,
                    touched.series(),
                    chosen.plan().name(),
                    runs.size() - silent.size(),
                    silent,
                    unreached.wrong(release, lines),
                    unreached.explain(release, lines));
            report.write(folder);
            state.ended(exitCode(report));
            return report;
        }

        private Workshop workshop() {
            KernelRecipe counting =
                    new KernelRecipe(List.of(), List.of("CONFIG_GCOV_KERNEL=y"), new TreeMap<>(), List.of());
            return new Workshop(request.run().madeWith(counting), chosen.plan(), context, state.phases());
        }

        /** One scenario of each topology tells, too, what was executed while its machine was made ready. */
        private List<ScenarioRun> scenarios(Workshop workshop, BootableMachine machine) {
            Set<Topology> seen = new HashSet<>();
            List<Scenario> first = new ArrayList<>();
            List<Scenario> others = new ArrayList<>();
            for (Scenario scenario : chosen.scenarios()) {
                (seen.add(scenario.topology()) ? first : others).add(scenario);
            }
            PlanRunner runner = workshop.runner(machine, folder.resolve("console"), chosen.known(), progress);
            List<ScenarioRun> runs =
                    new ArrayList<>(runner.doing(Counters.first()).run(first, workshop.jobs(), r -> {}));
            runs.addAll(runner.doing(Counters.scenario()).run(others, workshop.jobs(), r -> {}));
            return runs;
        }

        /** Has gcov read what every scenario told; gives back those that told nothing. */
        private Map<String, String> read(Workshop workshop, Path notes, List<ScenarioRun> runs, LineCounts counts) {
            Path work = context.cache().temporary("gcov");
            Map<String, String> names = new TreeMap<>();
            Map<String, String> silent = new TreeMap<>();
            try {
                for (ScenarioRun run : runs) {
                    ConsoleLog log = ConsoleLogs.read(run.console());
                    String id = run.scenario().id();
                    if (!lay(work, notes, Counters.of(log), id, names)) {
                        silent.put(id, run.verdict().outcome().name());
                    }
                    lay(work, notes, Counters.beforeThat(log), CoverageReport.READY, names);
                }
                StringBuilder now = new StringBuilder();
                workshop.gcov(work, line -> {
                    if (line.startsWith("@")) {
                        now.setLength(0);
                        now.append(names.getOrDefault(line.substring(1), ""));
                    } else if (line.startsWith("{") && !now.isEmpty()) {
                        counts.add(line, now.toString());
                    }
                });
            } finally {
                Cache.delete(work);
            }
            return silent;
        }

        /** Lays counters beside their notes, a folder for each: gcov goes by names. False where there are none. */
        private boolean lay(
                Path work, Path notes, Map<String, byte[]> counters, String scenario, Map<String, String> names) {
            boolean some = false;
            for (Map.Entry<String, byte[]> counter : counters.entrySet()) {
                Path note = note(notes, counter.getKey());
                if (note == null) {
                    continue;
                }
                some = true;
                String name = Integer.toString(names.size());
                names.put(name, scenario);
                Path place = work.resolve(name);
                try {
                    Files.createDirectories(place);
                    Files.copy(note, place.resolve("object.gcno"));
                    Files.write(place.resolve("object.gcda"), counter.getValue());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return some;
        }

        /** The guest knows the object folder by where the compiler saw it: the notes are found by the end of the name. */
        private static @Nullable Path note(Path notes, String counter) {
            String name = counter.replaceFirst("\\.gcda$", ".gcno").replaceFirst("^[./]+", "");
            while (!name.isEmpty()) {
                Path note = notes.resolve(name).normalize();
                if (note.startsWith(notes) && Files.isRegularFile(note)) {
                    return note;
                }
                int slash = name.indexOf('/');
                name = slash < 0 ? "" : name.substring(slash + 1);
            }
            return null;
        }

        private List<Line> lines(
                Touched touched, LineCounts counts, Function<String, Optional<SortedSet<Integer>>> compiled) {
            TreeFiles files = new TreeFiles(touched.tree());
            List<Line> all = new ArrayList<>();
            for (String file : touched.lines().files()) {
                byte[] bytes = files.read(file).orElse(new byte[0]);
                CSource source = CSource.parse(bytes);
                List<String> texts = source.text().lines().toList();
                SortedMap<Integer, LineCounts.Count> code = counts.of(file);
                Set<Integer> dead = compiled.apply(file)
                        .filter(c -> file.endsWith(".c"))
                        .map(c -> NotCompiled.lines(source, c))
                        .orElseGet(TreeSet::new);
                List<CFunction> functions = source.functions();
                touched.lines().of(file).forEach((line, patch) -> {
                    LineCounts.Count count = code.get(line);
                    if (count == null && !dead.contains(line)) {
                        return;
                    }
                    String function = functions.stream()
                            .filter(f -> f.holds(line))
                            .map(CFunction::name)
                            .findFirst()
                            .orElse("");
                    String text = line <= texts.size() ? texts.get(line - 1).strip() : "";
                    all.add(line(file, line, function, patch, text, count));
                });
            }
            return all;
        }

        private static Line line(
                String file, int line, String function, int patch, String text, LineCounts.@Nullable Count count) {
            if (count == null) {
                return new Line(file, line, function, patch, text, State.NOT_COMPILED, 0, List.of(), List.of(), "");
            }
            return new Line(
                    file,
                    line,
                    function,
                    patch,
                    text,
                    count.times() > 0 ? State.COVERED : State.NOT_COVERED,
                    count.times(),
                    count.branches(),
                    List.copyOf(count.scenarios()),
                    "");
        }
    }

    /** A line that can be executed and is not is the plan's failure, unless there is a reason. */
    static ExitCode exitCode(CoverageReport report) {
        if (!report.missed().isEmpty()) {
            return ExitCode.FAIL;
        }
        return report.with(State.COVERED).isEmpty() ? ExitCode.CANNOT_TELL : ExitCode.PASS;
    }
}
