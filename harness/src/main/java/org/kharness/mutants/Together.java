/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kharness.cache.Cache;
import org.kharness.console.ConsoleLogs;
import org.kharness.engine.ScenarioRun;
import org.kharness.plan.Scenario;
import org.kharness.progress.Progress;

/**
 * Tries mutants together that a few scenarios did not notice: most will not be noticed by the others either, so that one run of
 * a scenario with many of them on does for all. A mutant that the scenario did not come by then, as another one was in its way,
 * gets a run of its own; a run that fails is repeated with each half of them, down to the one that is to blame. Where neither
 * half fails, it takes some of both, and they go separate ways from then on. What one hides of another's effects makes the score
 * lower, never higher.
 */
final class Together {
    private static final int MOST = 64;
    private static final Pattern WAITING = Pattern.compile("(?<![a-z])(?:un)?lock|synchronize|wait|barrier");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    private final MutantRuns runs;
    private final Unmutated unmutated;
    private final Candidates candidates;
    private final TrialLog log;
    private final Progress progress;
    private final AtomicInteger caught = new AtomicInteger();
    private final AtomicInteger ways = new AtomicInteger();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    Together(MutantRuns runs, Unmutated unmutated, Candidates candidates, TrialLog log, Progress progress) {
        this.runs = runs;
        this.unmutated = unmutated;
        this.candidates = candidates;
        this.log = log;
        this.progress = progress;
    }

    /**
     * Runs what they have not had yet.
     *
     * @param mutants by number
     * @param begun what was tried on each, by its id
     * @return how each ended, by its id
     */
    Map<String, Trial> run(Map<Integer, Mutant> mutants, Map<String, Trial> begun, int jobs) {
        List<Suspect> all = new ArrayList<>();
        mutants.forEach((number, mutant) -> {
            Trial trial = begun.get(mutant.id());
            if (trial != null) {
                all.add(new Suspect(number, mutant, trial));
            }
        });
        ConcurrentLinkedQueue<Scenario> queue = new ConcurrentLinkedQueue<>(candidates.ordered(numbers(all)));
        int total = queue.size();
        long begin = System.nanoTime();
        Workers.run(jobs, () -> {
            for (Scenario next = queue.poll(); next != null; next = queue.poll()) {
                turn(next, all);
                tell(total - queue.size(), total, all.size(), begin);
            }
        });
        Map<String, Trial> ended = new TreeMap<>();
        for (Suspect suspect : all) {
            Trial end = suspect.isCaught() ? suspect.trial() : unmutated.end(suspect.number(), suspect.survived());
            if (!suspect.isCaught()) {
                log.add(end);
            }
            ended.put(suspect.mutant().id(), end);
        }
        return ended;
    }

    private void tell(int turn, int total, int suspects, long begin) {
        long left = (System.nanoTime() - begin) / turn * (total - turn);
        progress.count(turn, total);
        progress.detail(suspects + " mutants together, " + caught + " of them caught, about "
                + Math.max(1, left / 60_000_000_000L) + " min left");
    }

    /**
     * Groups without two that are in each other's way or make up for each other: on one line; both about who waits for whom; in one
     * function one of those and one about a variable of it. Others seldom are, and each further group costs as much as the first.
     */
    static List<List<Suspect>> groups(Collection<Suspect> all) {
        List<Suspect> sorted = all.stream()
                .sorted(Comparator.comparing((Suspect s) -> s.mutant().file())
                        .thenComparing(s -> s.mutant().line())
                        .thenComparing(Suspect::number))
                .toList();
        int count = (sorted.size() + MOST - 1) / MOST;
        List<List<Suspect>> groups = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Suspect suspect = sorted.get(i);
            int first = i % Math.max(count, 1);
            int at = 0;
            while (at < groups.size() && !goes(suspect, groups.get((first + at) % groups.size()))) {
                at++;
            }
            if (groups.size() < count || at == groups.size()) {
                groups.add(new ArrayList<>(List.of(suspect)));
            } else {
                groups.get((first + at) % groups.size()).add(suspect);
            }
        }
        return groups;
    }

    private static boolean goes(Suspect suspect, List<Suspect> group) {
        return group.stream().noneMatch(s -> disturb(s.mutant(), suspect.mutant()));
    }

    private static boolean disturb(Mutant one, Mutant other) {
        if (!one.file().equals(other.file())) {
            return false;
        }
        if (one.line() == other.line()) {
            return true;
        }
        boolean waits = waits(one);
        boolean otherWaits = waits(other);
        if (waits && otherWaits) {
            return true;
        }
        boolean sameVariable =
                one.function().equals(other.function()) && !Collections.disjoint(names(one), names(other));
        return (waits || otherWaits) && sameVariable;
    }

    private static boolean waits(Mutant mutant) {
        return mutant.operator() == Operator.DROP_LOCK
                || WAITING.matcher(mutant.text()).find();
    }

    private static Set<String> names(Mutant mutant) {
        return NAME.matcher(mutant.text()).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private void turn(Scenario scenario, List<Suspect> all) {
        Map<Integer, List<Suspect>> byWay = all.stream()
                .filter(s -> s.wants(scenario.id()) && unmutated.reaches(scenario.id(), s.number()))
                .collect(Collectors.groupingBy(Suspect::group, TreeMap::new, Collectors.toList()));
        byWay.values().forEach(apart -> groups(scenario, apart).forEach(group -> attempt(scenario, group)));
    }

    /**
     * With the first scenario of a matrix those are apart that could hide each other; the others of it seldom see what the first one
     * does not, so that there one run does for all.
     */
    private List<List<Suspect>> groups(Scenario scenario, List<Suspect> apart) {
        return begun.add(Candidates.form(scenario.id())) ? groups(apart) : List.of(apart);
    }

    /** Runs a scenario with these on; true if one of them was found to blame. */
    private boolean attempt(Scenario scenario, List<Suspect> group) {
        List<Suspect> members =
                group.stream().filter(s -> s.wants(scenario.id())).toList();
        if (members.isEmpty()) {
            return false;
        }
        ScenarioRun run = runs.run(scenario, numbers(members));
        double share = run.seconds() / members.size();
        members.forEach(m -> m.took(share));
        if (members.size() == 1) {
            return alone(scenario, members.get(0), run);
        }
        if (run.verdict().outcome().isAsEver()) {
            passed(scenario, members, run);
            return false;
        }
        Cache.delete(run.console());
        List<Suspect> front = members.subList(0, members.size() / 2);
        List<Suspect> rest = members.subList(members.size() / 2, members.size());
        boolean inFront = attempt(scenario, front);
        boolean blamed = attempt(scenario, rest) || inFront;
        if (!blamed && failsAgain(scenario, members)) {
            int number = ways.incrementAndGet();
            rest.forEach(s -> s.moveTo(number));
        }
        return blamed;
    }

    /** A failure that neither half shows may have been chance: going separate ways costs a run in every scenario to come. */
    private boolean failsAgain(Scenario scenario, List<Suspect> members) {
        ScenarioRun again = runs.run(scenario, numbers(members));
        Cache.delete(again.console());
        return !again.verdict().outcome().isAsEver();
    }

    /** Those whose place was not executed, with others in their way, go together once more, or each by itself if that helps none. */
    private void passed(Scenario scenario, List<Suspect> members, ScenarioRun run) {
        String digits = Reached.in(ConsoleLogs.read(run.console())).orElse("");
        Cache.delete(run.console());
        List<Suspect> left = new ArrayList<>(members);
        left.removeIf(m -> Reached.holds(digits, m.number()));
        members.stream().filter(m -> !left.contains(m)).forEach(m -> m.ran(scenario.id()));
        if (left.size() < members.size()) {
            attempt(scenario, left);
        } else {
            left.forEach(m -> attempt(scenario, List.of(m)));
        }
    }

    private boolean alone(Scenario scenario, Suspect suspect, ScenarioRun run) {
        suspect.ran(scenario.id());
        if (runs.caught(scenario, numbers(List.of(suspect)), run)) {
            if (suspect.caught(scenario.id(), run.verdict().reason())) {
                caught.incrementAndGet();
                candidates.caught(suspect.mutant(), scenario.id());
                log.add(suspect.trial());
            }
            return true;
        }
        if (!run.verdict().outcome().isAsEver()) {
            suspect.unclear(scenario.id() + ": " + run.verdict().reason());
        }
        Cache.delete(run.console());
        return false;
    }

    private static SortedSet<Integer> numbers(List<Suspect> group) {
        return group.stream().map(Suspect::number).collect(Collectors.toCollection(TreeSet::new));
    }
}
