/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.EventSecret;
import org.kharness.agent.GuestCommand;
import org.kharness.cache.Cache;
import org.kharness.console.ConsoleLogs;
import org.kharness.engine.ReadyGuests.Ready;
import org.kharness.failure.SurroundingsException;
import org.kharness.machine.MachineSpec;
import org.kharness.machine.QemuMachine;
import org.kharness.machine.Snapshot;
import org.kharness.plan.Scenario;
import org.kharness.poison.PoisonMethods;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.topology.SetupCommands;
import org.kharness.topology.Topology;
import org.kharness.verdict.Judge;
import org.kharness.verdict.KnownIssues;
import org.kharness.verdict.Verdict;
import org.kharness.verdict.Verdict.Stage;

/**
 * Runs scenarios, each on a machine of its own, several at a time; results come in the order of the plan. A machine is a
 * copy of one that was made ready before, or boots afresh where that is asked for or this QEMU saves no machines.
 */
public final class PlanRunner {
    /** For who looks at a machine by hand. */
    private static final int DAYS = 30 * 24 * 3600;

    private final MachineSpec spec;
    private final @Nullable ReadyGuests ready;
    private final Path consoleFolder;
    private final KnownIssues known;
    private final Cleanup cleanup;
    private final Progress progress;
    private final Limits limits;
    private final Around around;
    private final Function<Topology, Optional<String>> lacking;
    private final AtomicBoolean cannotResume = new AtomicBoolean();

    /**
     * What the guest does besides, outside of what is judged.
     *
     * @param before the scenario begins
     * @param after it ended; not where the machine did not live to its end
     */
    public record Around(List<GuestCommand> before, List<GuestCommand> after) {
        static final Around NOTHING = new Around(List.of(), List.of());

        public Around {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    private Limits limits() {
        ReadyGuests guests = ready;
        return guests == null ? limits : guests.limits();
    }

    private PlanRunner(
            MachineSpec spec,
            @Nullable ReadyGuests ready,
            Path consoleFolder,
            KnownIssues known,
            Cleanup cleanup,
            Progress progress,
            Limits limits,
            Around around,
            Function<Topology, Optional<String>> lacking) {
        this.around = around;
        this.lacking = lacking;
        this.spec = spec;
        this.ready = ready;
        this.consoleFolder = consoleFolder;
        this.known = known;
        this.cleanup = cleanup;
        this.progress = progress;
        this.limits = limits;
    }

    /**
     * A runner that boots every scenario afresh.
     *
     * @param consoleFolder where console logs go, one file per scenario
     */
    public static PlanRunner booting(
            MachineSpec spec,
            Path consoleFolder,
            KnownIssues known,
            Cleanup cleanup,
            Progress progress,
            Limits limits) {
        return new PlanRunner(
                spec, null, consoleFolder, known, cleanup, progress, limits, Around.NOTHING, t -> Optional.empty());
    }

    /**
     * The same, but with every scenario on a copy of a saved machine.
     *
     * @param cache where saved machines are kept
     * @param identity of the machine's kernel, guest image and QEMU
     */
    public PlanRunner withSnapshots(Cache cache, String identity) {
        ReadyGuests guests = new ReadyGuests(spec, identity, cache, consoleFolder, cleanup, limits);
        return new PlanRunner(spec, guests, consoleFolder, known, cleanup, progress, limits, around, lacking);
    }

    /** The same, but with more for the guest to do around every scenario. */
    public PlanRunner doing(Around more) {
        return new PlanRunner(spec, ready, consoleFolder, known, cleanup, progress, limits, more, lacking);
    }

    /**
     * The same where not every machine can be made.
     *
     * @param reasons what is missing for a topology's, in words: scenarios on these are skipped, with the reason
     */
    public PlanRunner without(Function<Topology, Optional<String>> reasons) {
        return new PlanRunner(spec, ready, consoleFolder, known, cleanup, progress, limits, around, reasons);
    }

    /**
     * Runs these scenarios.
     *
     * @param jobs so many at a time
     * @param each told of every scenario as it is judged, from any thread
     */
    public List<ScenarioRun> run(List<Scenario> scenarios, int jobs, Consumer<ScenarioRun> each) {
        AtomicInteger done = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            progress.count(0, scenarios.size());
            Starts starts = new Starts(pool);
            List<CompletableFuture<ScenarioRun>> futures = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                futures.add(starts.of(scenario.topology())
                        .thenApplyAsync(
                                start -> {
                                    ScenarioRun run = runOrGiveUp(scenario, start, starts);
                                    progress.count(done.incrementAndGet(), scenarios.size());
                                    each.accept(run);
                                    return run;
                                },
                                pool));
            }
            return futures.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Where the scenarios of a topology start, found once; and what is learnt on the way that holds for all. */
    private final class Starts {
        private final ExecutorService pool;
        private final Map<Topology, CompletableFuture<Ready>> found = new HashMap<>();
        private final AtomicReference<@Nullable String> noUserSpace = new AtomicReference<>();

        Starts(ExecutorService pool) {
            this.pool = pool;
        }

        CompletableFuture<Ready> of(Topology topology) {
            return found.computeIfAbsent(topology, t -> CompletableFuture.supplyAsync(() -> start(t), pool));
        }
    }

    private Ready start(Topology topology) {
        ReadyGuests guests = ready;
        Ready fresh = new Ready(null, null, false);
        if (guests == null
                || !Machines.canBeSaved(topology)
                || lacking.apply(topology).isPresent()) {
            return fresh;
        }
        try {
            progress.detail("making a guest ready");
            return guests.of(topology);
        } catch (SurroundingsException e) {
            if (cleanup.isEnding()) {
                throw e; // it was ended, and says nothing of saved machines
            }
            if (cannotResume.compareAndSet(false, true)) {
                progress.note("no snapshots here, every scenario boots afresh: " + e.getMessage());
            }
            return fresh;
        }
    }

    /** A kernel that does not boot once will not boot for the next scenario; no hour is spent on waiting for it. */
    private ScenarioRun runOrGiveUp(Scenario scenario, Ready start, Starts starts) {
        Optional<String> lack = lacking.apply(scenario.topology());
        if (lack.isPresent()) {
            return new ScenarioRun(scenario, console(scenario), 0, NotRun.lacking(scenario, lack.get()));
        }
        Path failed = start.console();
        if (failed != null) {
            return new ScenarioRun(scenario, failed, 0, Judge.judge(scenario, ConsoleLogs.read(failed), known));
        }
        String failedBefore = starts.noUserSpace.get();
        if (failedBefore != null) {
            Verdict verdict = NotRun.noUserSpace(failedBefore);
            return new ScenarioRun(scenario, consoleFolder.resolve(failedBefore + ".log"), 0, verdict);
        }
        ScenarioRun run = run(scenario, start.snapshot());
        if (run.verdict().stage() == Stage.NO_USER_SPACE) {
            starts.noUserSpace.compareAndSet(null, scenario.id());
        }
        return run;
    }

    /**
     * A machine that is stopped just before its scenario's first poison.
     *
     * @param gdb the socket for gdb's "target remote"
     */
    public record Stopped(Path console, Path gdb) {}

    /**
     * Runs one scenario for somebody with a debugger: the machine is stopped before the first poison, and then has all the time
     * it wants.
     *
     * @param stopped told when it is; what it throws ends the scenario
     */
    public ScenarioRun debug(Scenario scenario, Consumer<Stopped> stopped) {
        Ready start = start(scenario.topology());
        Path failed = start.console();
        if (failed != null) {
            return new ScenarioRun(scenario, failed, 0, Judge.judge(scenario, ConsoleLogs.read(failed), known));
        }
        return run(scenario, start.snapshot(), stopped);
    }

    private ScenarioRun run(Scenario scenario, @Nullable Snapshot snapshot) {
        return run(scenario, snapshot, null);
    }

    private ScenarioRun run(Scenario scenario, @Nullable Snapshot snapshot, @Nullable Consumer<Stopped> stopped) {
        progress.detail(scenario.id());
        Path console = console(scenario);
        long begin = System.nanoTime();
        MachineSpec wanted = Machines.of(spec, scenario);
        // Of each scenario its own: a saved machine, of which many are copies, knows none.
        EventSecret secret = EventSecret.random();
        EndingNote ending;
        try (QemuMachine machine = machine(wanted, snapshot, console)) {
            ending = carryOut(scenario, machine, machine.inherited() == 0, secret, stopped);
        }
        ending.appendTo(console, secret);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Verdict verdict = Judge.judge(scenario, ConsoleLogs.read(console), known, secret);
        return new ScenarioRun(scenario, console, seconds, verdict);
    }

    private Path console(Scenario scenario) {
        return consoleFolder.resolve(scenario.id() + ".log");
    }

    /** A copy of a saved machine, or one that boots afresh where there is none or this QEMU cannot load it. */
    private QemuMachine machine(MachineSpec wanted, @Nullable Snapshot snapshot, Path console) {
        if (snapshot != null && !cannotResume.get()) {
            try {
                return QemuMachine.resume(wanted, snapshot, console, cleanup);
            } catch (SurroundingsException e) {
                if (cleanup.isEnding()) {
                    throw e; // it was ended, and says nothing of saved machines
                }
                if (cannotResume.compareAndSet(false, true)) {
                    progress.note("no snapshots here, every scenario boots afresh: " + e.getMessage());
                }
            }
        }
        return QemuMachine.start(wanted, console, cleanup);
    }

    /** Begins, and goes on only if this guest can try the scenario: the judge will say why it was skipped. */
    private boolean scenario(
            Scenario scenario, GuestDialogue dialogue, EventSecret secret, @Nullable Runnable atPoison) {
        if (!dialogue.agreeOn(secret, limits().of(scenario))) {
            return false;
        }
        if (!dialogue.carryOut(around.before(), limits().of(scenario))) {
            return false;
        }
        List<GuestCommand> commands = GuestScript.of(scenario);
        int steps = GuestScript.beginIndex(commands) + 1;
        if (!dialogue.carryOut(commands.subList(0, steps), limits().of(scenario))) {
            return false;
        }
        int next = dialogue.canTry(scenario) ? steps : commands.size() - 1;
        if (atPoison != null && next == steps) {
            int poison = GuestScript.poisonIndex(commands);
            if (!dialogue.carryOut(commands.subList(next, poison), limits().of(scenario))) {
                return false;
            }
            atPoison.run();
            return dialogue.carryOut(commands.subList(poison, commands.size()), DAYS);
        }
        return dialogue.carryOut(commands.subList(next, commands.size()), limits().of(scenario));
    }

    private EndingNote carryOut(
            Scenario scenario,
            QemuMachine machine,
            boolean fresh,
            EventSecret secret,
            @Nullable Consumer<Stopped> stopped) {
        try (GuestDialogue dialogue =
                new GuestDialogue(machine, PoisonMethods.named(scenario.via()).orElseThrow())) {
            boolean ready = !fresh
                    || (dialogue.awaitHello(limits.bootSeconds())
                            && dialogue.makeReady(SetupCommands.of(scenario.topology()), limits.setupSeconds()));
            Runnable atPoison = stopped == null
                    ? null
                    : () -> {
                        machine.pause();
                        stopped.accept(new Stopped(machine.console(), machine.openGdb()));
                    };
            boolean whole = ready && scenario(scenario, dialogue, secret, atPoison);
            EndingNote ending = (whole ? EndingNote.DONE : dialogue.ending()).after(dialogue.untold());
            if (whole) {
                dialogue.carryOut(around.after(), limits().of(scenario));
            }
            return ending;
        }
    }
}
