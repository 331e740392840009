/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;
import org.kharness.failure.KernelBootException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CliContext context = new CliContext(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Terminal.PLAIN,
            Terminal.PLAIN,
            new Cleanup(),
            Path.of("").toAbsolutePath());

    /** A command that fails in the way it is told. */
    @Command(name = "fail")
    static final class FailCommand implements Runnable {
        @Parameters(index = "0")
        private String how = "";

        @Override
        public void run() {
            switch (how) {
                case "input" -> throw new InputException("plan.yaml:3:7: no such key");
                case "boot" -> throw new KernelBootException("it hangs");
                case "surroundings" -> throw new SurroundingsException("no docker: start it");
                default -> throw new IllegalStateException("a defect\nwith lines");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "input, 2, 'kharness: plan.yaml:3:7: no such key'",
        "boot, 5, 'kharness: it hangs'",
        "surroundings, 125, 'kharness: no docker: start it'",
        "defect, 125, 'kharness: unexpected failure: java.lang.IllegalStateException: a defect'",
    })
    void failuresEndAsOneMessageAndTheirExitCode(String how, int code, String message) {
        CommandLine line = Main.commandLine(context).addSubcommand(new FailCommand());
        assertThat(Main.execute(context, line, "fail", how)).isEqualTo(code);
        assertThat(err.toString().lines()).containsExactly(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void stackTracesAreForThoseWhoAsk() {
        CommandLine line = Main.commandLine(context).addSubcommand(new FailCommand());
        assertThat(Main.execute(context, line, "--debug", "fail", "boot")).isEqualTo(5);
        assertThat(err.toString()).contains("\tat org.kharness.cli.MainTest").contains("kharness: it hangs");
    }

    @ParameterizedTest
    @CsvSource({
        "'', a command is missing",
        "nonsense, nonsense",
        "doctor --nonsense, --nonsense",
        "bisect --good a --bad b --series x, either --good and --bad",
        "bisect --series none --good a, either --good and --bad"
    })
    void whatCannotBeParsedIsTheUsersFault(String arguments, String message) {
        String[] split = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        assertThat(Main.execute(context, Main.commandLine(context), split)).isEqualTo(2);
        assertThat(err.toString()).startsWith("kharness: ").contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void commandsGoByTheNamesThatTheyGiveThemselves() {
        assertThat(Commands.byName())
                .allSatisfy((name, type) ->
                        assertThat(type.getAnnotation(Command.class).name()).isEqualTo(name));
        assertThat(Main.commandLine(context).getSubcommands()).containsKeys("run", "check", "help", "gen-manpage");
    }

    @ParameterizedTest
    @CsvSource({"analyze x, 1", "series apply, 1", "help analyze, 20", "analyse x, 20", "--debug run, 20", "--help, 20"
    })
    void aLineNeedsTheCommandThatItNames(String arguments, int commands) {
        assertThat(Commands.needed(List.of(arguments.split(" ")))).hasSize(commands);
    }

    @ParameterizedTest
    @CsvSource({"--help", "doctor --help"})
    void helpIsNoFailure(String arguments) {
        assertThat(Main.execute(context, Main.commandLine(context), arguments.split(" ")))
                .isZero();
        assertThat(out.toString()).contains("Usage: kharness");
        assertThat(err.toString()).isEmpty();
    }
}
