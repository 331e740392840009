/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.host.Accelerator;
import org.kharness.workflow.BootWorkflow;
import org.kharness.workflow.RunRequest;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--builder",
            paramLabel = "BUILDER",
            defaultValue = "container",
            description = "container or host (default: ${DEFAULT-VALUE})")
    private RunRequest.Builder builder = RunRequest.Builder.CONTAINER;

    @Option(names = "--accel", paramLabel = "ACCELERATOR", description = "kvm or tcg")
    private Accelerator.@Nullable Kind accelerator;

    BootCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!shell) {
            throw new InputException("boot: --shell is the only thing it can do so far");
        }
        RunRequest request = new RunRequest(
                kernel,
                bzImage,
                series.equals("none") ? null : series,
                Path.of("none"),
                null,
                null,
                1,
                true,
                null,
                accelerator,
                builder,
                0,
                context.top(),
                context.top().resolve("reports"));
        BootWorkflow.Prepared prepared;
        BootWorkflow workflow;
        try (ProgressDisplay progress = context.progress()) {
            workflow = new BootWorkflow(Cache.open(), progress, context.cleanup());
            prepared = workflow.prepare(new BootWorkflow.Boot(request, topology));
        }
        workflow.shell(prepared);
        return ExitCode.PASS.code();
    }
}
