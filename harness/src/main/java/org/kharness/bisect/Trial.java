/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one try of a commit showed.
 *
 * @param what how far it came: what failed, or SCENARIO where everything was judged; null where nobody could tell
 * @param failure what failed; none where every scenario passed
 * @param why a line for a person where it failed or nobody could tell
 */
record Trial(@Nullable What what, Failure failure, String why) {
    /** Every scenario was judged. */
    static Trial judged(Failure failure) {
        return new Trial(What.SCENARIO, failure, failure.toString());
    }

    /** It does not build, or does not boot; without the numbers that differ from try to try. */
    static Trial broken(What what, String why) {
        return new Trial(what, new Failure(Map.of(what.word(), Failure.withoutNumbers(why))), why);
    }

    /** The harness could not tell. */
    static Trial unclear(String why) {
        return new Trial(null, new Failure(Map.of()), why);
    }

    /** What it says about the failure that is followed. */
    enum Answer {
        FAILS,
        PASSES,
        /** It did not come so far, or fails in another way. */
        NONE
    }

    Answer about(Followed followed) {
        if (what == null || what.compareTo(followed.what()) < 0) {
            return Answer.NONE;
        }
        if (what != followed.what()) {
            return Answer.PASSES;
        }
        if (failure.sharesWith(followed.failure())) {
            return Answer.FAILS;
        }
        return failure.among(followed.failure()).without(followed.besides()).isNone() ? Answer.PASSES : Answer.NONE;
    }

    /**
     * The failure that is followed, as it was seen at the failing end.
     *
     * @param besides other failures of the same scenarios, which the passing end shows: where only they are seen, the one that
     *     is followed is not there
     */
    record Followed(What what, Failure failure, Failure besides) {
        Followed(What what, Failure failure) {
            this(what, failure, new Failure(Map.of()));
        }

        Followed besides(Failure other) {
            return new Followed(what, failure, other);
        }

        @Override
        public String toString() {
            return failure.toString();
        }
    }

    /**
     * Several tries of a commit.
     *
     * @param image digest of its boot image; empty where it does not build
     */
    record Tried(String image, List<Trial> trials) {
        Tried {
            trials = List.copyOf(trials);
        }
    }

    /** Builds and runs commits. */
    interface Stage {
        /**
         * Tries a commit.
         *
         * @param followed what is looked for, so that nothing else needs to be run; null to run everything
         * @param times how often, at least once; fewer tries are made where the outcome cannot differ
         */
        Tried attempt(org.kharness.kernel.KernelTree commit, @Nullable Followed followed, int times);

        /** About how many objects a commit will have to compile; empty where nobody knows. */
        default OptionalInt effort(org.kharness.kernel.KernelTree commit) {
            return OptionalInt.empty();
        }
    }
}
