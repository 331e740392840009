/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kharness.host.Accelerator;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Option;

/** Where and how kernels are built and run; shared by the commands that do so. */
final class RunArguments {
    @Option(
            names = "--builder",
            paramLabel = "BUILDER",
            defaultValue = "container",
            description = "container, or host: on this machine itself, unconfined (default: ${DEFAULT-VALUE})")
    private RunRequest.Builder builder = RunRequest.Builder.CONTAINER;

    @Option(
            names = "--accel",
            paramLabel = "ACCELERATOR",
            description = "kvm or tcg (default: KVM where it works, and the run says which)")
    private Accelerator.@Nullable Kind accelerator;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "0",
            description = "compiler processes, and machines at a time (default: the number of CPUs)")
    private int jobs;

    @Option(
            names = "--reports",
            paramLabel = "FOLDER",
            description = "where the run's folder goes (default: reports/ of the harness)")
    private @Nullable Path reports;

    /** The usual request with these wishes. */
    RunRequest request(String kernel, @Nullable String series, Path plan, CliContext context) {
        Path where = reports == null ? context.top().resolve("reports") : reports.toAbsolutePath();
        return RunRequest.usual(kernel, series, plan, context.top(), where).on(builder, accelerator, jobs);
    }
}
