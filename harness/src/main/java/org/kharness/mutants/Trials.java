/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.engine.PlanRunner;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.SurroundingsException;
import org.kharness.plan.Scenario;
import org.kharness.progress.Progress;
import org.kharness.verdict.Verdict.Outcome;

/**
 * Gives each mutant its turn, several at a time: scenarios one after the other, until one fails. In an order that has nothing
 * to do with where they are in the source, so that those of a run that was cut are a fair sample.
 */
final class Trials {
    private final PlanRunner runner;
    private final Unmutated unmutated;
    private final Candidates candidates;
    private final TrialLog log;
    private final Progress progress;
    private final Map<String, Trial> done = new ConcurrentHashMap<>();
    private final AtomicInteger caught = new AtomicInteger();
    private final AtomicInteger survived = new AtomicInteger();

    Trials(PlanRunner runner, Unmutated unmutated, Candidates candidates, TrialLog log, Progress progress) {
        this.runner = runner;
        this.unmutated = unmutated;
        this.candidates = candidates;
        this.log = log;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @param mutants by number
     * @param jobs so many at a time
     * @param time after which no other begins; null for as long as it takes
     * @return a trial of each, by id
     */
    Map<String, Trial> run(Map<Integer, Mutant> mutants, int jobs, @Nullable Duration time) {
        Map<String, Trial> before = log.read();
        mutants.values().forEach(m -> Optional.ofNullable(before.get(m.id())).ifPresent(t -> resume(m, t)));
        List<Map.Entry<Integer, Mutant>> order = mutants.entrySet().stream()
                .filter(e -> !done.containsKey(e.getValue().id()))
                .sorted(Comparator.comparing(e -> Cache.digest(e.getValue().id())))
                .toList();
        if (!done.isEmpty()) {
            progress.note(done.size() + " of " + mutants.size() + " mutants were tried by a run that was cut off");
        }
        ConcurrentLinkedQueue<Map.Entry<Integer, Mutant>> queue = new ConcurrentLinkedQueue<>(order);
        long begin = System.nanoTime();
        long end = time == null ? Long.MAX_VALUE : begin + time.toNanos();
        int total = order.size();
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                workers.add(pool.submit(() -> work(queue, begin, end, total)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while mutants were tried", e);
        } finally {
            pool.shutdownNow();
        }
        Map<String, Trial> all = new TreeMap<>(done);
        queue.forEach(left -> all.put(
                left.getValue().id(), Trial.of(left.getValue().id(), Fate.NOT_RUN, "time was up before its turn")));
        return all;
    }

    private void resume(Mutant mutant, Trial trial) {
        done.put(mutant.id(), trial);
        if (trial.fate() == Fate.CAUGHT) {
            candidates.caught(mutant, trial.by());
        }
    }

    private void work(ConcurrentLinkedQueue<Map.Entry<Integer, Mutant>> queue, long begin, long end, int total) {
        while (System.nanoTime() < end) {
            Map.Entry<Integer, Mutant> next = queue.poll();
            if (next == null) {
                return;
            }
            Trial trial = one(next.getKey(), next.getValue());
            done.put(trial.id(), trial);
            log.add(trial);
            (trial.fate() == Fate.CAUGHT ? caught : survived).incrementAndGet();
            tell(total, begin, end);
        }
    }

    private void tell(int total, long begin, long end) {
        int tried = caught.get() + survived.get();
        long now = System.nanoTime();
        long left = Math.min((now - begin) / tried * (total - tried), end == Long.MAX_VALUE ? end : end - now);
        progress.count(tried, total);
        progress.detail(
                caught + " caught, " + survived + " not, about " + Math.max(1, left / 60_000_000_000L) + " min left");
    }

    private Trial one(int number, Mutant mutant) {
        long begin = System.nanoTime();
        List<Scenario> all = candidates.of(number);
        if (all.isEmpty()) {
            return Trial.of(mutant.id(), Fate.UNREACHED, "no scenario executes its place");
        }
        List<String> ran = new ArrayList<>();
        List<String> unclear = new ArrayList<>();
        Optional<Scenario> next = candidates.next(mutant, all, ran);
        while (next.isPresent()) {
            Scenario scenario = next.get();
            ran.add(scenario.id());
            ScenarioRun run = run(scenario, number);
            if (run.verdict().outcome() == Outcome.FAIL && holds(scenario, run)) {
                candidates.caught(mutant, scenario.id());
                return new Trial(
                        mutant.id(),
                        Fate.CAUGHT,
                        scenario.id(),
                        run.verdict().reason(),
                        ran,
                        unclear,
                        (System.nanoTime() - begin) / 1e9);
            }
            if (!Unmutated.asEver(run)) {
                unclear.add(scenario.id() + ": " + run.verdict().reason());
            }
            Cache.delete(run.console());
            next = candidates.next(mutant, all, ran);
        }
        String why = ran.size() == 1 ? "the scenario that was run passed" : "all " + ran.size() + " scenarios passed";
        String told = unclear.isEmpty()
                ? why
                : "none of " + ran.size() + " scenarios failed, " + unclear.size() + " could not tell";
        return new Trial(mutant.id(), Fate.SURVIVED, "", told, ran, unclear, (System.nanoTime() - begin) / 1e9);
    }

    private ScenarioRun run(Scenario scenario, int number) {
        Scenario armed = Armed.with(scenario, number, unmutated.seconds(scenario.id()));
        return runner.run(List.of(armed), 1, r -> {}).get(0);
    }

    /**
     * Whether a failure is the mutant's. What looks like a hang may be a busy machine, and a race may go either way: then the
     * scenario must pass once more without the mutant.
     */
    private boolean holds(Scenario scenario, ScenarioRun run) {
        boolean hung =
                run.verdict().reports().isEmpty() && run.verdict().reason().contains("hung: nothing");
        if (!hung && !scenario.race()) {
            return true;
        }
        ScenarioRun again =
                run(scenario.named(scenario.id() + "." + run.scenario().id().replaceAll(".*#", "")), 0);
        Path console = again.console();
        Cache.delete(console);
        return Unmutated.asEver(again);
    }
}
