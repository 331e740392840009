/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.kharness.cache.Cache;
import org.kharness.engine.PlanRunner;
import org.kharness.engine.ScenarioRun;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict.Outcome;

/** Runs scenarios while mutants are on, and tells whether a failure is theirs. */
final class MutantRuns {
    private final PlanRunner runner;
    private final Unmutated unmutated;

    MutantRuns(PlanRunner runner, Unmutated unmutated) {
        this.runner = runner;
        this.unmutated = unmutated;
    }

    /**
     * Runs one.
     *
     * @param numbers of the mutants that are on
     */
    ScenarioRun run(Scenario scenario, SortedSet<Integer> numbers) {
        return run(Armed.with(scenario, numbers, unmutated.seconds(scenario.id())));
    }

    private ScenarioRun run(Scenario armed) {
        return runner.run(List.of(armed), 1, r -> {}).get(0);
    }

    /**
     * Whether a run failed, or did not fail as it is known to, and because of the mutants that were on. What looks like a hang may
     * be a busy machine, and a race may go either way: then the scenario must end as ever once more without them.
     */
    boolean caught(Scenario scenario, SortedSet<Integer> numbers, ScenarioRun run) {
        Outcome outcome = run.verdict().outcome();
        if (outcome != Outcome.FAIL && (outcome != Outcome.FIXED || scenario.race())) {
            return false;
        }
        boolean hung =
                run.verdict().reports().isEmpty() && run.verdict().reason().contains("hung: nothing");
        if (!hung && !scenario.race()) {
            return true;
        }
        int round = Weaver.MOST + numbers.first();
        ScenarioRun again =
                run(Armed.with(scenario, Collections.emptySortedSet(), unmutated.seconds(scenario.id()), round));
        Path console = again.console();
        Cache.delete(console);
        return again.verdict().outcome().isAsEver();
    }
}
