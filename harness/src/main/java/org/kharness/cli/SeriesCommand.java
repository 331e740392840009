/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kharness series}: looks at a patch series without building anything. */
@Command(
        name = "series",
        mixinStandardHelpOptions = true,
        description = "Fetches a patch series, tells whether it applies, applies it.",
        subcommands = {SeriesStatusCommand.class, SeriesApplyCommand.class, SeriesFetchCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class SeriesCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: status, apply or fetch");
    }
}
