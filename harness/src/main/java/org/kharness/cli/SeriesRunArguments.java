/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.stage.RunRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What may be said to every command that puts a series onto one kernel, builds it and runs it, whatever it does with it. */
final class SeriesRunArguments {
    @Mixin
    private SeriesWishArguments wishes;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "a fragment of configuration on top; may be given several times")
    private List<Path> fragments = new ArrayList<>();

    @Mixin
    private RunArguments arguments;

    /**
     * The request with these wishes.
     *
     * @param kernel as {@link org.kharness.kernel.KernelSource#parse} takes it; empty for one that is built already
     * @param series as the user wrote it; null or "none" for none
     */
    RunRequest request(String kernel, @Nullable String series, Path plan, CliContext context) {
        return arguments
                .request(kernel, SeriesName.of(series, context.cleanup()), plan, context)
                .applying(wishes.wishes())
                .made(arguments.variants(context, fragments));
    }

    /** What was said of the series. */
    SeriesWishArguments wishes() {
        return wishes;
    }

    /** True if nothing is to be done but told. */
    boolean dryRun() {
        return arguments.dryRun();
    }
}
