/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kharness.nightly.KernelNight.Result;

/** How long the scenarios of a plan take on a kernel as a rule, and what a night's run says against that. */
final class Paces {
    /** So many odd ones are tried again; they speak for the others. */
    private static final int SAMPLE = 20;
    /** What part of them must stay odd to do so. */
    private static final double MOST = 0.8;

    private final Map<String, Pace> usual = new HashMap<>();
    private Set<String> unsampled = Set.of();

    /** Of the nights before, by scenario. */
    Paces(Map<String, List<Pace>> before) {
        before.forEach((scenario, paces) -> usual.put(scenario, Pace.usual(paces)));
    }

    private Pace usual(Result result) {
        return usual.getOrDefault(result.scenario(), Pace.NONE);
    }

    /** A run with what is usual; nothing is taken for slower or faster yet. */
    KernelNight timed(KernelNight run) {
        return run.with(run.results().stream()
                .map(r -> r.isTimed()
                        ? r.taking(usual(r).with(List.of(r.pace().seconds())).level())
                        : r)
                .toList());
    }

    /**
     * The scenarios to try again because of their time, the oddest first.
     *
     * @param others those that are tried again anyhow
     */
    List<String> odd(KernelNight timed, List<String> others) {
        List<String> odd = new ArrayList<>(timed.results().stream()
                .filter(r -> r.isTimed() && usual(r).isOdd(r.pace().seconds()))
                .filter(r -> !others.contains(r.scenario()))
                .sorted(Comparator.comparing(
                                (Result r) -> Math.abs(Math.log(r.pace().factor())))
                        .reversed())
                .map(Result::scenario)
                .toList());
        unsampled = new HashSet<>(odd.subList(Math.min(SAMPLE, odd.size()), odd.size()));
        odd.removeAll(unsampled);
        return odd;
    }

    /** A result after its tries; it turned where every try says so. */
    Result after(Result result, List<Double> seconds) {
        return result.isTimed() ? result.taking(usual(result).with(seconds)) : result;
    }

    /** Where nearly all that were tried again stayed odd, the others are taken for what they seem. */
    KernelNight sampled(KernelNight run, List<String> odd) {
        long stayed = run.results().stream()
                .filter(r -> odd.contains(r.scenario()) && r.pace().turn() != 0)
                .count();
        if (unsampled.isEmpty() || stayed < MOST * odd.size()) {
            return run;
        }
        return run.with(run.results().stream()
                .map(r -> unsampled.contains(r.scenario())
                        ? r.taking(usual(r).with(List.of(r.pace().seconds())))
                        : r)
                .toList());
    }
}
