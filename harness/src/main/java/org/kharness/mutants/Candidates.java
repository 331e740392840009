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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kharness.lines.Reach;
import org.kharness.plan.Scenario;

/**
 * Which scenario to try next on a mutant: those that caught most in its function, then those that caught most, then the
 * quickest. Learns as it goes, from all threads.
 */
final class Candidates {
    private static final int LOOK_BACK = 6;

    private final List<Scenario> scenarios;
    private final Unmutated unmutated;
    private final @Nullable Reach reach;
    private final Map<String, Integer> caught = new HashMap<>();
    private final Map<String, Integer> caughtIn = new HashMap<>();

    /**
     * Candidates.
     *
     * @param scenarios that pass while no mutant is on
     * @param reach what reaches which line; null where that was not measured: all are run then
     */
    Candidates(List<Scenario> scenarios, Unmutated unmutated, @Nullable Reach reach) {
        this.scenarios = List.copyOf(scenarios);
        this.unmutated = unmutated;
        this.reach = reach;
    }

    /** Those that may notice a mutant, in the order of the plan. */
    List<Scenario> of(Mutant mutant) {
        Reach known = reach;
        if (known == null) {
            return scenarios;
        }
        Set<String> reaching = new HashSet<>();
        for (Edit edit : mutant.edits()) {
            for (int line = withCode(mutant, edit, known); line <= edit.node().lastLine(); line++) {
                reaching.addAll(known.scenarios(mutant.file(), line));
            }
        }
        return scenarios.stream().filter(s -> reaching.contains(s.id())).toList();
    }

    /** False where it was measured that no code is made of what it changes. */
    boolean compiled(Mutant mutant) {
        Reach known = reach;
        return known == null
                || mutant.edits().stream().anyMatch(e -> {
                    int from = withCode(mutant, e, known);
                    return IntStream.rangeClosed(from, e.node().lastLine())
                            .anyMatch(line -> known.compiled(mutant.file(), line));
                });
    }

    /** A statement of several lines may have all its code counted at one of the first. */
    private static int withCode(Mutant mutant, Edit edit, Reach reach) {
        int first = edit.node().line();
        for (int line = first; line > first - LOOK_BACK; line--) {
            if (reach.compiled(mutant.file(), line)) {
                return line;
            }
        }
        return first;
    }

    /** The next of these to run; empty when none is left. */
    synchronized Optional<Scenario> next(Mutant mutant, List<Scenario> all, List<String> ran) {
        List<Scenario> left = new ArrayList<>(all);
        Set<String> done = new HashSet<>(ran);
        left.removeIf(s -> done.contains(s.id()));
        String in = mutant.file() + ":" + mutant.function() + ":";
        return left.stream()
                .min(Comparator.comparingInt((Scenario s) -> -caughtIn.getOrDefault(in + s.id(), 0))
                        .thenComparingInt(s -> -caught.getOrDefault(s.id(), 0))
                        .thenComparingDouble(s -> unmutated.seconds(s.id())));
    }

    /** A scenario caught a mutant. */
    synchronized void caught(Mutant mutant, String scenario) {
        caught.merge(scenario, 1, Integer::sum);
        caughtIn.merge(mutant.file() + ":" + mutant.function() + ":" + scenario, 1, Integer::sum);
    }
}
