/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.process.Cleanup;
import picocli.CommandLine;

class AnalyzeCommandTest {
    private static final String WARNING = """
            [    3.100001] WARNING: CPU: 1 PID: 77 at fs/thing.c:347 thing_insert+0x1f/0x40
            [    3.100003] CPU: 1 PID: 77 Comm: writer Tainted: G        W          6.1.0-test #1
            [    3.100004] RIP: 0010:thing_insert+0x1f/0x40
            [    3.100005] Call Trace:
            [    3.100008]  thing_fault+0x10/0x20
            [    3.100010] ---[ end trace 0000000000000000 ]---
            """;

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsReportsAndEndsWithOne() throws IOException {
        assertThat(run(WARNING)).isEqualTo(1);

        assertThat(out.toString())
                .contains(":1-6: WARNING in thing_insert")
                .contains("at: fs/thing.c:347")
                .contains("task: writer/77 on CPU 1")
                .contains("thing_fault+0x10/0x20")
                .contains("6 lines, 1 reports (1 of them complaints)");
    }

    @Test
    void printsJsonOneObjectALine() throws IOException {
        assertThat(run(WARNING, "--json")).isEqualTo(1);

        assertThat(out.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .anyMatch(line -> line.contains("\"title\":\"WARNING in thing_insert\""));
    }

    @Test
    void endsWithZeroWhereNothingIsWrong() throws IOException {
        assertThat(run("[    1.000000] all is well\n")).isZero();
    }

    @Test
    void randomBytesAreNoLog() throws IOException {
        byte[] bytes = new byte[100_000];
        new java.util.Random(7).nextBytes(bytes);
        bytes[0] = 'x'; // of no packed form that is told by its name
        Path file = Files.write(dir.resolve("random"), bytes);
        Terminal plain = Terminal.of(false, Map.of());
        CliContext context = new CliContext(
                new PrintWriter(out, true), new PrintWriter(err, true), plain, plain, new Cleanup(), dir);
        assertThat(Main.execute(context, Main.commandLine(context), "analyze", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("random is no log: ").contains(" of its 100000 bytes are no text");
    }

    @Test
    void aLogThatLostBitsIsStillOne() throws IOException {
        assertThat(run("[    1.000000] all is w\u0001\u0002ell, na\u00efve \u65e5\u672c\n".repeat(50)))
                .isZero();
    }

    private int run(String log, String... options) throws IOException {
        Path file = Files.writeString(dir.resolve("log"), log);
        PrintWriter writer = new PrintWriter(out, true);
        Terminal plain = Terminal.of(false, Map.of());
        CommandLine line =
                new CommandLine(new AnalyzeCommand(new CliContext(writer, writer, plain, plain, new Cleanup(), dir)));
        String[] arguments = new String[options.length + 1];
        arguments[0] = file.toString();
        System.arraycopy(options, 0, arguments, 1, options.length);
        return line.execute(arguments);
    }
}
