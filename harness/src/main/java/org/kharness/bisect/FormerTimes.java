/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kharness.failure.InputException;
import org.kharness.report.BisectAnswer;
import org.kharness.report.PatchReview;
import org.kharness.report.ReportJson;
import org.kharness.report.RunReport;
import org.kharness.variant.Variant;

/**
 * How long things took in the runs whose reports are at hand, in seconds.
 *
 * @param steps of former bisects, each with its build and its tries
 * @param builds of kernels that were not found in the cache, whole ones and those of what had changed
 * @param scenarios by id, whatever the kernel
 */
record FormerTimes(List<Double> steps, List<Double> builds, Map<String, List<Double>> scenarios) {
    /** So many reports are read at most, the newest first. */
    private static final int MOST = 50;

    FormerTimes {
        steps = List.copyOf(steps);
        builds = List.copyOf(builds);
        scenarios = Map.copyOf(scenarios);
    }

    /** Reads the newest reports of a folder; those that cannot be read are left out. */
    static FormerTimes in(Path reports, Variant variant) {
        FormerTimes none = new FormerTimes(List.of(), List.of(), Map.of());
        if (!Files.isDirectory(reports)) {
            return none;
        }
        List<RunReport> read = new ArrayList<>();
        try (Stream<Path> folders = Files.list(reports)) {
            folders.filter(f -> !Files.isSymbolicLink(f))
                    .map(f -> f.resolve("report.json"))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing((Path f) -> f.toString()).reversed())
                    .limit(MOST)
                    .forEach(f -> add(f, read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(read, variant);
    }

    private static void add(Path file, List<RunReport> to) {
        try {
            to.add(ReportJson.read(file));
        } catch (InputException e) {
            // of another version, or cut off: others tell
        }
    }

    /** What some reports tell. */
    static FormerTimes of(List<RunReport> reports, Variant variant) {
        List<Double> steps = new ArrayList<>();
        List<Double> builds = new ArrayList<>();
        Map<String, List<Double>> scenarios = new HashMap<>();
        String made = variant.plain() ? "" : variant.name();
        for (RunReport report : reports) {
            BisectAnswer bisect = report.bisect();
            if (bisect != null) {
                bisect.steps().stream()
                        .filter(s -> s.tries() > 0)
                        .map(BisectAnswer.Step::seconds)
                        .forEach(steps::add);
            }
            report.phases().stream()
                    .filter(p -> !p.cached() && p.name().equals(variant.label("build")))
                    .map(RunReport.Phase::seconds)
                    .forEach(builds::add);
            report.presubmit().stream()
                    .map(PatchReview::seconds)
                    .filter(s -> s > 0)
                    .forEach(builds::add);
            report.scenarios().stream()
                    .filter(s -> s.variant().equals(made) && s.seconds() > 0)
                    .forEach(s -> scenarios
                            .computeIfAbsent(s.id(), id -> new ArrayList<>())
                            .add(s.seconds()));
        }
        // A kernel from the cache tells how long it took when it was built, in every report
        return new FormerTimes(steps, builds.stream().distinct().toList(), scenarios);
    }

    /** The middle one of some times, of two the shorter; 0 for none. */
    static double median(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
    }
}
