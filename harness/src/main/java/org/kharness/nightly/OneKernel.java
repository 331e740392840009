/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.ExitCode;
import org.kharness.failure.HarnessException;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.nightly.KernelNight.Result;
import org.kharness.plan.Scenario;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.Stages;
import org.kharness.stage.WholeRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All plans on one kernel in one night. What looks like news is tried again before it is taken for news. */
final class OneKernel {
    private static final Logger LOG = LoggerFactory.getLogger(OneKernel.class);

    /** How often a verdict that changed is tried again, unless the scenario is known to fail by chance. */
    private static final int REPEATS = 2;
    /** Even then not more often. */
    private static final int MOST_REPEATS = 9;
    /** What is less likely to be chance is taken for news. */
    private static final double BY_CHANCE = 0.01;
    /** A boot that fails and then does not, as a scenario among the others. */
    private static final String BOOT = "(boot)";

    private final NightlyJob.Request request;
    private final NightlyConfig config;
    private final NightlyConfig.Kernel kernel;
    private final Subject subject;
    private final Night night;
    private final History history;
    private final JobContext context;
    private final Function<RunRequest, WholeRun.Result> stage;
    private final Path reports;
    private @Nullable KernelTree pinned;

    OneKernel(
            NightlyJob.Request request,
            NightlyConfig config,
            Subject subject,
            Night night,
            History history,
            JobContext context,
            Function<RunRequest, WholeRun.Result> stage) {
        this.request = request;
        this.config = config;
        this.kernel = subject.kernel();
        this.subject = subject;
        this.night = night;
        this.history = history;
        this.context = context;
        this.stage = stage;
        this.reports = config.reportsFolder(request.file());
    }

    /** Runs the plans that the history lacks in this night. */
    void run() {
        Set<String> done = new HashSet<>();
        history.runs(night).stream()
                .filter(r -> r.kernel().equals(kernel.name()))
                .forEach(r -> done.add(r.plan()));
        for (String plan : kernel.plansOf(config)) {
            if (!done.contains(plan)) {
                context.progress().note(kernel.name() + ", " + plan);
                KernelNight run = attempt(plan);
                if (context.cleanup().isEnding()) {
                    throw new SurroundingsException("interrupted; the same command goes on with this night");
                }
                warnings(run);
                history.add(run);
            }
        }
    }

    /** What the compiler warned of lies in the run's folder, where the kernel was built. */
    private void warnings(KernelNight run) {
        Path file = reports.resolve(run.folder()).resolve(Stages.warnings(subject.variant()));
        if (!run.folder().isEmpty() && Files.isRegularFile(file)) {
            try {
                history.warnings().add(night, kernel.name(), Files.readAllLines(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private KernelNight attempt(String plan) {
        // Results only where they changed, however long the history is: that is all that is looked at
        List<KernelNight> before = history.past(kernel.name(), plan).before(night);
        KernelNight first = once(plan, null, 1);
        if (spoilt(first)) {
            context.progress()
                    .note("once more: " + first.message().lines().findFirst().orElse(""));
            first = once(plan, null, 1);
        }
        Result boot = null;
        if (first.exitCode() == ExitCode.NOT_BOOTED.code() && !wasSo(before, first.exitCode())) {
            KernelNight failed = first;
            int tries = 1;
            while (first.exitCode() == ExitCode.NOT_BOOTED.code() && tries <= REPEATS && !ending()) {
                context.progress().note("does not boot, trying again");
                first = once(plan, null, 1);
                tries++;
            }
            if (!first.judged()) {
                return failed;
            }
            String reason = failed.message().lines().findFirst().orElse("did not come to its user space");
            boot = new Result(BOOT, "FAIL", reason, true, List.of(), tries, tries - 1);
        }
        KernelNight sure = sure(plan, first, before);
        return boot == null ? sure : sure.with(boot);
    }

    /** A run of which everything was tried again that is not as it was. */
    private KernelNight sure(String plan, KernelNight first, List<KernelNight> before) {
        Paces paces = new Paces(history.usual().paces(kernel.name(), plan, night));
        KernelNight timed = paces.timed(first);
        List<String> doubtful = new ArrayList<>(Comparison.toConfirm(timed, before));
        List<String> odd = paces.odd(timed, doubtful);
        doubtful.addAll(odd);
        // With no night before there is nothing that changed, but what fails is still tried again.
        return doubtful.isEmpty() || ending() ? timed : paces.sampled(confirmed(plan, timed, doubtful, paces), odd);
    }

    /** True for a run that our surroundings ended, so that it is made once more. */
    private boolean spoilt(KernelNight run) {
        return run.exitCode() == ExitCode.CANNOT_TELL.code() && !run.judged() && !ending();
    }

    private boolean ending() {
        return context.cleanup().isEnding();
    }

    private static boolean wasSo(List<KernelNight> before, int exitCode) {
        return !before.isEmpty() && before.get(before.size() - 1).exitCode() == exitCode;
    }

    /** One run; what ends it early is part of the result. */
    private KernelNight once(String plan, @Nullable String only, int times) {
        try {
            RunRequest run = asked(plan);
            return night(plan, stage.apply(only == null ? run : run.choosing(only, null, times)));
        } catch (HarnessException e) {
            return failed(plan, e.exitCode(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{}, {}", kernel.name(), plan, e);
            return failed(plan, ExitCode.CANNOT_TELL, "unexpected failure: " + e);
        }
    }

    private KernelNight failed(String plan, ExitCode code, String message) {
        return new KernelNight(night.id(), kernel.name(), plan, tested(null), code.code(), message, "", List.of());
    }

    private RunRequest asked(String plan) {
        return subject.asked(
                source(), plan, request, reports.resolve(night.id()).resolve(kernel.name()));
    }

    /** The commit is looked up once, so that all plans of a night see the same kernel. */
    private String source() {
        String asked = kernel.source();
        if (!BisectLine.searchable(asked)) {
            return asked;
        }
        KernelTree tree = pinned;
        if (tree == null) {
            tree = KernelSource.parse(asked).obtain(context);
            pinned = tree;
        }
        return BisectLine.repository(asked) + "@" + tree.commit();
    }

    private KernelNight.Tested tested(RunReport.@Nullable Kernel built) {
        KernelTree tree = pinned;
        String source = tree == null ? "" : tree.source();
        // Of "git:PATH" without a ref nothing is left
        String name = source.substring(Math.min(
                source.length(),
                BisectLine.searchable(source) ? BisectLine.repository(source).length() + 1 : 0));
        String commit = tree == null ? "" : tree.commit();
        return new KernelNight.Tested(
                name,
                built == null ? "" : built.release(),
                built == null || built.baseCommit().isEmpty() ? commit : built.baseCommit(),
                built == null ? "" : built.commit());
    }

    /**
     * What is doubtful is tried again: as often as it takes until a failure of a scenario that fails by chance at times, be it on
     * other kernels, would hardly be chance.
     */
    private KernelNight confirmed(String plan, KernelNight first, List<String> doubtful, Paces paces) {
        Map<Integer, List<String>> byRepeats = new TreeMap<>();
        Map<String, Double> rates = new TreeMap<>();
        for (String scenario : doubtful) {
            double rate = history.usual().flakeRate(kernel.name(), plan, scenario);
            rates.put(scenario, rate);
            byRepeats.computeIfAbsent(repeats(rate), r -> new ArrayList<>()).add(scenario);
        }
        List<Result> results = new ArrayList<>(first.results());
        byRepeats.forEach((repeats, scenarios) -> {
            context.progress().note("trying again: " + String.join(", ", scenarios));
            String only = "{" + String.join(",", scenarios) + "}";
            KernelNight run = once(plan, only, repeats);
            KernelNight again = spoilt(run) ? once(plan, only, repeats) : run;
            results.replaceAll(r -> scenarios.contains(r.scenario())
                    ? after(r, again, rates.getOrDefault(r.scenario(), 0.0), paces)
                    : r);
        });
        return first.with(results);
    }

    static int repeats(double rate) {
        int repeats = REPEATS;
        while (repeats < MOST_REPEATS && Math.pow(rate, repeats + 1.0) >= BY_CHANCE) {
            repeats++;
        }
        return repeats;
    }

    private static Result after(Result first, KernelNight again, double rate, Paces paces) {
        List<Double> seconds = new ArrayList<>(List.of(first.pace().seconds()));
        int tries = 0;
        int failures = 0;
        for (Result r : again.results()) {
            if (Scenario.writtenId(r.scenario()).equals(first.scenario()) && r.tells()) {
                tries++;
                failures += r.verdict().equals("FAIL") ? 1 : 0;
                seconds.add(r.pace().seconds());
            }
        }
        boolean usual = first.failed() && Math.pow(rate, first.failures() + failures) >= BY_CHANCE;
        return paces.after(first.after(tries, failures, usual), seconds);
    }

    private KernelNight night(String plan, WholeRun.Result result) {
        RunReport report = result.report();
        RunReport.Kernel built = report.kernel();
        return new KernelNight(
                night.id(),
                kernel.name(),
                plan,
                tested(built),
                report.exitCode(),
                report.message() == null ? "" : report.message(),
                reports.toAbsolutePath()
                        .relativize(result.folder().toAbsolutePath())
                        .toString(),
                report.scenarios().stream()
                        .map(s -> Result.once(
                                        s.id(),
                                        s.verdict(),
                                        s.reason(),
                                        s.kernelReports().stream()
                                                .map(RunReport.KernelComplaint::signature)
                                                .toList())
                                .taking(new Pace(s.seconds(), 0, 0, 0)))
                        .toList());
    }
}
