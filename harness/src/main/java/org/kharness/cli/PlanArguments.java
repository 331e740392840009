/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
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
            description = "only the scenarios whose id matches; {A,B} matches either")
    private @Nullable String only;

    /** The plan's file. */
    Path file(CliContext context) {
        return PlanFiles.named(plan, context.top());
    }

    /** A glob; null for all. */
    @Nullable
    String only() {
        return only;
    }
}
