/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.boot.BootJob;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kharness boot --shell}: the machine of a run, for debugging by hand. */
@Command(
        name = "boot",
        mixinStandardHelpOptions = true,
        description = "Builds and boots as run does, and gives a shell on the guest's console.")
final class BootCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--shell", description = "an interactive shell on the guest's console; it ends with exit")
    private boolean shell;

    @Option(
            names = "--kernel",
            paramLabel = "SOURCE",
            defaultValue = "debian:6.1",
            description = "as for run (default: ${DEFAULT-VALUE})")
    private String kernel = "";

    @Option(
            names = "--series",
            paramLabel = "SERIES",
            defaultValue = "none",
            description = "as for run (default: ${DEFAULT-VALUE})")
    private String series = "";

    @Option(names = "--bzimage", paramLabel = "FILE", description = "boot this kernel as it is")
    private @Nullable Path bzImage;

    @Option(
            names = "--topology",
            paramLabel = "NAME",
            defaultValue = "xfs",
            description = "what the guest is made ready with: xfs, devdax or bare (default: ${DEFAULT-VALUE})")
    private String topology = "";

    @Mixin
    private RunArguments arguments;

    BootCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!shell) {
            throw new InputException("boot: --shell is the only thing it can do so far");
        }
        RunRequest request = arguments
                .request(kernel, series.equals("none") ? null : series, Path.of("none"), context)
                .booting(bzImage);
        BootJob.Prepared prepared;
        BootJob workflow;
        try (ProgressDisplay progress = context.progress()) {
            workflow = new BootJob(context.job(progress));
            prepared = workflow.prepare(new BootJob.Boot(request, topology));
        }
        workflow.shell(prepared);
        return ExitCode.PASS.code();
    }
}
