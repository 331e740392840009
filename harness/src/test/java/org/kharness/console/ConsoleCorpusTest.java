/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs of our own guests, each with the reading that a person has checked. After a deliberate change
 * {@code -Dkharness.regenerate=true} writes the readings anew; look at the difference before committing it.
 */
class ConsoleCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/console");
    private static final int WANTED = 60;

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    /**
     * What a golden file holds.
     *
     * @param lines how many lines there are
     * @param events the guest's events as "line type"
     * @param reports every report, frames in short
     * @param hardware what hardware did, as "lines kind severity: what, pfn, task"; left out where it did nothing
     * @param damages every damage
     */
    private record Reading(
            int lines,
            List<String> events,
            List<Summary> reports,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> hardware,
            List<ConsoleLog.Damage> damages) {}

    /** A report with its frames as printed; "?" marks those that the kernel is not sure of. */
    private record Summary(
            ReportType type,
            String title,
            String function,
            String place,
            String task,
            int cpu,
            String lines,
            String taint,
            String signature,
            boolean fatal,
            boolean damaged,
            List<String> frames) {}

    static Stream<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(f -> f.toString().endsWith(".log")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void readsTheLogAsAPersonDoes(Path log) throws IOException {
        String name = log.getFileName().toString().replaceFirst("\\.log$", ".json");
        Path golden = log.resolveSibling(name);
        String reading = write(reading(ConsoleLogs.read(log)));
        if (Boolean.getBoolean("kharness.regenerate")) {
            Files.writeString(golden, reading);
        }

        assertThat(reading).isEqualTo(Files.readString(golden));
    }

    @Test
    void holdsOneLogAQuirk() throws IOException {
        assertThat(logs()).hasSizeGreaterThanOrEqualTo(WANTED);
    }

    private static Reading reading(ConsoleLog log) {
        return new Reading(
                log.lines().isEmpty()
                        ? 0
                        : log.lines().get(log.lines().size() - 1).number(),
                log.events().stream().map(e -> e.line() + " " + e.type()).toList(),
                log.reports().stream().map(ConsoleCorpusTest::shortened).toList(),
                log.hardware().stream().map(ConsoleCorpusTest::shortened).toList(),
                log.damages());
    }

    private static String shortened(HardwareEvent e) {
        return e.firstLine()
                + "-"
                + e.lastLine()
                + " "
                + e.kind()
                + " "
                + e.severity()
                + ": "
                + String.join(", ", List.of(e.what(), e.pfn(), e.task()));
    }

    private static Summary shortened(KernelReport r) {
        List<String> frames = r.frames().stream()
                .map(f -> (f.reliable() ? "" : "? ") + f.function())
                .toList();
        return new Summary(
                r.type(),
                r.title(),
                r.function(),
                r.place(),
                r.task(),
                r.cpu(),
                r.firstLine() + "-" + r.lastLine(),
                r.taint(),
                r.signature(),
                r.fatal(),
                r.damaged(),
                frames);
    }

    private static String write(Reading reading) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return MAPPER.writer(printer).writeValueAsString(reading) + "\n";
    }
}
