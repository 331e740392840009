/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which lines of which kernel to look at, and with which plan; shared by coverage and mutants. */
final class TouchedArguments {
    @Mixin
    private KernelArguments kernel;

    @Option(
            names = "--series",
            paramLabel = "SERIES",
            description = "as for run (default: fsdax-rmap-v8; none for the kernel tree that one stands in)")
    private @Nullable String series;

    @Option(
            names = {"--functions", "--files"},
            paramLabel = "FILE[:FUNCTION,...]",
            description =
                    "look here instead of the series' lines, such as fs/dax.c:dax_lock_mapping_entry; may be given"
                            + " several times")
    private List<String> names = new ArrayList<>();

    @Mixin
    private PlanArguments plan;

    @Mixin
    private SeriesRunArguments arguments;

    /** The request with these wishes. */
    RunRequest request(CliContext context) {
        KernelArguments.Chosen from = kernel.choose(context);
        RunRequest run = arguments
                .request(from.spec(), series == null ? from.usualSeries() : series, plan.file(context), context)
                .choosing(plan.only(), plan.tag(), 1);
        if (run.series() == null && names.isEmpty()) {
            throw new InputException("no series: name --series, or --files or --functions");
        }
        return run;
    }

    /** Files and functions to look at instead of the series' lines; none for those. */
    List<String> names() {
        return names;
    }

    /** True if nothing is to be done but told. */
    boolean dryRun() {
        return arguments.dryRun();
    }
}
