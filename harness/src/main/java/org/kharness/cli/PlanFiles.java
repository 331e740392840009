/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where plans and the list of known issues lie when they are named by a word. */
final class PlanFiles {
    private PlanFiles() {}

    /** A plan's file: a plain word names one under test-plans/. */
    static Path named(String plan, Path top) {
        boolean plain = !plan.contains("/") && !plan.endsWith(".yaml");
        return plain ? top.resolve("test-plans").resolve(plan + ".yaml") : Path.of(plan);
    }

    /** The list of known issues; null for none. */
    static @Nullable Path knownIssues(@Nullable String given, Path top) {
        if (given == null) {
            return top.resolve("test-plans").resolve("known-issues.yaml");
        }
        return given.equals("none") ? null : Path.of(given);
    }
}
