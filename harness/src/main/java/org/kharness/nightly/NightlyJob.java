/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.failure.HarnessException;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.nightly.KernelNight.Result;
import org.kharness.plan.Scenario;
import org.kharness.report.RunReport;
import org.kharness.stage.JobContext;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;
import org.kharness.variant.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kharness nightly}: every plan on every kernel, with what changed since the night before. One kernel's failure does
 * not stop the others; a night that was cut short goes on with the runs that it lacks.
 */
public final class NightlyJob {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyJob.class);

    /** An unfinished night that began longer ago is left as it is. */
    private static final Duration GOES_ON = Duration.ofHours(20);
    /** How often a verdict that changed is tried again. */
    private static final int REPEATS = 2;

    private final Function<RunRequest, WholeRun.Result> stage;
    private final JobContext context;
    private final InstantSource clock;

    public NightlyJob(JobContext context) {
        this(r -> new WholeRun(context).run(r), context, InstantSource.system());
    }

    /** With a stage and a clock of the caller's. */
    NightlyJob(Function<RunRequest, WholeRun.Result> stage, JobContext context, InstantSource clock) {
        this.stage = stage;
        this.context = context;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param file the configuration
     * @param run what all runs have in common; its kernel, series, plan and reports are not looked at
     * @param plan where a plan named by a word lies
     */
    public record Request(Path file, RunRequest run, Function<String, Path> plan) {}

    /** What a night brought: everything there is to know, the most urgent first. */
    public record Outcome(Night night, List<Change> changes, Path folder) {
        public Outcome {
            changes = List.copyOf(changes);
        }
    }

    /** Runs a night, or goes on with one. */
    @SuppressWarnings("try") // the lock is held, not used
    public Outcome run(Request request) {
        NightlyConfig config = NightlyConfig.read(request.file());
        Path reports = config.reportsFolder(request.file());
        String name = "nightly-" + Cache.digest(reports.toString()).substring(0, 16);
        try (var lock = context.cache().lock(name);
                History history = History.open(config.historyFile(request.file()))) {
            Night night = tonight(history);
            for (NightlyConfig.Kernel kernel : config.kernels()) {
                for (Variant variant : request.run().variants()) {
                    new OneKernel(request, config, kernel.in(variant.name()), variant, night, history).run();
                }
                // After every kernel, so that a night that is cut short can be looked at too.
                NightPages.write(history, reports);
            }
            history.finish(night, clock.instant().truncatedTo(ChronoUnit.SECONDS));
            NightPages.write(history, reports);
            return new Outcome(night, changes(history, night), reports);
        }
    }

    /** Everything there is to know about a night. */
    static List<Change> changes(History history, Night night) {
        List<Change> all = new ArrayList<>();
        for (KernelNight run : history.runs(night)) {
            all.addAll(Comparison.of(run, before(history, night, run.kernel(), run.plan())));
        }
        all.sort(java.util.Comparator.comparing(Change::kind));
        return all;
    }

    private static List<KernelNight> before(History history, Night night, String kernel, String plan) {
        return history.runs(kernel, plan).stream()
                .takeWhile(r -> !r.night().equals(night.id()))
                .toList();
    }

    private Night tonight(History history) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<Night> last = history.last();
        if (last.isPresent()
                && last.get().finished() == null
                && Duration.between(last.get().started(), now).compareTo(GOES_ON) < 0) {
            context.progress().note("going on with the night of " + last.get().id());
            return last.get();
        }
        String date = now.atZone(ZoneOffset.UTC).toLocalDate().toString();
        Set<String> taken = history.nights().stream().map(Night::id).collect(Collectors.toSet());
        String id = date;
        for (int n = 2; taken.contains(id); n++) {
            id = date + "." + n;
        }
        return history.begin(id, now);
    }

    /** All plans on one kernel. */
    private final class OneKernel {
        private final Request request;
        private final NightlyConfig config;
        private final NightlyConfig.Kernel kernel;
        private final Variant variant;
        private final Night night;
        private final History history;
        private final Path reports;
        private @Nullable String source;

        OneKernel(
                Request request,
                NightlyConfig config,
                NightlyConfig.Kernel kernel,
                Variant variant,
                Night night,
                History history) {
            this.variant = variant;
            this.request = request;
            this.config = config;
            this.kernel = kernel;
            this.night = night;
            this.history = history;
            this.reports = config.reportsFolder(request.file());
        }

        void run() {
            Set<String> done = new HashSet<>();
            history.runs(night).stream()
                    .filter(r -> r.kernel().equals(kernel.name()))
                    .forEach(r -> done.add(r.plan()));
            for (String plan : config.plans()) {
                if (!done.contains(plan)) {
                    context.progress().note(kernel.name() + ", " + plan);
                    KernelNight run = attempt(plan);
                    if (context.cleanup().isEnding()) {
                        throw new SurroundingsException("interrupted; the same command goes on with this night");
                    }
                    history.add(run);
                }
            }
        }

        private KernelNight attempt(String plan) {
            try {
                RunRequest run = request(plan);
                WholeRun.Result first = stage.apply(run);
                List<KernelNight> before = before(history, night, kernel.name(), plan);
                KernelNight seen = night(plan, first, List.of());
                List<String> doubtful = Comparison.toConfirm(seen, before);
                // With no night before there is nothing that changed, but what fails is still tried again.
                return doubtful.isEmpty() ? seen : night(plan, first, flaky(run, seen, doubtful));
            } catch (HarnessException e) {
                return failed(plan, e.exitCode(), String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.error("{}, {}", kernel.name(), plan, e);
                return failed(plan, ExitCode.CANNOT_TELL, "unexpected failure: " + e);
            }
        }

        private KernelNight failed(String plan, ExitCode code, String message) {
            return new KernelNight(night.id(), kernel.name(), plan, "", "", code.code(), message, "", List.of());
        }

        private RunRequest request(String plan) {
            Path folder = reports.resolve(night.id()).resolve(kernel.name());
            RunRequest common = request.run();
            return RunRequest.usual(source(), kernel.series(), request.plan().apply(plan), common.top(), folder)
                    .in(common.manner())
                    .made(List.of(variant));
        }

        /** The commit is looked up once, so that all plans of a night see the same kernel. */
        private String source() {
            String known = source;
            if (known == null) {
                String asked = kernel.source();
                known = asked;
                if (asked.startsWith("remote:")) {
                    KernelTree tree =
                            KernelSource.parse(asked).obtain(context.cache(), context.progress(), context.cleanup());
                    known = asked.substring(0, asked.lastIndexOf('@') + 1) + tree.commit();
                }
                source = known;
            }
            return known;
        }

        /** The scenarios that give another verdict when they are tried again. */
        private List<String> flaky(RunRequest run, KernelNight seen, List<String> doubtful) {
            context.progress().note("trying again: " + String.join(", ", doubtful));
            WholeRun.Result again = stage.apply(run.choosing("{" + String.join(",", doubtful) + "}", null, REPEATS));
            List<String> flaky = new ArrayList<>();
            for (Result first : seen.results()) {
                boolean other = again.report().scenarios().stream()
                        .filter(s -> Scenario.writtenId(s.id()).equals(first.scenario()))
                        .anyMatch(s -> !s.verdict().equals(first.verdict()));
                if (doubtful.contains(first.scenario()) && other) {
                    flaky.add(first.scenario());
                }
            }
            return flaky;
        }

        private KernelNight night(String plan, WholeRun.Result result, List<String> flaky) {
            RunReport report = result.report();
            RunReport.Kernel built = report.kernel();
            return new KernelNight(
                    night.id(),
                    kernel.name(),
                    plan,
                    built == null ? "" : built.release(),
                    built == null ? "" : built.commit(),
                    report.exitCode(),
                    report.message() == null ? "" : report.message(),
                    reports.toAbsolutePath()
                            .relativize(result.folder().toAbsolutePath())
                            .toString(),
                    report.scenarios().stream()
                            .map(s -> new Result(
                                    s.id(),
                                    s.verdict(),
                                    s.reason(),
                                    flaky.contains(s.id()),
                                    s.kernelReports().stream()
                                            .map(RunReport.KernelComplaint::signature)
                                            .toList()))
                            .toList());
        }
    }
}
