/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.engine.ScenarioRun;
import org.kharness.plan.Scenario;
import org.kharness.progress.Progress;

/**
 * Gives each mutant its turn, several at a time: a few scenarios one after the other, until one fails. In an order that has
 * nothing to do with where they are in the source, so that those of a run that was cut are a fair sample.
 */
final class Trials {
    /** What is caught at all is mostly caught by one of so many; more are cheaper {@link Together}. */
    private static final int FIRST = 4;

    private final MutantRuns runs;
    private final Unmutated unmutated;
    private final Candidates candidates;
    private final TrialLog log;
    private final Progress progress;
    private final Map<String, Trial> done = new ConcurrentHashMap<>();
    private final AtomicInteger tried = new AtomicInteger();
    private final AtomicInteger caught = new AtomicInteger();

    Trials(MutantRuns runs, Unmutated unmutated, Candidates candidates, TrialLog log, Progress progress) {
        this.runs = runs;
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
     * @return a trial of each, by id; {@link Fate#UNDECIDED} where more scenarios may notice it
     */
    Map<String, Trial> run(Map<Integer, Mutant> mutants, int jobs, @Nullable Duration time) {
        Map<String, Trial> before = log.read();
        mutants.values().forEach(m -> Optional.ofNullable(before.get(m.id())).ifPresent(t -> resume(m, t)));
        ConcurrentLinkedQueue<Map.Entry<Integer, Mutant>> queue = mutants.entrySet().stream()
                .filter(e -> !done.containsKey(e.getValue().id()))
                .sorted(Comparator.comparing(e -> Cache.digest(e.getValue().id())))
                .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
        if (!done.isEmpty()) {
            progress.note(done.size() + " of " + mutants.size() + " mutants were tried before on this kernel");
        }
        long begin = System.nanoTime();
        long end = time == null ? Long.MAX_VALUE : begin + time.toNanos();
        int total = queue.size();
        Workers.run(jobs, () -> work(queue, begin, end, total));
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
            if (trial.fate() == Fate.CAUGHT) {
                caught.incrementAndGet();
            }
            tell(tried.incrementAndGet(), total, begin, end);
        }
    }

    private void tell(int count, int total, long begin, long end) {
        long now = System.nanoTime();
        long left = Math.min((now - begin) / count * (total - count), end == Long.MAX_VALUE ? end : end - now);
        progress.count(count, total);
        progress.detail(caught + " caught, " + (count - caught.get()) + " not yet, about "
                + Math.max(1, left / 60_000_000_000L) + " min left");
    }

    private Trial one(int number, Mutant mutant) {
        long begin = System.nanoTime();
        List<Scenario> all = candidates.of(number);
        if (all.isEmpty()) {
            return Trial.of(mutant.id(), Fate.UNREACHED, "no scenario executes its place");
        }
        SortedSet<Integer> numbers = new TreeSet<>(Set.of(number));
        List<String> ran = new ArrayList<>();
        List<String> unclear = new ArrayList<>();
        while (ran.size() < FIRST) {
            Optional<Scenario> next = candidates.next(mutant, all, ran);
            if (next.isEmpty()) {
                return unmutated.end(number, Trial.survived(mutant.id(), ran, unclear, since(begin)));
            }
            Scenario scenario = next.get();
            ran.add(scenario.id());
            ScenarioRun run = runs.run(scenario, numbers);
            if (runs.caught(scenario, numbers, run)) {
                candidates.caught(mutant, scenario.id());
                String why = run.verdict().reason();
                return new Trial(mutant.id(), Fate.CAUGHT, scenario.id(), why, ran, unclear, since(begin));
            }
            if (!run.verdict().outcome().isAsEver()) {
                unclear.add(scenario.id() + ": " + run.verdict().reason());
            }
            Cache.delete(run.console());
        }
        return new Trial(mutant.id(), Fate.UNDECIDED, "", "none of the first noticed it", ran, unclear, since(begin));
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
