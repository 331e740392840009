/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which plan, and which of its scenarios; shared by the commands that run some. */
final class PlanArguments {
    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            defaultValue = "smoke",
            description = "a plan under test-plans/ or a file (default: ${DEFAULT-VALUE})")
    private String plan = "";

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            description = "only the scenarios whose id matches; A,B and {A,B} match either; may be given several times")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = "only the scenarios that have this tag; A,B and several --tag mean any of them")
    private List<String> tags = new ArrayList<>();

    /** The plan's file. */
    Path file(CliContext context) {
        return PlanFiles.named(plan, context.top());
    }

    /** A glob; null for all. */
    @Nullable
    String only() {
        return either(only);
    }

    /** Tags, of which a scenario must have one, with commas between; null for all. */
    @Nullable
    String tag() {
        return either(tags);
    }

    /** Several patterns as one; null where there is none. */
    static @Nullable String either(List<String> patterns) {
        return patterns.isEmpty() ? null : String.join(",", patterns);
    }
}
