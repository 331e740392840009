/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.List;
import org.kharness.apply.PatchOutcome;
import org.kharness.report.PatchReview;

/**
 * A patch and what was found.
 *
 * @param outcome what applying it met
 * @param author name and address; empty where it did not apply
 * @param patch as git format-patch writes it; empty where it did not apply
 * @param seconds its build took
 * @param compiled how many objects it compiled
 * @param size how the kernel's size changed, see {@link org.kharness.build.KernelSize#since}; empty where that is not known
 * @param kept the run whose answer it is; empty for one of this run
 */
record Reviewed(
        PatchOutcome outcome,
        int total,
        String author,
        String patch,
        double seconds,
        int compiled,
        String size,
        List<Check> checks,
        String kept) {
    /** A patch that does not apply. */
    static Reviewed notThere(PatchOutcome outcome, int total, Check why) {
        return new Reviewed(outcome, total, "", "", 0, 0, "", List.of(why), "");
    }

    /** The same with checks besides. */
    Reviewed with(Check... more) {
        List<Check> all = new ArrayList<>(checks);
        all.addAll(List.of(more));
        return new Reviewed(outcome, total, author, patch, seconds, compiled, size, all, kept);
    }

    /** The same with another answer of a check that was done. */
    Reviewed having(Check other) {
        List<Check> all = checks.stream()
                .map(c -> c.name().equals(other.name()) ? other : c)
                .toList();
        return new Reviewed(outcome, total, author, patch, seconds, compiled, size, all, kept);
    }

    PatchReview forReport() {
        return new PatchReview(
                outcome.number(),
                outcome.subject(),
                author,
                outcome.commit(),
                seconds,
                compiled,
                size,
                checks.stream()
                        .map(c -> new PatchReview.Check(c.name(), c.outcome().name(), c.details()))
                        .toList(),
                kept);
    }

    ReplyDrafts.Reviewed forReply() {
        return new ReplyDrafts.Reviewed(outcome.number(), total, outcome.subject(), author, patch, checks);
    }
}
