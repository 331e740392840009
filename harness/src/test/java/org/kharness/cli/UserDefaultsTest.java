/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;
import org.kharness.process.Cleanup;
import picocli.CommandLine;

class UserDefaultsTest {
    @TempDir
    Path dir;

    private Path project = Path.of("");
    private Path own = Path.of("");

    @BeforeEach
    void folders() throws IOException {
        project = dir.resolve("tree");
        Files.createDirectories(project.resolve("below"));
        own = Files.createDirectories(dir.resolve("config/kharness")).resolve("config.yaml");
    }

    private UserDefaults read() {
        return UserDefaults.read(Map.of("XDG_CONFIG_HOME", dir.resolve("config").toString()), project.resolve("below"));
    }

    private CommandLine line() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        UserDefaults defaults = read();
        CommandLine line = Main.commandLine(new CliContext(
                nowhere, nowhere, Terminal.PLAIN, Terminal.PLAIN, new Cleanup(), dir, dir, defaults, List.of()));
        defaults.check(line);
        return line;
    }

    private static Object value(CommandLine.ParseResult parsed, String option) {
        return Objects.requireNonNull(Objects.requireNonNull(parsed.subcommand())
                .commandSpec()
                .findOption(option)
                .getValue());
    }

    @Test
    void theCommandLineGoesBeforeTheProjectAndTheProjectBeforeTheUser() throws IOException {
        Files.writeString(own, "all: {builder: host, jobs: 3}\nrun: {plan: mine}\n");
        Files.writeString(project.resolve(".kharness.yaml"), "run: {plan: theirs, variant: kasan}\n");
        CommandLine.ParseResult run = line().parseArgs("run", "--variant", "lockdep");
        assertThat(value(run, "--builder")).hasToString("HOST");
        assertThat(value(run, "--jobs")).isEqualTo(3);
        assertThat(value(run, "--plan")).isEqualTo("theirs");
        assertThat(value(run, "--variant")).isEqualTo("lockdep");
    }

    @Test
    void optionsOfGroupsHaveDefaultsToo() throws IOException {
        Files.writeString(own, "run: {3way: true, memory: 2G}\n");
        CommandLine.ParseResult run = line().parseArgs("run");
        assertThat(value(run, "--3way")).isEqualTo(true);
        CommandLine.ParseResult more = line().parseArgs("run", "--cpus", "4");
        assertThat(value(more, "--memory")).isEqualTo("2G");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ruN: {plan: a} | there is no command \"ruN\"",
                "run: {plam: a} | run has no option --plam",
                "run: {plan: [a, b]} | one value is wanted",
                "run: nothing | options and their values are wanted",
                "[a] | a configuration maps commands to options",
                "run: {plan: a | config.yaml:1:",
            })
    void mistakesAreToldWithTheFile(String text, String message) throws IOException {
        Files.writeString(own, text);
        assertThatThrownBy(this::line).isInstanceOf(InputException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"builder: host", "qemu-opts: -nic user", "reports: /"})
    void aTreeOfSomebodyElsesDoesNotDecideWhereCodeRuns(String option) throws IOException {
        Files.writeString(project.resolve(".kharness.yaml"), "run: {" + option + "}\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not taken from a project's file");
    }
}
