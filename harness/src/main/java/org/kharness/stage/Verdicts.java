/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.util.List;
import org.kharness.failure.ExitCode;
import org.kharness.verdict.Verdict;
import org.kharness.verdict.Verdict.Outcome;
import org.kharness.verdict.Verdict.Stage;

/** What many verdicts come to. */
public final class Verdicts {
    private Verdicts() {}

    /** A kernel that never reached user space does not boot; else a failure counts before what could not be told. */
    public static ExitCode exitCode(List<Verdict> verdicts) {
        if (verdicts.stream().anyMatch(v -> v.stage() == Stage.NO_USER_SPACE)) {
            return ExitCode.NOT_BOOTED;
        }
        if (verdicts.stream().anyMatch(v -> v.outcome() == Outcome.FAIL)) {
            return ExitCode.FAIL;
        }
        boolean unclear = verdicts.stream().anyMatch(v -> v.outcome() == Outcome.ERROR);
        return unclear || verdicts.isEmpty() ? ExitCode.CANNOT_TELL : ExitCode.PASS;
    }
}
