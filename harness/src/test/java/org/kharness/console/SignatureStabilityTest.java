/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What differs between two runs of the same fault, or between two ways to take the same log, changes neither titles nor
 * signatures. Every log of the corpus is put through each change.
 */
class SignatureStabilityTest {
    private static final Path CORPUS = Path.of("src/test/resources/console");

    /** A change that a report must survive. */
    enum Change {
        ADDRESSES {
            @Override
            String apply(String log, Random random) {
                String whole = replace(log, "\\b(?:0x)?[0-9a-f]{16}\\b", m -> hexLike(m.group(), random));
                return replace(whole, "(?<=at addr )[0-9a-f]{8,16}\\b", m -> hexLike(m.group(), random));
            }
        },
        OFFSETS {
            @Override
            String apply(String log, Random random) {
                return replace(
                        log,
                        "\\+0x[0-9a-f]+/0x[0-9a-f]+",
                        m -> "+0x" + Integer.toHexString(random.nextInt(4096)) + "/0x"
                                + Integer.toHexString(4096 + random.nextInt(4096)));
            }
        },
        PIDS {
            @Override
            String apply(String log, Random random) {
                int more = 1000 + random.nextInt(3000);
                return replace(
                        log,
                        "(?<=PID: |pid:|pid: |\\[ {0,5}T|by task |of task |task )\\d+\\b",
                        m -> String.valueOf(Integer.parseInt(m.group()) + more));
            }
        },
        CPUS {
            @Override
            String apply(String log, Random random) {
                int more = 2 + random.nextInt(60);
                return replace(
                        log,
                        "(?<=CPU: |CPU#|for cpu |on cpu |on cpu:|\\[ {0,5}C)\\d+\\b",
                        m -> String.valueOf(Integer.parseInt(m.group()) + more));
            }
        },
        TIMES {
            @Override
            String apply(String log, Random random) {
                int later = random.nextInt(90_000);
                return replace(
                        log,
                        "\\[ *(\\d+)(\\.\\d{6}\\])",
                        m -> "[%5d%s".formatted(Integer.parseInt(m.group(1)) + later, m.group(2)));
            }
        },
        CARRIAGE_RETURNS {
            @Override
            String apply(String log, Random random) {
                return log.replace("\n", "\r\n");
            }
        },
        COLOURS {
            @Override
            String apply(String log, Random random) {
                return replace(
                        log,
                        "(?m)^(\\[ *\\d+\\.\\d{6}\\](?:\\[ *[TC]\\d+\\])?)( .*)$",
                        m -> "\u001b[32m" + m.group(1) + "\u001b[0m" + "\u001b[1;31m" + m.group(2) + "\u001b[0m");
            }
        },
        LEVELS {
            @Override
            String apply(String log, Random random) {
                return replace(log, "(?m)^(?=\\[ *\\d+\\.\\d{6}\\])", m -> "<" + random.nextInt(8) + ">");
            }
        },
        CALLER {
            @Override
            String apply(String log, Random random) {
                return log.matches("(?s).*\\.\\d{6}\\]\\[ *[TC].*")
                        ? log
                        : replace(log, "(\\[ *\\d+\\.\\d{6}\\]) ", m -> m.group(1) + "[   T77] ");
            }
        },
        JOURNAL {
            @Override
            String apply(String log, Random random) {
                return replace(log, "(?m)^(?=\\[ *\\d+\\.\\d{6}\\])", m -> "Nov 24 06:00:00 box kernel: ");
            }
        },
        CLONES {
            @Override
            String apply(String log, Random random) {
                String suffix = List.of(".isra.0", ".constprop.3", ".part.0", ".cold", ".llvm.123456789")
                        .get(random.nextInt(5));
                return replace(log, "\\b([a-z]\\w+)(\\+0x[0-9a-f]+/0x)", m -> m.group(1) + suffix + m.group(2));
            }
        };

        abstract String apply(String log, Random random);

        private static String replace(String log, String pattern, Function<MatchResult, String> with) {
            return Pattern.compile(pattern)
                    .matcher(log)
                    .replaceAll(m -> java.util.regex.Matcher.quoteReplacement(with.apply(m)));
        }

        /** As many hexadecimal digits, of which zeros stay: they are what makes a null pointer. */
        private static String hexLike(String number, Random random) {
            int from = number.startsWith("0x") ? 2 : 0;
            StringBuilder other = new StringBuilder(number.substring(0, from));
            number.substring(from)
                    .chars()
                    .forEach(c -> other.append(c == '0' ? '0' : Character.forDigit(1 + random.nextInt(15), 16)));
            return other.toString();
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void titlesAndSignaturesSurvive(Change change) throws IOException {
        for (Path file : logs()) {
            if (change == Change.JOURNAL && file.endsWith("silent-reset.log")) {
                continue; // a logger ends before the kernel does, so that nobody knows how a boot ended
            }
            String log = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            Random random = new Random(file.getFileName().toString().hashCode());
            String changed = change.apply(log, random);

            assertThat(names(changed))
                    .as("%s after %s", file.getFileName(), change)
                    .isEqualTo(names(log));
        }
    }

    /** The changes are no idle ones: each is seen in many logs. */
    @ParameterizedTest
    @EnumSource(Change.class)
    void everyChangeTouchesManyLogs(Change change) throws IOException {
        int touched = 0;
        for (Path file : logs()) {
            String log = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            touched += change.apply(log, new Random(1)).equals(log) ? 0 : 1;
        }

        assertThat(touched).isGreaterThan(40);
    }

    private static List<String> names(String log) throws IOException {
        return ConsoleLogs.read(new ByteArrayInputStream(log.getBytes(StandardCharsets.ISO_8859_1))).reports().stream()
                .map(r -> r.title() + " / " + r.signature())
                .toList();
    }

    private static List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(f -> f.toString().endsWith(".log")).sorted().toList();
        }
    }
}
