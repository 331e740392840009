/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.coverage.CoverageReport.Line;
import org.kharness.coverage.CoverageReport.State;
import org.kharness.failure.InputException;

class UnreachedLinesTest {
    private static final List<Line> LINES = List.of(
            line("f", "a();", State.NOT_COVERED),
            line("f", "b();", State.COVERED),
            line("f", "c();", State.NOT_COVERED),
            line("g", "a();", State.NOT_COVERED));

    @TempDir
    private Path folder;

    private UnreachedLines list(String entries) throws IOException {
        return UnreachedLines.read(Files.writeString(folder.resolve("list.yaml"), "schema: 1\nunreached:\n" + entries));
    }

    @Test
    void whatIsNotExecutedGetsItsReason() throws IOException {
        UnreachedLines list =
                list("  - {file: x.c, function: f, when: '>= 6.1', lines: ['a();', 'b();', 'd();'], reason: none}\n");

        assertThat(list.explain("6.1.9", LINES)).extracting(Line::reason).containsExactly("none", "", "", "");
        assertThat(list.wrong("6.1.9", LINES))
                .containsExactly("x.c: f: b();: is executed", "x.c: f: d();: is not there");
    }

    @Test
    void whatARunMayExecuteByChanceIsNotWrong() throws IOException {
        UnreachedLines list =
                list("  - {file: x.c, function: f, lines: ['a();', 'b();', 'd();'], reason: race, sometimes: true}\n");

        assertThat(list.explain("6.1.9", LINES)).extracting(Line::reason).containsExactly("race", "", "", "");
        assertThat(list.wrong("6.1.9", LINES)).containsExactly("x.c: f: d();: is not there");
    }

    @Test
    void ofOtherKernelsAndOtherFunctionsItMaySpeakFreely() throws IOException {
        UnreachedLines list = list("  - {file: x.c, function: f, when: '>= 6.2', lines: ['a();'], reason: none}\n"
                + "  - {file: x.c, function: h, lines: ['a();'], reason: none}\n");

        assertThat(list.explain("6.1.9", LINES)).isEqualTo(LINES);
        assertThat(list.wrong("6.1.9", LINES)).isEmpty();
    }

    @Test
    void anotherSchemaIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("list.yaml"), "schema: 2\nunreached: []\n");

        assertThatThrownBy(() -> UnreachedLines.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("schema 2");
    }

    private static Line line(String function, String text, State state) {
        return new Line("x.c", 1, function, 0, text, state, 0, List.of(), List.of(), "");
    }
}
