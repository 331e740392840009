/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import org.kharness.bisect.Trial.Answer;
import org.kharness.bisect.Trial.Followed;
import org.kharness.bisect.Trial.Tried;

/**
 * All that was seen of a commit.
 *
 * @param image digest of its boot image; empty where it was never built
 * @param failures tries that failed as the failure that is followed
 * @param passes tries in which it did not show
 * @param unclear tries that said nothing about it
 * @param why of the last try that said nothing
 * @param seconds wall time of all tries, the build included
 */
record Observation(String image, int failures, int passes, int unclear, String why, double seconds) {
    static final Observation NONE = new Observation("", 0, 0, 0, "", 0);

    /** This and some more tries. */
    Observation and(Tried more, Followed followed, double time) {
        int failed = failures;
        int passed = passes;
        int none = unclear;
        String last = why;
        for (Trial trial : more.trials()) {
            Answer answer = trial.about(followed);
            failed += answer == Answer.FAILS ? 1 : 0;
            passed += answer == Answer.PASSES ? 1 : 0;
            if (answer == Answer.NONE) {
                none++;
                last = trial.what() == followed.what() ? "fails otherwise: " + trial.why() : trial.why();
            }
        }
        return new Observation(
                more.image().isEmpty() ? image : more.image(), failed, passed, none, last, seconds + time);
    }

    /** How often it said something. */
    int tries() {
        return failures + passes;
    }

    /** True if it was tried, and says nothing. */
    boolean isUseless() {
        return tries() == 0 && unclear > 0;
    }

    /** "7 of 9 fail", for a person. */
    String inWords() {
        return failures + " of " + tries() + " fail";
    }
}
