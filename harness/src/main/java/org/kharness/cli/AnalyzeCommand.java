/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ConsoleReader;
import org.kharness.console.Symboliser;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kharness analyze}. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = {
            "Reads any serial log as a kernel developer does: what the kernel complained of, where, and which task was"
                    + " at it. Ends with 1 where the kernel is at fault, else with 0."
        })
final class AnalyzeCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final CliContext context;

    @Parameters(
            paramLabel = "LOG",
            description = "the log, also one printed by dmesg or kept by syslog; - is standard input")
    private Path log;

    @Option(
            names = "--vmlinux",
            paramLabel = "FILE",
            description =
                    "the kernel that printed the log, with debug information: adds files, lines and inlined functions")
    private @Nullable Path vmlinux;

    @Option(names = "--json", description = "prints one JSON object a line: reports, then one with the sums")
    private boolean json;

    AnalyzeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Symboliser symboliser = vmlinux == null ? null : Symboliser.open(vmlinux);
                InputStream in = log.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(log)) {
            AnalysisPrinter printer = new AnalysisPrinter(context.out(), log.toString(), symboliser, json);
            ConsoleReader reader = new ConsoleReader(printer);
            reader.read(in);
            printer.end(reader.lines());
            return printer.complaints() > 0 ? ExitCode.FAIL.code() : 0;
        } catch (IOException e) {
            throw new InputException("cannot read the log " + log + ": " + e.getMessage(), e);
        }
    }
}
