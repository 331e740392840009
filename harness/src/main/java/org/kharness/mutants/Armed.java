/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.kharness.plan.Scenario;
import org.kharness.step.Run;

/** Scenarios that begin with a mutant being put on: after the machine was copied, so that one saved machine does for all. */
final class Armed {
    private static final int LEAST_SECONDS = 12;
    private static final int TIMES = 5;
    private static final int RUN_LIMIT = 10;

    private Armed() {}

    /**
     * The same scenario with mutants on.
     *
     * @param numbers the mutants'; empty for none
     * @param seconds what the scenario took without one; 0 where that is not known. A mutant that hangs it costs a few times
     *     as much, not the scenario's own limit
     */
    static Scenario with(Scenario scenario, SortedSet<Integer> numbers, double seconds) {
        return with(scenario, numbers, seconds, numbers.isEmpty() ? 0 : numbers.first());
    }

    /**
     * The same scenario with mutants on, told apart from others like it that run at the same time.
     *
     * @param round a number that no other run has meanwhile
     */
    static Scenario with(Scenario scenario, SortedSet<Integer> numbers, double seconds, int round) {
        int limit = scenario.limit();
        if (seconds > 0) {
            limit = Math.min(limit, Math.max(LEAST_SECONDS, (int) Math.ceil(TIMES * seconds)));
        }
        String list =
                numbers.isEmpty() ? "0" : numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        Run on = new Run(
                "echo " + list + " > /sys/module/kernel/parameters/" + Weaver.VARIABLE,
                List.of(),
                false,
                RUN_LIMIT,
                null);
        return scenario.round(round).after(List.of(on), limit);
    }
}
