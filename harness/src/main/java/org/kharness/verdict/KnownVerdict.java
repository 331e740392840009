/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kharness.console.KernelReport;
import org.kharness.evidence.Findings;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict.Outcome;

/** Lets the list of known issues speak on a finished verdict. */
final class KnownVerdict {
    private KnownVerdict() {}

    /**
     * KNOWN where issues that concern this scenario and kernel explain every complaint and every failure; FIXED where there
     * is such an issue that shows each time, and the scenario passed. Where they explain the complaints alone, what is left
     * decides: it may be a failure, or an error for which the scenario could not be judged.
     */
    static Verdict of(
            Scenario scenario, String release, String variant, Verdict verdict, Findings findings, KnownIssues known) {
        List<KnownIssue> issues = known.concerning(scenario.id(), release, variant);
        if (issues.isEmpty()) {
            return verdict;
        }
        if (verdict.outcome() == Outcome.PASS) {
            return issues.stream()
                    .filter(i -> !i.sometimes())
                    .findFirst()
                    .map(i -> changed(verdict, Outcome.FIXED, "no longer shows: " + describe(i)))
                    .orElse(verdict);
        }
        return verdict.outcome() == Outcome.FAIL ? explained(verdict, findings, issues) : verdict;
    }

    private static Verdict explained(Verdict verdict, Findings findings, List<KnownIssue> issues) {
        List<KnownIssue> reasons = new ArrayList<>();
        for (KernelReport complaint : findings.complaints()) {
            Optional<KnownIssue> issue =
                    issues.stream().filter(i -> i.explains(complaint)).findFirst();
            if (issue.isEmpty()) {
                return verdict;
            }
            reasons.add(issue.get());
        }
        String error = findings.error();
        if (error != null && !findings.failedBeforeError()) {
            return changed(verdict, Outcome.ERROR, error);
        }
        for (String failure : findings.failures()) {
            Optional<KnownIssue> issue =
                    issues.stream().filter(i -> i.explains(failure)).findFirst();
            if (issue.isEmpty()) {
                return changed(verdict, Outcome.FAIL, failure);
            }
            reasons.add(issue.get());
        }
        return changed(verdict, Outcome.KNOWN, verdict.reason() + "; " + describe(reasons.get(0)));
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
