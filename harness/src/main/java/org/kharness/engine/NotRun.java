/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.util.List;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict;
import org.kharness.verdict.Verdict.Outcome;
import org.kharness.verdict.Verdict.Stage;

/** Verdicts on scenarios for which no machine was started: they have no log. */
final class NotRun {
    private NotRun() {}

    /** A kernel that did not come up in another scenario will not in this one. */
    static Verdict noUserSpace(String other) {
        return verdict(
                Outcome.ERROR,
                "not run: the kernel did not reach user space in scenario " + other,
                Stage.NO_USER_SPACE);
    }

    /** This host cannot make such a machine. */
    static Verdict lacking(Scenario scenario, String lack) {
        return scenario.require()
                ? verdict(Outcome.FAIL, "required, but needs " + lack, Stage.ENDED)
                : verdict(Outcome.SKIP, "needs " + lack, Stage.ENDED);
    }

    private static Verdict verdict(Outcome outcome, String reason, Stage stage) {
        return new Verdict(outcome, reason, List.of(), List.of(), 0, 0, List.of(), List.of(), List.of(), stage);
    }
}
