/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.bisect.BisectJob;
import org.kharness.failure.InputException;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness bisect}: which commit, or which patch, made it fail? */
@Command(
        name = "bisect",
        mixinStandardHelpOptions = true,
        description =
                "Finds the commit between two, or the patch of a series, from which on a scenario fails. Run again"
                        + " with the same options, it goes on where it was cut off.")
final class BisectCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(
            names = "--kernel",
            paramLabel = "SOURCE",
            required = true,
            description = "git:PATH with --good and --bad; any kernel with --series")
    private String kernel = "";

    @Option(names = "--good", paramLabel = "COMMIT", description = "a commit where it works")
    private @Nullable String good;

    @Option(names = "--bad", paramLabel = "COMMIT", description = "a commit where it fails")
    private @Nullable String bad;

    @Option(names = "--series", paramLabel = "SERIES", description = "bisect the patches of this series instead")
    private @Nullable String series;

    @Mixin
    private PlanArguments plan;

    @Mixin
    private RunArguments arguments;

    BisectCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if ((series == null) == (good == null && bad == null) || (good == null) != (bad == null)) {
            throw new InputException("bisect: either --good and --bad, or --series");
        }
        RunRequest run =
                arguments.request(kernel, series, plan.file(context), context).choosing(plan.only(), null, 1);
        BisectJob.Found found;
        try (ProgressDisplay progress = context.progress()) {
            found = new BisectJob(context.job(progress)).run(new BisectJob.Request(run, good, bad));
        }
        context.out().print(found.text());
        context.out().println("report   " + RunCommand.shown(found.folder()));
        context.out().flush();
        return found.report().exitCode();
    }
}
