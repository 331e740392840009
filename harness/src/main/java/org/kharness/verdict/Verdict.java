/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import java.util.List;
import org.kharness.console.KernelReport;
import org.kharness.evidence.SubResult;

/**
 * What a scenario's log says.
 *
 * @param outcome the verdict
 * @param reason one line: what decided
 * @param expected what was expected, a line each, each beginning with "ok", "MISSING" or "WRONG"
 * @param observed what was seen, a line each
 * @param firstLine first line of the scenario in its log, from 1; 0 where the scenario did not begin
 * @param lastLine last line
 * @param deciding lines that decided, in order
 * @param reports the kernel's complaints during the scenario
 * @param subresults of test programs that speak KTAP
 * @param stage how far the guest came
 */
public record Verdict(
        Outcome outcome,
        String reason,
        List<String> expected,
        List<String> observed,
        int firstLine,
        int lastLine,
        List<Integer> deciding,
        List<KernelReport> reports,
        List<SubResult> subresults,
        Stage stage) {
    public Verdict {
        expected = List.copyOf(expected);
        observed = List.copyOf(observed);
        deciding = List.copyOf(deciding);
        reports = List.copyOf(reports);
        subresults = List.copyOf(subresults);
    }

    /** The possible verdicts. What cannot be judged is never a pass. */
    public enum Outcome {
        /** Everything expected was seen, and nothing else that counts. */
        PASS,
        /** The kernel did something else. */
        FAIL,
        /** It failed in a way that the list of known issues names. */
        KNOWN,
        /** A known issue no longer shows. */
        FIXED,
        /** A stated need is not met. */
        SKIP,
        /** The harness could not tell. */
        ERROR;

        /** True if it shows nothing new of the kernel: it passed, or failed as it is known to. */
        public boolean isAsEver() {
            return this == PASS || this == KNOWN;
        }
    }

    /** How far the guest came. */
    public enum Stage {
        /** The kernel did not reach its user space. */
        NO_USER_SPACE,
        /** User space ran, the scenario did not begin. */
        NOT_BEGUN,
        /** The scenario began and did not end. */
        BEGUN,
        /** The scenario ended. */
        ENDED
    }
}
