/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.bisect.GitBisect.Mark;
import org.kharness.bisect.Trial.Followed;
import org.kharness.bisect.Trial.Tried;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;

/**
 * The search itself. Both ends are tried until it is known how often each fails; git chooses commits ({@link Midpoint} one beside
 * its own where that costs much less), and each is tried until
 * the odds say on which side it is; then whatever tells most is tried until one commit is likely enough, and that one and its
 * parents are tried once more. A commit that does not come so far, or fails in another way, is skipped and listed.
 */
final class Bisection {
    /** The first tries of an end; the failing end is tried until it has failed so often. */
    private static final int FIRST_TRIES = 5;

    /** Of one step: the last word is {@link Options#sure}, by all tries together. */
    private static final double STEP_LIMIT = Math.log(0.99 / 0.01);

    /** How sure it must be that the ends differ. */
    private static final double ENDS_DIFFER = 0.995;

    private static final int MOST_AT_ONCE = 10;
    /** A commit is tried so many times as often as in its step before it is given up. */
    private static final int PATIENCE = 4;
    /** A try of a commit that is on one side so surely tells nothing. */
    private static final double TELLS = 0.005;

    private final Trial.Stage stage;
    private final Options options;
    private final Progress progress;
    private final Ledger ledger;
    private final GitBisect bisect;
    private Rates rates = Rates.CERTAIN;

    /**
     * How it is searched.
     *
     * @param what what to follow; null for what the failing end fails at
     * @param findFix true to look for the commit that mended it: the older end fails then
     * @param tries the most tries of an end or of a step
     * @param sure how likely the answer must be, below 1
     */
    record Options(@Nullable What what, boolean findFix, int tries, double sure) {}

    /** Both ends of the range. */
    record Ends(KernelTree older, KernelTree newer) {}

    /**
     * The outcome.
     *
     * @param found the first commit that fails, or that does not fail any more; null where several are left
     * @param suspects the fewest commits that hold the answer as surely as asked, with their probabilities, the likeliest first
     * @param seen what was seen of each commit that was tried, in order
     */
    record Outcome(
            @Nullable KernelTree found,
            Map<String, Double> suspects,
            Followed followed,
            Rates rates,
            Map<String, Observation> seen) {
        /** Why a commit that was tried said nothing, by its id. */
        Map<String, String> skipped() {
            Map<String, String> skipped = new LinkedHashMap<>();
            seen.forEach((commit, of) -> {
                if (of.isUseless()) {
                    skipped.put(commit, of.why());
                }
            });
            return skipped;
        }
    }

    Bisection(Trial.Stage stage, Options options, Progress progress, Ledger ledger, GitBisect bisect) {
        this.stage = stage;
        this.options = options;
        this.progress = progress;
        this.ledger = ledger;
        this.bisect = bisect;
    }

    /**
     * Searches.
     *
     * @throws InputException if the ends are not as they are said to be
     */
    Outcome search(Ends ends) {
        KernelTree failing = options.findFix ? ends.older() : ends.newer();
        KernelTree passing = options.findFix ? ends.newer() : ends.older();
        ends(failing, passing);
        byGit();
        Suspects suspects = new Suspects(bisect.range(), ends.newer().commit());
        suspects.weigh(ledger.all(), rates, !options.findFix);
        Set<String> confirmed = new HashSet<>();
        do {
            narrow(suspects);
        } while (suspects.probability(suspects.best()) >= options.sure && confirm(suspects, confirmed));
        Map<String, Double> left = suspects.together(options.sure);
        KernelTree found = left.size() == 1 ? bisect.tree(suspects.best()) : null;
        return new Outcome(found, left, Objects.requireNonNull(ledger.followed()), rates, ledger.all());
    }

    private void ends(KernelTree failing, KernelTree passing) {
        progress.stage("bad end " + name(failing));
        Followed followed = ledger.followed();
        if (followed == null) {
            followed = follow(failing);
        }
        progress.note("bad end fails: " + followed);
        boolean certain = followed.what() == What.BUILD;
        for (Observation bad = ledger.of(failing.commit());
                !certain && bad.failures() < FIRST_TRIES && bad.tries() < options.tries;
                bad = ledger.of(failing.commit())) {
            more(failing, Math.min(FIRST_TRIES - bad.failures(), options.tries - bad.tries()));
        }
        passing(failing, passing, certain);
        judgeEnds(failing, passing, certain);
    }

    private void passing(KernelTree failing, KernelTree passing, boolean certain) {
        progress.stage("good end " + name(passing));
        while (true) {
            Observation bad = ledger.of(failing.commit());
            Observation good = ledger.of(passing.commit());
            if (good.isUseless()) {
                throw new InputException("--good " + name(passing) + " cannot be tried: " + good.why());
            }
            boolean enough = certain || good.tries() >= options.tries || differ(bad, good) || alwaysFails(good);
            if (good.tries() > 0 && enough) {
                return;
            }
            int times = certain ? 1 : Math.max(1, Math.min(FIRST_TRIES, options.tries - good.tries()));
            if (good.equals(Observation.NONE)) {
                firstOfPassing(passing, times);
            } else {
                more(passing, times);
            }
        }
    }

    /** Tries the passing end for the first time: what fails there in another way is no sign of what is followed, anywhere. */
    private void firstOfPassing(KernelTree passing, int times) {
        long begin = System.nanoTime();
        Followed followed = Objects.requireNonNull(ledger.followed());
        Tried tried = stage.attempt(passing, followed, times);
        Failure otherwise = new Failure(Map.of());
        for (Trial trial : tried.trials()) {
            if (trial.what() == followed.what()) {
                Failure here = trial.failure().among(followed.failure()).without(followed.failure());
                otherwise = otherwise.and(here);
            }
        }
        if (!otherwise.isNone()) {
            ledger.besides(otherwise);
            progress.note("good end fails otherwise, which is taken for good from here on: " + otherwise);
        }
        ledger.add(passing.commit(), tried, (System.nanoTime() - begin) / 1e9);
    }

    private static boolean alwaysFails(Observation good) {
        return good.tries() >= FIRST_TRIES && good.passes() == 0;
    }

    private static boolean differ(Observation bad, Observation good) {
        return good.tries() >= FIRST_TRIES && Rates.surelyMore(bad, good) >= ENDS_DIFFER;
    }

    private void judgeEnds(KernelTree failing, KernelTree passing, boolean certain) {
        Observation bad = ledger.of(failing.commit());
        Observation good = ledger.of(passing.commit());
        if (!certain) {
            rates = Rates.of(bad, good);
            double sure = Rates.surelyMore(bad, good);
            if (sure < options.sure) {
                throw new InputException("--good " + name(passing)
                        + (good.failures() > 0
                                ? " fails in the same way"
                                : " cannot be told from the bad end by so few tries")
                        + ": " + good.inWords() + " there, " + bad.inWords() + " at the bad end: "
                        + ledger.followed() + "; --tries gives more");
            }
            progress.note("bad end: " + bad.inWords() + "; good end: " + good.inWords());
        } else if (good.failures() > 0) {
            throw new InputException("--good " + name(passing) + " fails in the same way: " + ledger.followed());
        }
        int steps = Cost.steps(bisect.range().size());
        double each = bad.seconds() / Math.max(1, bad.tries()) * rates.triesTo(STEP_LIMIT, 0);
        progress.note(String.format(
                java.util.Locale.ROOT,
                "about %d steps; %d tries each, %.1f min in all, and what the builds cost",
                steps,
                rates.triesTo(STEP_LIMIT, 0),
                steps * each / 60));
    }

    /** Tries the failing end until it fails, and remembers how. */
    private Followed follow(KernelTree failing) {
        List<Tried> all = new ArrayList<>();
        int made = 0;
        long begin = System.nanoTime();
        Followed followed = null;
        while (followed == null && made < options.tries) {
            Tried tried = stage.attempt(failing, null, Math.min(FIRST_TRIES, options.tries - made));
            all.add(tried);
            made += tried.trials().size();
            followed = failureIn(tried, failing);
            if (tried.trials().stream().allMatch(t -> t.what() == null)) {
                throw new InputException("--bad " + name(failing) + " cannot be tried: "
                        + tried.trials().get(0).why());
            }
        }
        if (followed == null) {
            throw new InputException("--bad " + name(failing) + ": every scenario passes there"
                    + (made > 1 ? ", in each of " + made + " tries" : "") + "; --tries gives more");
        }
        ledger.follow(followed);
        double seconds = (System.nanoTime() - begin) / 1e9;
        for (Tried tried : all) {
            ledger.add(failing.commit(), tried, seconds / all.size());
        }
        return followed;
    }

    private @Nullable Followed failureIn(Tried tried, KernelTree failing) {
        Followed followed = null;
        for (Trial trial : tried.trials()) {
            What what = trial.what();
            if (what != null && !trial.failure().isNone()) {
                followed = followed == null || what.compareTo(followed.what()) < 0
                        ? new Followed(what, trial.failure())
                        : what == followed.what()
                                ? new Followed(what, followed.failure().and(trial.failure()))
                                : followed;
            }
        }
        What asked = options.what;
        if (followed != null && asked != null && followed.what() != asked) {
            throw new InputException("--what " + asked.word() + ": what fails at --bad " + name(failing) + " is the "
                    + followed.what().word() + ": " + followed);
        }
        return followed;
    }

    /** Tries commits near the middle until git has an answer. */
    private void byGit() {
        Midpoint midpoint = new Midpoint(bisect, stage::effort, progress);
        for (var next = bisect.next(); next.isPresent(); next = bisect.next()) {
            KernelTree commit = midpoint.choose(next.get());
            progress.stage("commit " + name(commit));
            Observation seen = decide(commit, STEP_LIMIT);
            double odds = rates.odds(seen.failures(), seen.passes());
            Mark mark = seen.tries() == 0 ? Mark.SKIP : odds > 0 ? Mark.BAD : Mark.GOOD;
            progress.note(name(commit) + " is " + mark.name().toLowerCase(java.util.Locale.ROOT)
                    + (seen.tries() > 1 ? ": " + seen.inWords() : "") + (mark == Mark.SKIP ? ": " + seen.why() : ""));
            bisect.mark(commit, mark);
        }
    }

    /** Tries a commit until the odds say on which side it is, or the tries for a step are used up. */
    private Observation decide(KernelTree commit, double limit) {
        Observation seen = ledger.of(commit.commit());
        while (!seen.isUseless() && seen.tries() + seen.unclear() < options.tries) {
            double odds = rates.odds(seen.failures(), seen.passes());
            if (seen.tries() > 0 && Math.abs(odds) >= limit) {
                break;
            }
            int wanted = Math.min(MOST_AT_ONCE, rates.triesTo(limit, odds));
            seen = more(commit, Math.min(wanted, options.tries - seen.tries() - seen.unclear()));
        }
        return seen;
    }

    private Observation more(KernelTree commit, int times) {
        long begin = System.nanoTime();
        Tried tried = stage.attempt(commit, ledger.followed(), times);
        return ledger.add(commit.commit(), tried, (System.nanoTime() - begin) / 1e9);
    }

    /** Tries what tells most, until one commit is likely enough or nothing tells any more. */
    private void narrow(Suspects suspects) {
        while (suspects.probability(suspects.best()) < options.sure) {
            String next = mostTelling(suspects);
            if (next.isEmpty()) {
                return;
            }
            KernelTree commit = bisect.tree(next);
            progress.stage("commit " + name(commit) + " again");
            Observation before = ledger.of(next);
            more(commit, Math.min(MOST_AT_ONCE, rates.triesTo(STEP_LIMIT, 0)));
            suspects.weigh(ledger.all(), rates, !options.findFix);
            progress.note(name(commit) + ": " + ledger.of(next).inWords() + ", before: " + before.inWords());
        }
    }

    private String mostTelling(Suspects suspects) {
        String best = "";
        double nearest = 0.5 - TELLS;
        boolean certain = rates.equals(Rates.CERTAIN);
        for (String commit : suspects.commits()) {
            Observation seen = ledger.of(commit);
            boolean open = seen.equals(Observation.NONE)
                    || (!certain && !seen.isUseless() && seen.tries() < PATIENCE * options.tries);
            double off = open ? Math.abs(suspects.within(commit) - 0.5) : 1;
            if (off < nearest) {
                nearest = off;
                best = commit;
            }
        }
        return best;
    }

    /**
     * Tries the likeliest commit and its parents once more.
     *
     * @return true if that made it less likely than asked, so that the search goes on
     */
    private boolean confirm(Suspects suspects, Set<String> confirmed) {
        String best = suspects.best();
        if (rates.equals(Rates.CERTAIN) || !confirmed.add(best)) {
            return false;
        }
        progress.stage("confirming " + best.substring(0, 12));
        List<String> both = new ArrayList<>(List.of(best));
        both.addAll(bisect.range().getOrDefault(best, List.of()));
        for (String commit : both) {
            if (!ledger.of(commit).isUseless()) {
                more(bisect.tree(commit), Math.min(MOST_AT_ONCE, rates.triesTo(STEP_LIMIT, 0)));
            }
        }
        suspects.weigh(ledger.all(), rates, !options.findFix);
        return suspects.probability(suspects.best()) < options.sure
                || !suspects.best().equals(best);
    }

    private static String name(KernelTree commit) {
        return commit.commit().substring(0, 12);
    }
}
