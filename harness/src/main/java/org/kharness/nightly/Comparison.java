/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.kharness.failure.ExitCode;
import org.kharness.nightly.Change.Kind;
import org.kharness.nightly.KernelNight.Result;

/** What a night's run of a plan on a kernel says against the nights before. Nights that could not tell are looked past. */
public final class Comparison {
    /** Exit codes of runs that judged their scenarios. */
    private static final Set<Integer> JUDGED = Set.of(ExitCode.PASS.code(), ExitCode.FAIL.code());

    /** Exit codes of runs that a kernel, or a series, ended. */
    private static final Set<Integer> BROKEN =
            Set.of(ExitCode.NOT_APPLIED.code(), ExitCode.NOT_BUILT.code(), ExitCode.NOT_BOOTED.code());

    /** So many scenarios that became slower are told one by one. */
    private static final int SINGLE = 3;

    private Comparison() {}

    /**
     * Compares.
     *
     * @param before the earlier runs of the same plan on the same kernel, the oldest first
     * @return what there is to know, the most urgent first
     */
    public static List<Change> of(KernelNight tonight, List<KernelNight> before) {
        Set<String> seen = new HashSet<>();
        before.forEach(n -> n.results().forEach(r -> seen.addAll(r.signatures())));
        return of(tonight, before, seen, before.stream().anyMatch(KernelNight::judged));
    }

    /** Compares a night's run with what is kept of the nights of its plan and kernel. */
    static List<Change> of(KernelNight tonight, Night night, Past past) {
        return of(tonight, past.before(night), past.signaturesBefore(night), past.judgedBefore(night));
    }

    private static List<Change> of(
            KernelNight tonight, List<KernelNight> before, Set<String> seen, boolean judgedBefore) {
        List<Change> changes = new ArrayList<>();
        if (BROKEN.contains(tonight.exitCode())) {
            changes.add(broken(tonight, before));
        } else if (!JUDGED.contains(tonight.exitCode())) {
            changes.add(notJudged(tonight, before));
        }
        States states = new States(before);
        for (Result result : tonight.results()) {
            scenario(tonight, result, states, changes);
            for (String signature : result.signatures()) {
                if (seen.add(signature) && judgedBefore) {
                    changes.add(change(Kind.NEW_SIGNATURE, tonight, result, tonight.night(), signature));
                }
            }
        }
        turned(tonight, 1, Kind.SLOWER, changes);
        turned(tonight, -1, Kind.FASTER, changes);
        changes.sort(Comparator.comparing(Change::kind));
        return changes;
    }

    /** The scenarios whose verdict is not what it was, so that it is to be confirmed. */
    public static List<String> toConfirm(KernelNight tonight, List<KernelNight> before) {
        States states = new States(before);
        return tonight.results().stream()
                .filter(Result::tells)
                .filter(r -> states.failedLast(r.scenario()) != r.verdict().equals("FAIL"))
                .map(Result::scenario)
                .toList();
    }

    /** Still so only where it ended in the same way before: a kernel that did not build and now does not boot is news. */
    private static Change broken(KernelNight tonight, List<KernelNight> before) {
        String since = tonight.night();
        for (int i = before.size() - 1; i >= 0; i--) {
            int then = before.get(i).exitCode();
            if (then == tonight.exitCode()) {
                since = before.get(i).night();
            } else if (JUDGED.contains(then) || BROKEN.contains(then)) {
                break;
            }
        }
        Kind kind = since.equals(tonight.night()) ? Kind.BROKEN : Kind.STILL_BROKEN;
        return whole(kind, tonight, since, ending(tonight));
    }

    private static Change notJudged(KernelNight tonight, List<KernelNight> before) {
        String since = tonight.night();
        for (int i = before.size() - 1; i >= 0; i--) {
            int then = before.get(i).exitCode();
            if (JUDGED.contains(then) || BROKEN.contains(then)) {
                break;
            }
            since = before.get(i).night();
        }
        Kind kind = since.equals(tonight.night()) ? Kind.NOT_JUDGED : Kind.STILL_NOT_JUDGED;
        return whole(kind, tonight, since, ending(tonight));
    }

    private static Change whole(Kind kind, KernelNight tonight, String since, String what) {
        return new Change(kind, tonight.kernel(), tonight.plan(), "", since, what);
    }

    /** How a run ended that did not judge, and why. */
    private static String ending(KernelNight tonight) {
        String what = words(tonight.exitCode());
        String message = tonight.message().lines().findFirst().orElse("");
        if (message.isEmpty()) {
            message = tonight.results().stream()
                    .filter(r -> r.verdict().equals("ERROR"))
                    .map(r -> r.scenario() + ": " + r.reason())
                    .findFirst()
                    .orElse("");
        }
        return message.isEmpty() ? what : what + ": " + message;
    }

    /** What a run's exit code says of its kernel, in words. */
    static String words(int exitCode) {
        return switch (exitCode) {
            case 0 -> "judged";
            case 1 -> "judged";
            case 2 -> "the configuration is at fault";
            case 3 -> "the series does not apply";
            case 4 -> "does not build";
            case 5 -> "does not boot";
            default -> "could not be judged";
        };
    }

    private static void scenario(KernelNight tonight, Result result, States before, List<Change> changes) {
        if (result.flaky()) {
            changes.add(change(Kind.FLAKY, tonight, result, tonight.night(), flake(result)));
        } else if (result.failed()) {
            String since = before.failingSince(result.scenario(), tonight.night());
            Kind kind = since.equals(tonight.night()) ? Kind.NEW_FAILURE : Kind.STILL_FAILING;
            changes.add(change(kind, tonight, result, since, result.reason()));
        } else if (result.passed() && before.failedLast(result.scenario())) {
            changes.add(change(Kind.FIXED, tonight, result, tonight.night(), result.reason()));
        }
    }

    /** What turned slower or faster, a line each; many at once are one line, as they will have one reason. */
    private static void turned(KernelNight tonight, int turn, Kind kind, List<Change> changes) {
        List<Result> turned = tonight.results().stream()
                .filter(r -> r.pace().turn() == turn)
                .sorted(Comparator.comparing((Result r) -> turn * r.pace().factor())
                        .reversed())
                .toList();
        if (turned.size() <= SINGLE) {
            turned.forEach(r -> changes.add(
                    change(kind, tonight, r, tonight.night(), r.pace().inWords())));
            return;
        }
        long timed = tonight.results().stream().filter(Result::isTimed).count();
        String worst = turned.stream()
                .limit(SINGLE)
                .map(r -> r.scenario() + " " + r.pace().inWords())
                .collect(Collectors.joining("; "));
        double middle = turned.get(turned.size() / 2).pace().factor();
        changes.add(whole(
                kind,
                tonight,
                tonight.night(),
                String.format(
                        Locale.ROOT,
                        "%d of %d scenarios, %.2f times as long as usual in the middle: %s",
                        turned.size(),
                        timed,
                        middle,
                        worst)));
    }

    private static String flake(Result result) {
        return result.tries() > 1
                ? "failed " + result.failures() + " of " + result.tries() + " times: " + result.reason()
                : result.reason();
    }

    private static Change change(Kind kind, KernelNight night, Result result, String since, String detail) {
        return new Change(kind, night.kernel(), night.plan(), result.scenario(), since, detail);
    }
}
