/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kharness.build.BuiltKernel;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.KernelBootException;
import org.kharness.failure.SurroundingsException;
import org.kharness.plan.Scenario;
import org.kharness.progress.Progress;
import org.kharness.report.PatchByPatch;
import org.kharness.verdict.Verdict;

/**
 * The plan on the kernel before a series and after each of its patches, so that what breaks in the middle and is mended later is
 * seen. Kernels with the same image are run once. Where a scenario changes its verdict it is tried again on both sides, for it may
 * be one that comes and goes.
 */
final class EachKernel {
    /** How often a scenario is tried on either side of a change, the first time included. */
    private static final int TRIES = 3;

    private final Bench bench;
    private final Progress progress;
    private final Path folder;
    private final List<Scenario> scenarios;
    private final List<OnTheWay> way;
    private final Map<Integer, String> images = new HashMap<>();
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    /**
     * A kernel on the way.
     *
     * @param n the patch that is its last; 0 before the series
     * @param kernel null where there is none
     * @param lack why there is none
     */
    record OnTheWay(int n, @Nullable BuiltKernel kernel, String lack) {}

    /** What was seen of an image: verdicts by scenario, in the order of the tries, or why there are none. */
    private static final class Seen {
        private final int n;
        private final Map<String, List<Verdict>> verdicts = new HashMap<>();
        private String noBoot = "";
        private String lack = "";

        Seen(int n) {
            this.n = n;
        }

        void add(List<ScenarioRun> runs) {
            boolean dead =
                    !runs.isEmpty() && runs.stream().allMatch(r -> r.verdict().stage() == Verdict.Stage.NO_USER_SPACE);
            if (dead) {
                noBoot = runs.get(0).verdict().reason();
                return;
            }
            runs.forEach(r -> verdicts.computeIfAbsent(
                            Scenario.writtenId(r.scenario().id()), id -> new ArrayList<>())
                    .add(r.verdict()));
        }

        List<Verdict> of(String id) {
            return verdicts.getOrDefault(id, List.of());
        }
    }

    /**
     * Gets ready.
     *
     * @param folder the run's, which gets a folder "each" with the consoles
     * @param way the kernels in order, that before the series first
     */
    EachKernel(Bench bench, Progress progress, Path folder, List<Scenario> scenarios, List<OnTheWay> way) {
        this.bench = bench;
        this.progress = progress;
        this.folder = folder.resolve("each");
        this.scenarios = List.copyOf(scenarios);
        this.way = List.copyOf(way);
        for (OnTheWay kernel : way) {
            BuiltKernel built = kernel.kernel();
            if (built != null) {
                images.put(kernel.n(), built.loadedDigest());
            }
        }
    }

    /** Takes what a kernel on the way did when the plan was run on it elsewhere. */
    void ran(BuiltKernel kernel, List<ScenarioRun> runs) {
        of(kernel).add(runs);
    }

    /** Takes that a kernel on the way was found not to boot. */
    void doesNotBoot(BuiltKernel kernel, KernelBootException why) {
        of(kernel).noBoot = firstLine(why);
    }

    private Seen of(BuiltKernel kernel) {
        OnTheWay on =
                way.stream().filter(o -> kernel.equals(o.kernel())).findFirst().orElseThrow();
        return seen.computeIfAbsent(images.getOrDefault(on.n(), ""), i -> new Seen(on.n()));
    }

    /** Runs the plan on every image on which it was not run, tries what changes its verdict again, and tells where it does. */
    PatchByPatch run() {
        for (OnTheWay on : way) {
            BuiltKernel kernel = on.kernel();
            String image = images.getOrDefault(on.n(), "");
            if (kernel != null && !seen.containsKey(image)) {
                Seen fresh = new Seen(on.n());
                seen.put(image, fresh);
                progress.stage("scenarios " + name(on.n()));
                attempt(fresh, kernel, scenarios, folder.resolve(folderOf(on.n())));
            }
        }
        again();
        return result();
    }

    private static String name(int n) {
        return n == 0 ? "before the series" : "with patch " + n + " as the last";
    }

    private static String folderOf(int n) {
        return n == 0 ? "base" : "patch-" + n;
    }

    private void attempt(Seen into, BuiltKernel kernel, List<Scenario> some, Path consoles) {
        try {
            into.add(bench.run(kernel, some, consoles));
        } catch (KernelBootException e) {
            into.noBoot = firstLine(e);
        } catch (SurroundingsException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            into.lack = into.verdicts.isEmpty() ? "could not be run: " + firstLine(e) : "";
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private PatchByPatch result() {
        List<PatchByPatch.Track> tracks = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            List<String> verdicts = way.stream()
                    .map(on -> verdict(on.n(), scenario.id()))
                    .map(v -> v == null ? "" : v.outcome().name())
                    .toList();
            tracks.add(new PatchByPatch.Track(scenario.id(), verdicts, changes(scenario.id())));
        }
        return new PatchByPatch(way.stream().map(this::told).toList(), tracks);
    }

    private PatchByPatch.Kernel told(OnTheWay on) {
        String image = images.getOrDefault(on.n(), "");
        Seen of = seen.get(image);
        if (of == null) {
            return new PatchByPatch.Kernel(on.n(), image, -1, on.kernel() == null ? on.lack() : "was not run");
        }
        String lack = of.noBoot.isEmpty() ? of.lack : "does not boot: " + of.noBoot;
        return new PatchByPatch.Kernel(on.n(), image, of.n == on.n() ? -1 : of.n, lack);
    }

    private @Nullable Verdict verdict(int n, String id) {
        Seen of = seen.get(images.getOrDefault(n, ""));
        return of == null || of.of(id).isEmpty() ? null : of.of(id).get(0);
    }

    private List<PatchByPatch.Change> changes(String id) {
        List<PatchByPatch.Change> changes = new ArrayList<>();
        int before = -1;
        for (OnTheWay on : way) {
            Verdict now = verdict(on.n(), id);
            if (now == null || now.outcome() == Verdict.Outcome.ERROR) {
                continue;
            }
            Verdict was = before < 0 ? null : verdict(before, id);
            if (was != null && was.outcome() != now.outcome()) {
                List<String> then = tries(before, id);
                List<String> since = tries(on.n(), id);
                boolean steady = Collections.frequency(then, then.get(0)) == then.size()
                        && Collections.frequency(since, since.get(0)) == since.size();
                changes.add(new PatchByPatch.Change(
                        on.n(),
                        before,
                        was.outcome().name(),
                        now.outcome().name(),
                        now.reason(),
                        steady,
                        String.join(" ", then) + " before, " + String.join(" ", since) + " with it"));
            }
            before = on.n();
        }
        return changes;
    }

    /** The verdicts of all tries, but those that tell nothing of the kernel. */
    private List<String> tries(int n, String id) {
        Seen of = Objects.requireNonNull(seen.get(images.getOrDefault(n, "")));
        return of.of(id).stream()
                .map(v -> v.outcome().name())
                .filter(v -> !v.equals("ERROR"))
                .toList();
    }

    private void again() {
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        for (Scenario scenario : scenarios) {
            for (PatchByPatch.Change change : changes(scenario.id())) {
                Stream.of(change.before(), change.n())
                        .map(n -> images.getOrDefault(n, ""))
                        .forEach(i -> wanted.computeIfAbsent(i, k -> new LinkedHashSet<>())
                                .add(scenario.id()));
            }
        }
        wanted.forEach((image, ids) -> {
            Seen of = Objects.requireNonNull(seen.get(image));
            List<Scenario> more = new ArrayList<>();
            for (int round = 2; round <= TRIES; round++) {
                int number = round;
                scenarios.stream()
                        .filter(s -> ids.contains(s.id()))
                        .map(s -> s.round(number))
                        .forEach(more::add);
            }
            progress.stage("again, " + ids.size() + " that changed, " + name(of.n));
            attempt(of, kernel(of.n), more, folder.resolve(folderOf(of.n) + "-again"));
        });
    }

    private BuiltKernel kernel(int n) {
        return way.stream()
                .filter(on -> on.n() == n)
                .map(OnTheWay::kernel)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
