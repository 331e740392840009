/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.List;
import org.kharness.plan.Scenario;
import org.kharness.step.Run;

/** Scenarios that begin with a mutant being put on: after the machine was copied, so that one saved machine does for all. */
final class Armed {
    private static final int LEAST_SECONDS = 20;
    private static final int TIMES = 5;
    private static final int RUN_LIMIT = 10;

    private Armed() {}

    /**
     * The same scenario with a mutant on.
     *
     * @param number the mutant's; 0 for none
     * @param seconds what the scenario took without one; 0 where that is not known. A mutant that hangs it costs a few times
     *     as much, not the scenario's own limit
     */
    static Scenario with(Scenario scenario, int number, double seconds) {
        int limit = scenario.limit();
        if (seconds > 0) {
            limit = Math.min(limit, Math.max(LEAST_SECONDS, (int) Math.ceil(TIMES * seconds)));
        }
        Run on = new Run(
                "echo " + number + " > /sys/module/kernel/parameters/" + Weaver.VARIABLE,
                List.of(),
                false,
                RUN_LIMIT,
                null);
        return scenario.round(number).after(List.of(on), limit);
    }
}
