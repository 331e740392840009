/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kharness.bisect.GitBisect.Mark;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;

/**
 * The search itself: verifies both ends, lets git choose commits, and follows the failure that was seen at the bad end. A
 * commit that does not build, does not boot or fails in another way is skipped and listed.
 */
final class Bisection {
    private final Function<KernelTree, Trial> trial;
    private final Progress progress;

    Bisection(Function<KernelTree, Trial> trial, Progress progress) {
        this.trial = trial;
        this.progress = progress;
    }

    /**
     * What trying a commit showed.
     *
     * @param failure what failed; null where the commit could not be tried
     * @param why why it could not be tried; empty where it could
     */
    record Trial(@Nullable Failure failure, String why) {
        static Trial of(Failure failure) {
            return new Trial(failure, "");
        }

        static Trial impossible(String why) {
            return new Trial(null, why);
        }
    }

    /**
     * The outcome.
     *
     * @param firstBad null where only skipped commits are left
     * @param undecided commits of which one is the first bad one; empty where it was found
     * @param skipped commits that could not tell, with the reason
     * @param followed the failure that was followed
     */
    record Outcome(@Nullable KernelTree firstBad, List<String> undecided, List<String> skipped, Failure followed) {}

    /**
     * Searches.
     *
     * @throws InputException if the ends are not as they are said to be
     */
    Outcome search(KernelTree good, KernelTree bad, GitBisect bisect) {
        progress.stage("bad end " + name(bad));
        Failure followed = end(bad, "--bad");
        if (followed.isNone()) {
            throw new InputException("--bad " + name(bad) + ": every scenario passes there");
        }
        progress.note("bad end fails: " + followed);
        progress.stage("good end " + name(good));
        Failure atGood = end(good, "--good");
        if (atGood.sharesWith(followed)) {
            throw new InputException("--good " + name(good) + " fails in the same way: " + atGood);
        }
        List<String> skipped = new ArrayList<>();
        for (var next = bisect.next(); next.isPresent(); next = bisect.next()) {
            KernelTree commit = next.get();
            progress.stage("commit " + name(commit));
            Trial tried = trial.apply(commit);
            Mark mark = mark(tried, followed);
            if (mark == Mark.SKIP) {
                skipped.add(name(commit) + ": "
                        + (tried.failure() == null ? tried.why() : "fails otherwise: " + tried.failure()));
            }
            progress.note(name(commit) + " is " + mark.name().toLowerCase(java.util.Locale.ROOT));
            bisect.mark(commit, mark);
        }
        return new Outcome(bisect.firstBad().orElse(null), bisect.undecided(), skipped, followed);
    }

    private Failure end(KernelTree commit, String option) {
        Trial tried = trial.apply(commit);
        Failure failure = tried.failure();
        if (failure == null) {
            throw new InputException(option + " " + name(commit) + " cannot be tried: " + tried.why());
        }
        return failure;
    }

    private static Mark mark(Trial tried, Failure followed) {
        Failure failure = tried.failure();
        if (failure == null) {
            return Mark.SKIP;
        }
        if (failure.sharesWith(followed)) {
            return Mark.BAD;
        }
        return failure.isNone() ? Mark.GOOD : Mark.SKIP;
    }

    private static String name(KernelTree commit) {
        return commit.commit().substring(0, 12);
    }
}
