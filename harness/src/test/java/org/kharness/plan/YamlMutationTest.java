/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.failure.InputException;
import org.kharness.verdict.KnownIssues;

/** Broken YAML files: each is read, or refused in one line with file, line and column, in a moment. */
class YamlMutationTest {
    private static final Path PLANS = Path.of("..", "test-plans");
    private static final Pattern PLACED = Pattern.compile("f\\.yaml:\\d+:\\d+: [^\\n]+");
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String SIGNS = "{}[]:-#&*!|>'\"%@`~?,\t \n\0\u00e9\u2028";
    private static final List<String> WORDS = List.of(
            "null: 1",
            "~: x",
            "? [a]\n: b",
            "- null",
            "&a [*a]",
            "*b",
            "<<: *a",
            "!!java.lang.String x",
            "1e999",
            "{",
            "- - - -",
            "a: &b {c: *b}",
            "---",
            "...",
            "\"",
            "true",
            "[]",
            "{}",
            "x: y");

    @ParameterizedTest
    @ValueSource(strings = {"smoke.yaml", "fsdax-rmap.yaml", "hardware.yaml"})
    void plans(String name) throws IOException {
        mutate(Files.readString(PLANS.resolve(name)), 400, text -> new PlanReader().parse(text, "f.yaml"));
    }

    @Test
    void knownIssues() throws IOException {
        mutate(
                Files.readString(PLANS.resolve("known-issues.yaml")),
                400,
                text -> new YamlReader().parse(text, "f.yaml", "list of known issues", KnownIssues.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null: 1",
                "schema: 1\nissues: &a [*a]",
                "&a [*a]",
                "? {x: 1}\n: 2",
                "",
                "# nothing",
                "null",
                "schema: 1\nissues: \0",
                "schema: 1\nissues: {",
                "schema: 99999999999999999999\nissues: []",
                "schema: one\nissues: []",
                "- a\n- b",
            })
    void refusedWithItsPlace(String text) {
        assertThatThrownBy(() -> new YamlReader().parse(text, "f.yaml", "list", KnownIssues.class))
                .isInstanceOf(InputException.class)
                .message()
                .matches(PLACED);
    }

    @Test
    void whatGrowsIsBounded() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String one = "*a" + (i - 1);
            laughs.append("a").append(i).append(": &a").append(i).append(" [");
            laughs.append(String.join(", ", List.of(one, one, one, one))).append("]\n");
        }
        String flat = "schema: 1\nissues: [" + "x, ".repeat(200_000) + "x]\n";
        for (String text : List.of(laughs.toString(), "[".repeat(3000), "a: ".repeat(3000), flat, "- ".repeat(3000))) {
            long begin = cpuNanos();
            assertThatThrownBy(() -> new YamlReader().parse(text, "f.yaml", "list", KnownIssues.class))
                    .isInstanceOf(InputException.class)
                    .message()
                    .matches(PLACED);
            assertThat(Duration.ofNanos(cpuNanos() - begin)).isLessThan(LIMIT);
        }
    }

    @Test
    void aFileOfMegabytesIsNotRead(@org.junit.jupiter.api.io.TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("f.yaml"), "# x\n".repeat(400_000));
        assertThatThrownBy(() -> new YamlReader().read(file, "list", KnownIssues.class))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("f.yaml:1:1: the list has 1600000 bytes");
        Path binary = Files.write(dir.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0x41});
        assertThatThrownBy(() -> new YamlReader().read(binary, "list", KnownIssues.class))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("b.yaml:1:1: the list is no UTF-8 text");
    }

    /** Of this thread: other work on the machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private interface Reading {
        Object of(String text);
    }

    private static void mutate(String good, int times, Reading reading) {
        Random random = new Random(16);
        int refused = 0;
        for (int i = 0; i < times; i++) {
            String text = mutant(good, random);
            long begin = cpuNanos();
            try {
                reading.of(text);
            } catch (InputException e) {
                refused++;
                assertThat(e.getMessage()).as("mutant %d", i).matches(PLACED);
            } catch (RuntimeException | StackOverflowError e) {
                fail("mutant " + i + ": " + e, e);
            }
            assertThat(Duration.ofNanos(cpuNanos() - begin)).as("mutant %d", i).isLessThan(LIMIT);
        }
        assertThat(refused).as("mutants that are no good any more").isGreaterThan(times / 4);
    }

    private static String mutant(String good, Random random) {
        List<String> lines = new ArrayList<>(good.lines().toList());
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            int column = line.isEmpty() ? 0 : random.nextInt(line.length());
            String indent =
                    line.substring(0, line.length() - line.stripLeading().length());
            switch (random.nextInt(7)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> lines.add(at, indent + WORDS.get(random.nextInt(WORDS.size())));
                case 3 -> lines.set(at, line.substring(0, column) + sign(random) + line.substring(column));
                case 4 -> lines.set(at, line.substring(0, column));
                case 5 -> lines.set(at, line.replaceFirst(": .*", ": " + WORDS.get(random.nextInt(WORDS.size()))));
                default -> lines.set(at, line.replaceFirst("\\w+:", "null:"));
            }
            if (lines.isEmpty()) {
                lines.add("");
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static char sign(Random random) {
        return SIGNS.charAt(random.nextInt(SIGNS.length()));
    }
}
