/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ConsoleReader;
import org.kharness.console.Limits;
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

    /** Reports whose lines may wait for the second thread; with more, the first one lends a hand. */
    private static final int MAKING = 8;

    private final CliContext context;

    @Parameters(
            paramLabel = "LOG",
            description =
                    "the log, also one printed by dmesg or kept by syslog, journald or logcat, and packed with gzip, xz or zstd;"
                            + " - is standard input, which may go on (tail -f)")
    private Path log;

    @Option(
            names = "--vmlinux",
            paramLabel = "FILE",
            description =
                    "the kernel that printed the log, with debug information: adds files, lines and inlined functions")
    private @Nullable Path vmlinux;

    @Option(
            names = "--modules",
            paramLabel = "FOLDER",
            description = "where that kernel's modules are, such as xfs.ko: a build folder or one of /lib/modules")
    private @Nullable Path modules;

    @Option(names = "--json", description = "prints one JSON object a line: reports, then one with the sums")
    private boolean json;

    AnalyzeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        boolean live = log.equals(STANDARD_INPUT);
        if (modules != null && vmlinux == null) {
            throw new InputException(
                    "--modules needs --vmlinux: modules say where they are by the kernel's own source tree");
        }
        try (Symboliser symboliser = vmlinux == null ? null : open(vmlinux);
                InputStream in = live ? LogInput.unpacked("standard input", System.in) : LogInput.open(log)) {
            String name = live ? "standard input" : log.toString();
            AnalysisPrinter printer = new AnalysisPrinter(context.out(), name, symboliser, json);
            ConsoleReader reader =
                    new ConsoleReader(printer, Limits.STANDARD.withTotalBytes(Long.MAX_VALUE), makers(live));
            TextCheck text = new TextCheck(in);
            if (live) {
                new LiveInput(text, context.out()::flush).feed(reader);
            } else {
                reader.read(text);
            }
            if (printer.complaints() == 0 && text.isNoText()) {
                throw new InputException(name + " is no log: " + text.describe());
            }
            printer.end(reader.lines());
            return printer.complaints() > 0 ? ExitCode.FAIL.code() : 0;
        } catch (IOException e) {
            throw new InputException("cannot read the log " + log + ": " + e.getMessage(), e);
        } finally {
            context.out().flush();
        }
    }

    /** A second thread for a file; where the next line comes in its own time there is nothing to gain. */
    private static Executor makers(boolean live) {
        if (live || Runtime.getRuntime().availableProcessors() == 1) {
            return Runnable::run;
        }
        return new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAKING),
                task -> {
                    Thread thread = new Thread(task, "reports");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    private Symboliser open(Path kernel) {
        Symboliser symboliser = Symboliser.open(kernel, modules);
        if (!symboliser.tellsLines()) {
            context.err()
                    .println("kharness: " + kernel
                            + " has no debug information (CONFIG_DEBUG_INFO): no file and line can be told");
        }
        return symboliser;
    }
}
