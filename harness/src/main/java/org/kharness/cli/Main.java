/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.failure.ExitCode;
import org.kharness.failure.HarnessException;
import org.kharness.failure.InputException;
import org.kharness.process.Cleanup;
import org.kharness.report.RunReport;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * The harness's command line. A failure of a known kind ends as one message and its own exit code; anything else is a
 * defect of the harness and ends as 125 with the place of the debug log. Stack traces are for {@code --debug} only.
 */
@Command(
        name = "kharness",
        mixinStandardHelpOptions = true,
        version = "kharness " + RunReport.Invocation.VERSION,
        description = "Applies a patch series to a kernel, builds and boots it, poisons its memory, and judges the"
                + " serial console.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "    0  every scenario passed",
            "    1  some scenario failed",
            "    2  the command line, a file of yours or a package is at fault",
            "    3  the series does not apply",
            "    4  the kernel does not build",
            "    5  the kernel does not boot",
            "  125  the harness could not tell"
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "show stack traces; KHARNESS_DEBUG=1 does the same")
    private boolean debug;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs the command line and ends the process; Ctrl-C first ends what was started. */
    public static void main(String[] arguments) {
        Path log = DebugLog.open();
        String terminals = System.getProperty("kharness.terminal", "");
        Map<String, String> environment = System.getenv();
        EndableOutput stdout = new EndableOutput(System.out);
        EndableOutput stderr = new EndableOutput(System.err);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(stderr, StandardCharsets.UTF_8), true);
        Thread.setDefaultUncaughtExceptionHandler(new StrayFailures(err));
        UserDefaults defaults;
        try {
            defaults = UserDefaults.read(environment, Path.of(""));
        } catch (InputException e) {
            err.println("kharness: " + e.getMessage());
            System.exit(ExitCode.USAGE.code());
            return;
        }
        Path top = Path.of(System.getProperty("kharness.top", "")).toAbsolutePath();
        String reports = System.getProperty("kharness.reports", "");
        CliContext context = new CliContext(
                new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8), true),
                err,
                Terminal.of(terminals.contains("out"), environment),
                Terminal.of(terminals.contains("err"), environment),
                new Cleanup(),
                top,
                reports.isEmpty() ? top.resolve("reports") : Path.of(reports),
                defaults,
                List.of(arguments));
        AtomicBoolean finished = new AtomicBoolean();
        Thread hook = new Thread(() -> endEarly(context, finished, stdout, stderr), "cleanup");
        Runtime.getRuntime().addShutdownHook(hook);
        boolean debug = !environment.getOrDefault("KHARNESS_DEBUG", "").isEmpty();
        int code;
        try {
            // A user's file may name any command.
            CommandLine line = commandLine(context, defaults.empty() ? List.of(arguments) : List.of());
            defaults.check(line);
            code = execute(context, line, log, debug, finished, arguments);
        } catch (InputException e) {
            err.println("kharness: " + e.getMessage());
            code = ExitCode.USAGE.code();
        }
        context.cleanup().close();
        finished.set(true);
        System.exit(code);
    }

    /** Runs one command line and gives its exit code; for tests. */
    static int execute(CliContext context, CommandLine line, String... arguments) {
        return execute(context, line, null, false, new AtomicBoolean(), arguments);
    }

    /** The command line with all its commands; for tests that look at their options. */
    static CommandLine commandLine(CliContext context) {
        return commandLine(context, List.of());
    }

    private static CommandLine commandLine(CliContext context, List<String> arguments) {
        ContextFactory factory = new ContextFactory(context);
        CommandLine line = new CommandLine(new Main(), factory);
        Collection<Class<?>> needed = Commands.needed(arguments);
        needed.forEach(line::addSubcommand);
        if (needed.size() > 1) {
            line.addSubcommand(hidden(new CommandLine(AutoComplete.GenerateCompletion.class)))
                    .addSubcommand(hidden(new CommandLine(ManPageGenerator.class)));
        }
        return line.setOut(context.out())
                .setErr(context.err())
                .setDefaultValueProvider(context.defaults())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        context.outTerminal().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    }

    /** For {@code ./kharness install}: completions and man pages are made from the commands themselves. */
    private static CommandLine hidden(CommandLine generator) {
        generator.getCommandSpec().usageMessage().hidden(true);
        return generator;
    }

    private static int execute(
            CliContext context,
            CommandLine line,
            @Nullable Path log,
            boolean debug,
            AtomicBoolean ending,
            String... arguments) {
        Main main = line.getCommand();
        line.setParameterExceptionHandler((failure, given) -> usage(context, failure));
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> report(context, failure, log, debug || main.debug, ending));
        return line.execute(arguments);
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Runs in the shutdown hook: after an ordinary end there is nothing left to do. */
    private static void endEarly(
            CliContext context, AtomicBoolean finished, EndableOutput stdout, EndableOutput stderr) {
        if (finished.compareAndSet(false, true)) {
            stdout.end();
            context.err()
                    .println(context.errTerminal().live() ? "\r\033[Kkharness: interrupted" : "kharness: interrupted");
            stderr.end();
            context.cleanup().close();
        }
    }

    private static int usage(CliContext context, CommandLine.ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        context.err().println("kharness: " + failure.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(failure, context.err())) {
            context.err().println("try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE.code();
    }

    private static int report(
            CliContext context, Exception failure, @Nullable Path log, boolean debug, AtomicBoolean ending) {
        if (ending.get()) {
            // What failed did so because it was being ended; the shutdown hook has said why and sets the exit code.
            return ExitCode.CANNOT_TELL.code();
        }
        LoggerFactory.getLogger(Main.class).debug("the command failed", failure);
        if (debug) {
            failure.printStackTrace(context.err());
        }
        if (failure instanceof HarnessException known) {
            context.err().println("kharness: " + known.getMessage());
            return known.exitCode().code();
        }
        Optional<String> full = Room.ranOut(
                failure, List.of(Cache.open().root(), Path.of(System.getProperty("java.io.tmpdir", "/tmp"))));
        if (full.isPresent()) {
            context.err().println("kharness: " + full.get());
            return ExitCode.CANNOT_TELL.code();
        }
        String where = log == null ? "" : "; details are in " + log;
        context.err().println("kharness: unexpected failure: " + oneLine(failure) + where);
        return ExitCode.CANNOT_TELL.code();
    }

    private static String oneLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    /** Makes commands that take the context in their constructor; the rest as picocli does. */
    private record ContextFactory(CliContext context) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == CliContext.class) {
                    return type.cast(constructor.newInstance(context));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
