/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.process.Cleanup;
import org.kharness.stage.SeriesWishes;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever can be said of a series can be said of it everywhere, in the same words. */
class SeriesOptionsTest {
    /** What {@code series apply} has that is not about the series. */
    private static final Set<String> OTHERS = Set.of("--kernel", "--json", "--help", "--version", "--debug");

    private static final PrintWriter NOWHERE = new PrintWriter(new StringWriter());

    private static CommandLine line() {
        CliContext context = new CliContext(
                NOWHERE,
                NOWHERE,
                Terminal.PLAIN,
                Terminal.PLAIN,
                new Cleanup(),
                Path.of("..").toAbsolutePath());
        return Main.commandLine(context);
    }

    private static CommandLine sub(CommandLine line, String name) {
        return Objects.requireNonNull(line.getSubcommands().get(name));
    }

    /** Description and label of each option that is about a series, by its name. */
    private static Map<String, String> texts(CommandLine command, Set<String> wanted) {
        Map<String, String> texts = new TreeMap<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (wanted.contains(option.longestName())) {
                texts.put(option.longestName(), option.paramLabel() + " " + String.join(" ", option.description()));
            }
        }
        return texts;
    }

    private static Set<String> ofApply() {
        Set<String> names = new TreeSet<>();
        CommandLine apply = sub(sub(line(), "series"), "apply");
        apply.getCommandSpec().options().forEach(o -> names.add(o.longestName()));
        names.removeAll(OTHERS);
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "bisect", "presubmit", "controls", "boot", "debug", "coverage", "mutants"})
    void everyCommandThatAppliesASeriesTakesTheSameOptions(String name) {
        CommandLine apply = sub(sub(line(), "series"), "apply");
        Map<String, String> wanted = texts(apply, ofApply());
        assertThat(wanted).containsKeys("--3way", "--fuzz", "--base", "--prerequisite", "--resolve", "--scissors");
        assertThat(texts(sub(line(), name), ofApply())).isEqualTo(wanted);
    }

    @Test
    void aNightlyConfigurationHasAKeyForEachOption() {
        Set<String> keys = new TreeSet<>();
        Stream.of(SeriesWishes.class.getRecordComponents())
                .map(SeriesOptionsTest::key)
                .forEach(keys::add);
        Set<String> options = new TreeSet<>();
        ofApply().forEach(o -> options.add(o.substring(2)));
        assertThat(keys).isEqualTo(options);
    }

    private static String key(RecordComponent component) {
        return component.getName().equals("threeWay")
                ? "3way"
                : component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void theOptionsArriveAsTheyWereGiven() {
        CommandLine.ParseResult parsed = line().parseArgs(
                        "run",
                        "--series",
                        "x",
                        "--3way",
                        "--fuzz",
                        "2",
                        "--prerequisite",
                        "a",
                        "--prerequisite",
                        "b",
                        "--base",
                        "auto");
        SeriesWishArguments wishes = mixin(parsed.subcommand().commandSpec());
        assertThat(wishes.wishes())
                .returns(true, SeriesWishes::threeWay)
                .returns(2, SeriesWishes::fuzz)
                .returns("auto", SeriesWishes::base)
                .returns(java.util.List.of("a", "b"), SeriesWishes::prerequisite);
        assertThat(mixin(line().parseArgs("run").subcommand().commandSpec()).wishes())
                .isEqualTo(SeriesWishes.NONE);
    }

    private static SeriesWishArguments mixin(CommandLine.Model.CommandSpec spec) {
        SeriesRunArguments arguments = (SeriesRunArguments)
                Objects.requireNonNull(spec.mixins().get("arguments")).userObject();
        return arguments.wishes();
    }
}
