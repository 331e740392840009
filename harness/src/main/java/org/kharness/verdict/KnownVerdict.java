/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import java.util.List;
import java.util.Optional;
import org.kharness.console.KernelReport;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict.Outcome;

/** Lets the list of known issues speak on a finished verdict. */
final class KnownVerdict {
    private KnownVerdict() {}

    /**
     * KNOWN where every complaint, and the failure if there is one, is explained by an issue that concerns this scenario
     * and kernel; FIXED where such an issue exists and the scenario passed; else the verdict as it was.
     */
    static Verdict of(Scenario scenario, String release, Verdict verdict, Findings findings, KnownIssues known) {
        List<KnownIssue> issues = known.concerning(scenario.id(), release);
        if (issues.isEmpty()) {
            return verdict;
        }
        if (verdict.outcome() == Outcome.PASS) {
            return changed(verdict, Outcome.FIXED, "no longer shows: " + describe(issues.get(0)));
        }
        if (verdict.outcome() != Outcome.FAIL) {
            return verdict;
        }
        Optional<KnownIssue> reason = Optional.empty();
        for (KernelReport complaint : findings.complaints()) {
            reason = issues.stream().filter(i -> i.explains(complaint)).findFirst();
            if (reason.isEmpty()) {
                return verdict;
            }
        }
        String failure = findings.failure();
        if (failure != null) {
            Optional<KnownIssue> explained =
                    issues.stream().filter(i -> i.explains(failure)).findFirst();
            if (explained.isEmpty()) {
                return verdict;
            }
            reason = reason.isPresent() ? reason : explained;
        }
        return reason.map(i -> changed(verdict, Outcome.KNOWN, verdict.reason() + "; " + describe(i)))
                .orElse(verdict);
    }

    private static String describe(KnownIssue issue) {
        return issue.id() + " (" + issue.reference() + ")";
    }

    private static Verdict changed(Verdict v, Outcome outcome, String reason) {
        return new Verdict(
                outcome,
                reason,
                v.expected(),
                v.observed(),
                v.firstLine(),
                v.lastLine(),
                v.deciding(),
                v.reports(),
                v.subresults(),
                v.stage());
    }
}
