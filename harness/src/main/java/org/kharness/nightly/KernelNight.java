/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.List;

/**
 * One plan on one kernel in one night.
 *
 * @param tested what was run
 * @param exitCode the run's: 4 does not build, 5 does not boot, and so on
 * @param message why the run ended early; empty for one that judged its scenarios
 * @param folder the run's folder, relative to the reports' folder; empty where there is none
 * @param results what was judged; empty for a run that ended early
 */
public record KernelNight(
        String night,
        String kernel,
        String plan,
        Tested tested,
        int exitCode,
        String message,
        String folder,
        List<Result> results) {
    public KernelNight {
        results = List.copyOf(results);
    }

    /**
     * A kernel as it was in a night; what is not known is empty.
     *
     * @param name what it is called where it comes from: a tag, a branch
     * @param release what it calls itself
     * @param base its commit before the series
     * @param commit its commit after it
     */
    public record Tested(String name, String release, String base, String commit) {
        /** Of which nothing is known. */
        static final Tested UNKNOWN = new Tested("", "", "", "");
    }

    /** What the kernel calls itself; empty where it is not known. */
    public String release() {
        return tested.release();
    }

    /** The commit that was run, the series included; empty where it is not known. */
    public String commit() {
        return tested.commit();
    }

    /** True if the kernel was judged, whatever came of it. */
    public boolean judged() {
        return !results.isEmpty();
    }

    /** The same with other results. */
    KernelNight with(List<Result> others) {
        return new KernelNight(night, kernel, plan, tested, exitCode, message, folder, others);
    }

    /** The same with one more result. */
    KernelNight with(Result another) {
        List<Result> all = new ArrayList<>(results);
        all.add(another);
        return with(all);
    }

    /**
     * One scenario.
     *
     * @param verdict PASS, FAIL, KNOWN, FIXED, SKIP or ERROR
     * @param flaky true if repeats on the same kernel in the same night gave another verdict
     * @param signatures of the kernel's complaints
     * @param tries how often it was judged in this night
     * @param failures how many of these failed
     * @param pace how long it took
     */
    public record Result(
            String scenario,
            String verdict,
            String reason,
            boolean flaky,
            List<String> signatures,
            int tries,
            int failures,
            Pace pace) {
        public Result {
            signatures = List.copyOf(signatures);
        }

        /** One of which nobody knows how long it took. */
        public Result(
                String scenario,
                String verdict,
                String reason,
                boolean flaky,
                List<String> signatures,
                int tries,
                int failures) {
            this(scenario, verdict, reason, flaky, signatures, tries, failures, Pace.NONE);
        }

        /** One that was judged once. */
        static Result once(String scenario, String verdict, String reason, List<String> signatures) {
            return new Result(scenario, verdict, reason, false, signatures, 1, verdict.equals("FAIL") ? 1 : 0);
        }

        /** The same, which took so long. */
        Result taking(Pace time) {
            return new Result(scenario, verdict, reason, flaky, signatures, tries, failures, time);
        }

        /** True if its time says something: what fails may have waited for what never came. */
        boolean isTimed() {
            return tells() && !verdict.equals("FAIL") && pace.seconds() > 0;
        }

        /** The same after more tries; flaky where not all failed or all passed, or where that is no news. */
        Result after(int moreTries, int moreFailures, boolean usual) {
            int all = tries + moreTries;
            int failed = failures + moreFailures;
            return new Result(
                    scenario, verdict, reason, usual || (failed > 0 && failed < all), signatures, all, failed, pace);
        }

        boolean failed() {
            return verdict.equals("FAIL") && !flaky;
        }

        /** True also where an issue that is known does not show; a known issue that shows is no pass. */
        boolean passed() {
            return !flaky && (verdict.equals("PASS") || verdict.equals("FIXED"));
        }

        /** True if it says anything about the kernel. */
        boolean tells() {
            return !flaky && !verdict.equals("SKIP") && !verdict.equals("ERROR");
        }
    }
}
