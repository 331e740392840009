/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.List;

/**
 * One plan on one kernel in one night.
 *
 * @param exitCode the run's: 4 does not build, 5 does not boot, and so on
 * @param message why the run ended early; empty for one that judged its scenarios
 * @param folder the run's folder, relative to the reports' folder; empty where there is none
 * @param results what was judged; empty for a run that ended early
 */
public record KernelNight(
        String night,
        String kernel,
        String plan,
        String release,
        String commit,
        int exitCode,
        String message,
        String folder,
        List<Result> results) {
    public KernelNight {
        results = List.copyOf(results);
    }

    /** True if the kernel was judged, whatever came of it. */
    public boolean judged() {
        return !results.isEmpty();
    }

    /**
     * One scenario.
     *
     * @param verdict PASS, FAIL, KNOWN, FIXED, SKIP or ERROR
     * @param flaky true if repeats on the same kernel in the same night gave another verdict
     * @param signatures of the kernel's complaints
     */
    public record Result(String scenario, String verdict, String reason, boolean flaky, List<String> signatures) {
        public Result {
            signatures = List.copyOf(signatures);
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
