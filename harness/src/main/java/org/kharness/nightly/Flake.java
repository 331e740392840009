/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.Locale;

/**
 * How often a scenario fails by chance, over all nights and kernels.
 *
 * @param kernels on how many kernels it was flaky
 * @param flaky in how many nights it was, each kernel counted
 * @param nights in how many it was flaky or passed, each kernel counted
 * @param failures tries of these nights that failed
 * @param tries tries of these nights
 * @param last the last night in which it was flaky
 */
public record Flake(
        String plan, String scenario, int kernels, int flaky, int nights, int failures, int tries, String last) {
    /** Its share of tries that fail. */
    public double rate() {
        return tries == 0 ? 0 : failures / (double) tries;
    }

    /** Such as "4.2%". */
    public String percent() {
        return String.format(Locale.ROOT, "%.1f%%", 100 * rate());
    }

    /** Such as "fails by chance 4.2% of the time, 5 of 120 tries". */
    String inWords() {
        return "fails by chance " + percent() + " of the time, " + failures + " of " + tries + " tries";
    }
}
