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
 * Which scenario to try next on a mutant: of what was not tried in any form yet, those that caught most in its function, then
 * those that caught most, then the quickest. Learns as it goes, from all threads.
 */
final class Candidates {
    private final List<Scenario> scenarios;
    private final Unmutated unmutated;
    private final Map<String, Integer> caught = new HashMap<>();
    private final Map<String, Integer> caughtIn = new HashMap<>();

    /**
     * Candidates.
     *
     * @param scenarios that pass while no mutant is on
     */
    Candidates(List<Scenario> scenarios, Unmutated unmutated) {
        this.scenarios = List.copyOf(scenarios);
        this.unmutated = unmutated;
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
        return left.stream()
                .min(Comparator.comparing((Scenario s) -> forms.contains(form(s.id())))
                        .thenComparingInt(s -> -caughtIn.getOrDefault(in + s.id(), 0))
                        .thenComparingInt(s -> -caught.getOrDefault(s.id(), 0))
                        .thenComparingDouble(s -> unmutated.seconds(s.id())));
    }

    /** Those of a matrix, named such as one-process.einj and one-process.machine-check, mostly see the same. */
    private static String form(String id) {
        return id.replaceAll("\\..*", "");
    }

    /** The quickest first that caught something, then the quickest: for many mutants at a time. */
    synchronized List<Scenario> ordered(Set<Integer> numbers) {
        return scenarios.stream()
                .filter(s -> numbers.stream().anyMatch(n -> unmutated.reaches(s.id(), n)))
                .sorted(Comparator.comparingInt((Scenario s) -> -caught.getOrDefault(s.id(), 0))
                        .thenComparingDouble(s -> unmutated.seconds(s.id())))
                .toList();
    }

    /** A scenario caught a mutant. */
    synchronized void caught(Mutant mutant, String scenario) {
        caught.merge(scenario, 1, Integer::sum);
        caughtIn.merge(mutant.file() + ":" + mutant.function() + ":" + scenario, 1, Integer::sum);
    }
}
