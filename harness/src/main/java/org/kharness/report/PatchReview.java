/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What was checked on one patch.
 *
 * @param n place in the series, from 1
 * @param author name and address; empty where the patch does not apply
 * @param commit the commit made for it; empty where there is none
 * @param seconds wall time of its build, when it was built
 * @param objects how many objects its build compiled
 * @param size how the kernel's size changed with it, in words; empty where that is not known
 * @param checks in the order in which they were done
 * @param kept the run whose answer this is, as the patch is the same as then; empty for one that was reviewed in this run
 */
public record PatchReview(
        int n,
        String subject,
        String author,
        String commit,
        double seconds,
        int objects,
        String size,
        List<Check> checks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String kept) {
    public PatchReview {
        checks = List.copyOf(checks);
        kept = kept == null ? "" : kept;
    }

    /** One that was reviewed in this run. */
    public PatchReview(
            int n,
            String subject,
            String author,
            String commit,
            double seconds,
            int objects,
            String size,
            List<Check> checks) {
        this(n, subject, author, commit, seconds, objects, size, checks, "");
    }

    /** What a check came to; empty where it was not done. */
    public String outcome(String check) {
        return checks.stream()
                .filter(c -> c.name().equals(check))
                .map(Check::outcome)
                .findFirst()
                .orElse("");
    }

    /** True where the kernel's size is known and another than before. */
    public boolean grows() {
        return size.matches(".*[1-9].*");
    }

    /** The checks that found something. */
    public List<Check> remarks() {
        return checks.stream()
                .filter(c -> !c.outcome().equals("PASS") && !c.details().isEmpty())
                .toList();
    }

    /** One check: PASS, WARN, FAIL, SKIP or ERROR, and what was found, a line each. */
    public record Check(String name, String outcome, List<String> details) {
        public Check {
            details = List.copyOf(details);
        }
    }
}
