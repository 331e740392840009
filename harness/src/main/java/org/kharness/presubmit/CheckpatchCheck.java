/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import org.kharness.build.Checkpatch.Complaint;
import org.kharness.build.Checkpatch.Level;

/** What checkpatch's complaints come to: an ERROR fails, anything less is worth a look. */
public final class CheckpatchCheck {
    private CheckpatchCheck() {}

    /** Weighs the complaints about one patch. */
    public static Check of(List<Complaint> complaints) {
        Check.Outcome outcome = complaints.isEmpty()
                ? Check.Outcome.PASS
                : complaints.stream().anyMatch(c -> c.level() == Level.ERROR) ? Check.Outcome.FAIL : Check.Outcome.WARN;
        return new Check(
                "checkpatch",
                outcome,
                complaints.stream().map(Complaint::toString).toList());
    }
}
