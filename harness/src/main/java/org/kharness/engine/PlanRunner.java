/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ConsoleLogs;
import org.kharness.failure.SurroundingsException;
import org.kharness.machine.MachineSpec;
import org.kharness.machine.QemuMachine;
import org.kharness.plan.Scenario;
import org.kharness.poison.PoisonMethods;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.verdict.Judge;
import org.kharness.verdict.Verdict;
import org.kharness.verdict.Verdict.Outcome;
import org.kharness.verdict.Verdict.Stage;

/** Runs scenarios, each on a machine of its own, several at a time; results come in the order of the plan. */
public final class PlanRunner {
    private final MachineSpec spec;
    private final Path consoleFolder;
    private final Cleanup cleanup;
    private final Progress progress;
    private final Limits limits;

    /**
     * How long a machine may take.
     *
     * @param bootSeconds until user space answers
     * @param setupSeconds until it is ready for a scenario
     */
    public record Limits(int bootSeconds, int setupSeconds) {
        /** Generous for two cores without KVM. */
        public static final Limits USUAL = new Limits(90, 120);
    }

    /**
     * A runner.
     *
     * @param consoleFolder where console logs go, one file per scenario
     */
    public PlanRunner(MachineSpec spec, Path consoleFolder, Cleanup cleanup, Progress progress, Limits limits) {
        this.spec = spec;
        this.consoleFolder = consoleFolder;
        this.cleanup = cleanup;
        this.progress = progress;
        this.limits = limits;
    }

    /** Runs these scenarios, {@code jobs} at a time. */
    public List<ScenarioRun> run(List<Scenario> scenarios, int jobs) {
        AtomicInteger done = new AtomicInteger();
        AtomicReference<@Nullable String> noUserSpace = new AtomicReference<>();
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            progress.count(0, scenarios.size());
            List<Future<ScenarioRun>> futures = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                futures.add(pool.submit(() -> {
                    ScenarioRun run = runOrGiveUp(scenario, noUserSpace);
                    progress.count(done.incrementAndGet(), scenarios.size());
                    return run;
                }));
            }
            List<ScenarioRun> runs = new ArrayList<>();
            for (Future<ScenarioRun> future : futures) {
                runs.add(future.get());
            }
            return runs;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while scenarios ran", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** A kernel that does not boot once will not boot for the next scenario; no hour is spent on waiting for it. */
    private ScenarioRun runOrGiveUp(Scenario scenario, AtomicReference<@Nullable String> noUserSpace) {
        String failedBefore = noUserSpace.get();
        if (failedBefore != null) {
            Verdict verdict = new Verdict(
                    Outcome.ERROR,
                    "not run: the kernel did not reach user space in scenario " + failedBefore,
                    List.of(),
                    List.of(),
                    0,
                    0,
                    List.of(),
                    List.of(),
                    Stage.NO_USER_SPACE);
            return new ScenarioRun(scenario, consoleFolder.resolve(failedBefore + ".log"), 0, verdict);
        }
        ScenarioRun run = run(scenario);
        if (run.verdict().stage() == Stage.NO_USER_SPACE) {
            noUserSpace.compareAndSet(null, scenario.id());
        }
        return run;
    }

    private ScenarioRun run(Scenario scenario) {
        progress.detail(scenario.id());
        Path console = consoleFolder.resolve(scenario.id() + ".log");
        long begin = System.nanoTime();
        EndingNote ending;
        try (QemuMachine machine = QemuMachine.start(spec, console, cleanup)) {
            ending = carryOut(scenario, machine);
        }
        ending.appendTo(console);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new ScenarioRun(scenario, console, seconds, Judge.judge(scenario, ConsoleLogs.read(console)));
    }

    private EndingNote carryOut(Scenario scenario, QemuMachine machine) {
        try (GuestDialogue dialogue =
                new GuestDialogue(machine, PoisonMethods.named(scenario.via()).orElseThrow())) {
            boolean whole = dialogue.awaitHello(limits.bootSeconds())
                    && dialogue.carryOut(GuestScript.setup(scenario.topology()), limits.setupSeconds())
                    && dialogue.carryOut(GuestScript.of(scenario), scenario.limit());
            return whole ? EndingNote.DONE : dialogue.ending();
        }
    }
}
