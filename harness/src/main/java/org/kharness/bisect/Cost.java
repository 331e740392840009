/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.ArrayList;
import java.util.List;
import org.kharness.report.HtmlPage;

/** What a bisect will cost, told before it starts as far as former runs tell. */
final class Cost {
    private static final int ENDS = 2;
    /** A step that took so many times the median had more to do. */
    private static final double LONG = 2;

    private Cost() {}

    /** How many commits are tried besides the ends, if each try decides. */
    static int steps(int commits) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(0, commits - 1));
    }

    /**
     * A line or two for a person.
     *
     * @param commits between the ends, the newer one included
     * @param scenarios the ids of what is run
     * @param tries the most tries of a step
     */
    static List<String> lines(int commits, List<String> scenarios, int tries, FormerTimes times) {
        int steps = steps(commits);
        List<String> lines = new ArrayList<>();
        lines.add(commits + (commits == 1 ? " commit, " : " commits, ") + "about " + steps
                + " steps besides both ends: as many builds, and up to " + tries
                + " tries each where the failure comes and goes");
        int all = steps + ENDS;
        if (!times.steps().isEmpty()) {
            double step = FormerTimes.median(times.steps());
            double longest = longest(times.steps());
            lines.add("a step took " + HtmlPage.time(step) + ", the median of "
                    + times.steps().size() + " of former bisects: about " + HtmlPage.time(all * step) + " in all"
                    + (longest > LONG * step
                            ? "; with more to compile, as past a change of a header, or to try it took up to "
                                    + HtmlPage.time(longest)
                            : ""));
            return lines;
        }
        List<String> unknown = scenarios.stream()
                .filter(s -> !times.scenarios().containsKey(s))
                .toList();
        double run = scenarios.stream()
                .mapToDouble(s -> FormerTimes.median(times.scenarios().getOrDefault(s, List.of())))
                .sum();
        String runs = unknown.size() == scenarios.size()
                ? "the scenarios are not measured yet"
                : "the scenarios took " + HtmlPage.time(run) + " one after the other"
                        + (unknown.isEmpty() ? "" : ", " + unknown.size() + " of them not measured yet");
        boolean whole = !times.builds().isEmpty() && unknown.isEmpty();
        lines.add(builds(times) + "; " + runs + (whole ? sum(all, run, times) : ""));
        return lines;
    }

    private static String builds(FormerTimes times) {
        return times.builds().isEmpty()
                ? "builds are not measured yet"
                : "a build took " + HtmlPage.time(FormerTimes.median(times.builds())) + " (the median of "
                        + times.builds().size() + ", the longest " + HtmlPage.time(longest(times.builds())) + ")";
    }

    private static double longest(List<Double> times) {
        return times.stream().mapToDouble(b -> b).max().orElse(0);
    }

    /** Most builds are of what changed; the first may be of everything. */
    private static String sum(int all, double run, FormerTimes times) {
        double build = FormerTimes.median(times.builds());
        double usual = all * (build + run);
        return ": about " + HtmlPage.time(usual) + " in all, " + HtmlPage.time(usual - build + longest(times.builds()))
                + " if the first build is as long as the longest";
    }
}
