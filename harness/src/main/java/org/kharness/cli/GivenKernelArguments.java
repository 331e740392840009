/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which kernel to look around in: as it is, unless a series is named; shared by boot and debug. */
final class GivenKernelArguments {
    @Mixin
    private KernelArguments kernel;

    @Option(
            names = "--series",
            paramLabel = "SERIES",
            defaultValue = "none",
            description = "as for run (default: ${DEFAULT-VALUE})")
    private String series = "";

    @Option(names = "--bzimage", paramLabel = "FILE", description = "boot this kernel as it is")
    private @Nullable Path bzImage;

    @Mixin
    private SeriesRunArguments arguments;

    /** The request with these wishes. */
    RunRequest request(Path plan, CliContext context) {
        String source = bzImage == null ? kernel.choose(context).spec() : "";
        return arguments.request(source, series, plan, context).booting(bzImage);
    }

    /** True if nothing is to be done but told. */
    boolean dryRun() {
        return arguments.dryRun();
    }
}
