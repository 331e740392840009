/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kharness.cache.Cache;
import org.kharness.cache.Shelf;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.stage.Chosen;
import org.kharness.stage.RunRequest;
import org.kharness.stage.Stages;
import org.kharness.stage.WholeRun;
import org.kharness.variant.Variant;
import org.kharness.variant.Variants;

/**
 * {@code kharness nightly}: every plan on every kernel, with what changed since the night before. One kernel's failure does
 * not stop the others; a night that was cut short goes on with the runs that it lacks.
 */
public final class NightlyJob {
    /** An unfinished night that began longer ago is left as it is. */
    private static final Duration GOES_ON = Duration.ofHours(20);

    private final Function<RunRequest, WholeRun.Result> stage;
    private final Consumer<RunRequest> check;
    private final JobContext context;
    private final InstantSource clock;
    private final Search search;

    /**
     * A job.
     *
     * @param search for the commit that brought what is new
     */
    public NightlyJob(JobContext context, Search search) {
        this(r -> new WholeRun(context).run(r), r -> readable(r, context), context, InstantSource.system(), search);
    }

    /** With a stage, a check of what it is asked and a clock of the caller's. */
    NightlyJob(
            Function<RunRequest, WholeRun.Result> stage,
            Consumer<RunRequest> check,
            JobContext context,
            InstantSource clock,
            Search search) {
        this.stage = stage;
        this.check = check;
        this.context = context;
        this.clock = clock;
        this.search = search;
    }

    /**
     * What is asked for.
     *
     * @param file the configuration
     * @param run what all runs have in common; its kernel, series, plan and reports are not looked at
     * @param plan where a plan named by a word lies
     * @param variants the variants that a kernel's key names, with what the command line adds to them
     */
    public record Request(
            Path file, RunRequest run, Function<String, Path> plan, Function<String, List<Variant>> variants) {
        /** One whose variants have nothing of a command line's. */
        Request(Path file, RunRequest run, Function<String, Path> plan) {
            this(file, run, plan, word -> new Variants(Variants.folder(run.top())).asked(word));
        }
    }

    /** What a night brought: its runs, and everything there is to know, the most urgent first. */
    public record Outcome(Night night, List<KernelNight> runs, List<Change> changes, Path folder) {
        public Outcome {
            runs = List.copyOf(runs);
            changes = List.copyOf(changes);
        }

        /**
         * FAIL where something got worse; else USAGE where the configuration names what is not there, and CANNOT_TELL where our
         * surroundings kept some run from being judged: a night that is not whole is never a pass.
         */
        public ExitCode exitCode() {
            if (changes.stream().anyMatch(c -> c.kind().isWorse())) {
                return ExitCode.FAIL;
            }
            if (runs.stream().anyMatch(r -> r.exitCode() == ExitCode.USAGE.code())) {
                return ExitCode.USAGE;
            }
            return changes.stream().anyMatch(c -> c.kind().isUnknown()) ? ExitCode.CANNOT_TELL : ExitCode.PASS;
        }
    }

    /** Fails for input that cannot be used: a plan, a series or a kernel of no known kind. */
    private static void readable(RunRequest run, JobContext context) {
        Chosen.by(run);
        KernelSource.parse(run.kernel());
        if (run.series() != null) {
            run.wishes().applying(run.openSeries(context.cache(), context.progress()));
        }
    }

    private void check(Request request, NightlyConfig config) {
        Subject.all(request, config);
        for (NightlyConfig.Kernel kernel : config.kernels()) {
            for (String plan : kernel.plansOf(config)) {
                RunRequest run = RunRequest.usual(
                                kernel.source(),
                                kernel.series(),
                                request.plan().apply(plan),
                                request.run().top(),
                                request.run().reports())
                        .applying(kernel.wishes());
                try {
                    check.accept(run);
                } catch (InputException e) {
                    throw new InputException(
                            request.file() + ": kernel " + kernel.name() + ", plan " + plan + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /**
     * Runs a night, or goes on with one.
     *
     * @throws InputException if the configuration cannot be used; no night is begun then
     */
    @SuppressWarnings("try") // the lock is held, not used
    public Outcome run(Request request) {
        NightlyConfig config = NightlyConfig.read(request.file());
        check(request, config);
        Path reports = config.reportsFolder(request.file());
        try (var lock = context.cache().lock(lock(reports));
                History history = History.open(config.historyFile(request.file()))) {
            history.claim(request.file());
            makeRoom(history, config, reports);
            Night night = tonight(history);
            history.asked(night, BisectLine.options(request.run().manner().command()));
            for (Subject subject : Subject.all(request, config)) {
                new OneKernel(request, config, subject, night, history, context, stage).run();
                // After every kernel, so that a night that is cut short can be looked at too.
                NightPages.write(history, config, reports);
            }
            if (config.searches()) {
                new Searches(request, config, night, history, context, search).run(new News(history, config).of(night));
            }
            history.finish(night, clock.instant().truncatedTo(ChronoUnit.SECONDS));
            NightPages.write(history, config, reports);
            makeRoom(history, config, reports);
            return new Outcome(night, history.runs(night), new News(history, config).of(night), reports);
        }
    }

    /**
     * What a night would run, one request for each kernel, variant and plan, in its order; no night is begun and no source looked up.
     *
     * @throws InputException if the configuration cannot be used
     */
    public static List<RunRequest> planned(Request request) {
        NightlyConfig config = NightlyConfig.read(request.file());
        Path night = config.reportsFolder(request.file()).resolve("NIGHT");
        return Subject.all(request, config).stream()
                .flatMap(s -> s.kernel().plansOf(config).stream()
                        .map(plan -> s.asked(
                                s.kernel().source(),
                                plan,
                                request,
                                night.resolve(s.kernel().name()))))
                .toList();
    }

    /** The name of the lock that a night with this folder for reports has. */
    static String lock(Path reports) {
        return "nightly-" + Cache.digest(reports.toString()).substring(0, 16);
    }

    /** Before a night, so that it has room, and after it; only where the configuration says what is to be kept. */
    private void makeRoom(History history, NightlyConfig config, Path reports) {
        if (config.keep().equals(Keep.USUAL)) {
            return;
        }
        Shelf kernels = Stages.kernels(context.cache());
        Sweep.Swept swept = Sweep.of(history, config, reports, context.cache(), kernels, false, clock.instant());
        if (!swept.items().isEmpty()) {
            context.progress().note("made room: " + swept.inWords());
        }
        swept.remarks().forEach(context.progress()::note);
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
}
