/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.kharness.cache.Cache;
import org.kharness.failure.KernelBootException;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SurroundingsException;
import org.kharness.report.RunFolder;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.Stages;
import org.kharness.stage.WholeRun;

/**
 * Kernels as they are night after night, with everything planted that nights are to find, and with what chance and our
 * surroundings do to them. It runs whatever is asked for and remembers nothing of what was told.
 */
final class World {
    /** What becomes of a kernel in a night, whatever its scenarios do. */
    enum Whole {
        RUNS,
        NOT_BUILT,
        NOT_BOOTED,
        /** Boots when it is tried again. */
        BOOTS_LATER,
        /** The remote is gone, the disk is full. */
        SPOILT,
        /** So only at the first try. */
        SPOILT_ONCE;

        boolean judges() {
            return this == RUNS || this == BOOTS_LATER || this == SPOILT_ONCE;
        }
    }

    static final List<String> KERNELS = List.of("a", "b", "r");
    /** Scenarios that fail where something is planted, and only there. */
    static final List<String> STEADY = List.of("s0", "s1", "s2", "s3", "s4");
    /** Scenarios that fail by chance, with the rate. */
    static final Map<String, Double> FLAKY = new TreeMap<>(Map.of("f05", 0.05, "f20", 0.2, "f50", 0.5, "f80", 0.8));
    /** Scenarios that become slower and faster. */
    static final List<String> TIMED = List.of("t0", "t1", "t2");

    private static final double NOISE = 0.03;

    private final Random chance;
    final Map<String, Whole> whole = new HashMap<>();
    /** Kernel and scenario of what fails each time. */
    final Set<String> broken = new HashSet<>();
    /** Kernel and scenario of what takes longer, with how many times. */
    final Map<String, Double> slow = new HashMap<>();
    /** What the compiler warns of, by kernel. */
    final Map<String, Set<String>> warnings = new HashMap<>();
    /** True in a night in which the machine has too much to do at first. */
    boolean busy;
    /** The commit of each kernel in this night. */
    String commit = "";
    /** How many scenarios failed by chance when they were run first. */
    int byChance;

    private final Map<String, Integer> runs = new HashMap<>();
    private Instant now = Instant.EPOCH;

    World(long seed) {
        chance = new Random(seed);
    }

    void night(Instant when, String newCommit) {
        now = when;
        commit = newCommit;
        runs.clear();
    }

    WholeRun.Result run(RunRequest request) {
        String kernel = request.kernel().replace("debian:", "");
        int number = runs.merge(kernel, 1, Integer::sum);
        switch (whole.getOrDefault(kernel, Whole.RUNS)) {
            case NOT_BUILT -> throw new KernelBuildException("fs/dax.c:1: error: planted");
            case NOT_BOOTED -> throw new KernelBootException("panic: planted");
            case SPOILT -> throw new SurroundingsException("no space is left: planted");
            case BOOTS_LATER -> {
                if (number == 1) {
                    throw new KernelBootException("panic: once");
                }
            }
            case SPOILT_ONCE -> {
                if (number == 1) {
                    throw new SurroundingsException("the engine was restarted: planted");
                }
            }
            case RUNS -> {}
        }
        RunFolder folder = RunFolder.create(request.reports(), () -> now);
        Cache.write(
                folder.path().resolve(Stages.warnings(request.variant())),
                String.join("\n", warnings.getOrDefault(kernel, Set.of())));
        return new WholeRun.Result(report(request, kernel, folder.path()), folder.path());
    }

    private RunReport report(RunRequest request, String kernel, Path folder) {
        String only = request.only();
        List<String> chosen = only == null
                ? all()
                : List.of(only.substring(1, only.length() - 1).split(","));
        List<RunReport.ScenarioResult> results = new ArrayList<>();
        for (int round = 1; round <= request.repeat(); round++) {
            for (String scenario : chosen) {
                results.add(result(kernel, scenario, round, only == null));
            }
        }
        boolean failed = results.stream().anyMatch(r -> r.verdict().equals("FAIL"));
        return RunReport.brief(
                folder.getFileName().toString(),
                failed ? "FAIL" : "PASS",
                failed ? 1 : 0,
                now.toString(),
                null,
                new RunReport.Kernel(request.kernel(), "6.1.0", commit, commit, "", ""),
                results);
    }

    static List<String> all() {
        List<String> all = new ArrayList<>(STEADY);
        all.addAll(FLAKY.keySet());
        all.addAll(TIMED);
        return all;
    }

    private RunReport.ScenarioResult result(String kernel, String scenario, int round, boolean first) {
        boolean planted = broken.contains(kernel + " " + scenario);
        boolean unlucky = !planted && chance.nextDouble() < FLAKY.getOrDefault(scenario, 0.0);
        byChance += unlucky && first ? 1 : 0;
        double seconds = 10
                * slow.getOrDefault(kernel + " " + scenario, 1.0)
                * (busy && first ? 2.5 : 1)
                * (1 + NOISE * chance.nextGaussian());
        String signature = "warning:" + scenario;
        return new RunReport.ScenarioResult(
                round == 1 ? scenario : scenario + "#" + round,
                "",
                "",
                planted || unlucky ? "FAIL" : "PASS",
                planted ? "planted" : "by chance",
                seconds,
                List.of(),
                List.of(),
                null,
                planted ? List.of(new RunReport.KernelComplaint("warning", signature, "", signature, 1)) : List.of(),
                List.of(),
                "");
    }
}
