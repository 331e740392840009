/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kharness.plan.Scenario;

/**
 * Which scenario to try next on a mutant: the one that caught it in an earlier run; of what was not tried in any form yet, those
 * that caught most in its function, then those that caught most, then the quickest. Learns as it goes, from all threads.
 */
final class Candidates {
    private final List<Scenario> scenarios;
    private final Unmutated unmutated;
    private final Map<String, String> earlier;
    private final Map<String, Integer> caught = new HashMap<>();
    private final Map<String, Integer> caughtIn = new HashMap<>();

    /**
     * Candidates.
     *
     * @param scenarios that pass while no mutant is on
     * @param earlier by a mutant's id the scenario that caught it in an earlier run, perhaps of another kernel or plan
     */
    Candidates(List<Scenario> scenarios, Unmutated unmutated, Map<String, String> earlier) {
        this.scenarios = List.copyOf(scenarios);
        this.unmutated = unmutated;
        this.earlier = Map.copyOf(earlier);
    }

    /** Those that may notice a mutant, in the order of the plan. */
    List<Scenario> of(int number) {
        return scenarios.stream().filter(s -> unmutated.reaches(s.id(), number)).toList();
    }

    /** The next of these to run; empty when none is left. */
    synchronized Optional<Scenario> next(Mutant mutant, List<Scenario> all, List<String> ran) {
        List<Scenario> left = new ArrayList<>(all);
        Set<String> done = new HashSet<>(ran);
        left.removeIf(s -> done.contains(s.id()));
        Set<String> forms = new HashSet<>();
        ran.forEach(id -> forms.add(form(id)));
        String in = mutant.file() + ":" + mutant.function() + ":";
        String before = earlier.getOrDefault(mutant.id(), "");
        return left.stream()
                .min(Comparator.comparing((Scenario s) -> !s.id().equals(before))
                        .thenComparing(s -> forms.contains(form(s.id())))
                        .thenComparingInt(s -> -caughtIn.getOrDefault(in + s.id(), 0))
                        .thenComparingInt(s -> -caught.getOrDefault(s.id(), 0))
                        .thenComparingDouble(s -> unmutated.seconds(s.id())));
    }

    /** Those of a matrix, named such as one-process.einj and one-process.machine-check, mostly see the same. */
    static String form(String id) {
        return id.replaceAll("\\..*", "");
    }

    /**
     * For many mutants at a time: one of each matrix before the others of any, as what one does not notice the others seldom do;
     * of these first what caught most, then the quickest.
     */
    synchronized List<Scenario> ordered(Set<Integer> numbers) {
        List<Scenario> best = scenarios.stream()
                .filter(s -> numbers.stream().anyMatch(n -> unmutated.reaches(s.id(), n)))
                .sorted(Comparator.comparingInt((Scenario s) -> -caught.getOrDefault(s.id(), 0))
                        .thenComparingDouble(s -> unmutated.seconds(s.id())))
                .toList();
        Map<String, Integer> ofForm = new HashMap<>();
        Map<String, Integer> rank = new HashMap<>();
        best.forEach(s -> rank.put(s.id(), ofForm.merge(form(s.id()), 1, Integer::sum)));
        return best.stream()
                .sorted(Comparator.comparingInt(s -> rank.getOrDefault(s.id(), 0) > 1 ? 1 : 0))
                .toList();
    }

    /** A scenario caught a mutant. */
    synchronized void caught(Mutant mutant, String scenario) {
        caught.merge(scenario, 1, Integer::sum);
        caughtIn.merge(mutant.file() + ":" + mutant.function() + ":" + scenario, 1, Integer::sum);
    }
}
