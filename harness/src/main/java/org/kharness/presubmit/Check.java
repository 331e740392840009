/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;

/**
 * What one check found about one patch.
 *
 * @param name a word for tables, such as "builds"
 * @param details what was found, a line each
 */
public record Check(String name, Outcome outcome, List<String> details) {
    public Check {
        details = List.copyOf(details);
    }

    /** What it comes to. */
    public enum Outcome {
        PASS,
        /** Worth a look, and no reason to send the patch back. */
        WARN,
        FAIL,
        /** Could not be looked at; the details say why. */
        SKIP,
        /** Our surroundings failed, which says nothing about the patch. */
        ERROR
    }

    static Check pass(String name) {
        return new Check(name, Outcome.PASS, List.of());
    }

    /** A check that failed for these reasons, or passed where there is none. */
    static Check failingFor(String name, List<String> reasons) {
        return new Check(name, reasons.isEmpty() ? Outcome.PASS : Outcome.FAIL, reasons);
    }

    /** A check that could not be done. */
    public static Check skipped(String name, String why) {
        return new Check(name, Outcome.SKIP, List.of(why));
    }

    /** A check that our surroundings did not let us do. */
    static Check impossible(String name, org.kharness.failure.SurroundingsException e) {
        return new Check(
                name,
                Outcome.ERROR,
                String.valueOf(e.getMessage()).lines().limit(1).toList());
    }

    /** A check with one thing to say. */
    public static Check of(String name, Outcome outcome, String detail) {
        return new Check(name, outcome, List.of(detail));
    }
}
