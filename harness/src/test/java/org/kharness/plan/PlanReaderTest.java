/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.failure.InputException;
import org.kharness.step.Access;
import org.kharness.step.Touch;
import org.kharness.topology.Topology;
import org.kharness.value.Bytes;
import org.kharness.value.KernelRange;

class PlanReaderTest {
    private static final String GOOD = """
            schema: 1
            name: p
            title: a plan
            scenarios:
              - id: one
                title: one
                via: madvise
                steps:
                  - process: {name: A, kill: early}
                  - map: {process: A, length: 2M}
                  - touch: {process: A, at: 0x1000, access: write}
                  - poison: {process: A, at: 4K}
                expect:
                  - signal: {process: A, at: 4K, lsb: 12, when: ">= 6.1"}
            """;

    @Test
    void readsWhatIsWritten() {
        Scenario one = new PlanReader().parse(GOOD, "p.yaml").scenarios().get(0);
        assertThat(one.topology()).isEqualTo(Topology.BUILT_IN.get("xfs"));
        assertThat(one.steps().get(2))
                .isEqualTo(new Touch("A", null, new Bytes(4096), Access.WRITE, null, false, false, 0, null));
        assertThat(one.expect().get(0).when()).isNotNull();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesWithThePlace(String name, String from, String to, String message) {
        String bad = GOOD.replace(from, to);
        assertThat(bad).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> new PlanReader().parse(bad, "p.yaml"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    static Stream<Arguments> refusesWithThePlace() {
        return Stream.of(
                Arguments.of("malformed YAML", "scenarios:\n", "scenarios: [\n", "p.yaml:"),
                Arguments.of("an unknown key", "name: p\n", "name: p\nnam: q\n", "p.yaml:3:"),
                Arguments.of("an unknown step", "- touch:", "- tuch:", "p.yaml:11:"),
                Arguments.of("a wrong type", "lsb: 12", "lsb: twelve", "p.yaml:14:"),
                Arguments.of("a bad size", "length: 2M", "length: 2 miles", "not a number of bytes: \"2 miles\""),
                Arguments.of("a bad range", ">= 6.1", "since 6.1", "not a kernel range"),
                Arguments.of("a duplicate key", "name: p\n", "name: p\nname: q\n", "p.yaml:3:"),
                Arguments.of("a missing key", "title: a plan\n", "", "title"),
                Arguments.of("an unknown way", "via: madvise", "via: hammer", "\"hammer\" is no way to poison"),
                Arguments.of("a way of two lines", "via: madvise", "via: \"a\\nb\"", "\"a?b\" is no way to poison"),
                Arguments.of("an unknown process", "touch: {process: A", "touch: {process: Z", "no process is named Z"),
                Arguments.of("another schema", "schema: 1", "schema: 9", "plan schema 9"),
                Arguments.of("an unsafe id", "id: one", "id: ../one", "letters, digits and dashes only"),
                Arguments.of("an id that was forgotten", "id: one", "id:", "the key \"id\" has no value"),
                Arguments.of(
                        "an expectation about nobody",
                        "signal: {process: A",
                        "signal: {process: Q",
                        "a process named Q"));
    }

    @Test
    void theExampleOfTheDocumentationReads() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "plans.md"));
        String example = page.substring(page.indexOf("```yaml\nschema: 1") + 8);
        example = example.substring(0, example.indexOf("```"));
        assertThat(new PlanReader().parse(example, "example").scenarios()).hasSize(1);
    }

    @Test
    void missingFileIsOneLine() {
        assertThatThrownBy(() -> new PlanReader().read(Path.of("no", "such.yaml")))
                .isInstanceOf(InputException.class)
                .hasMessage("cannot read the plan no/such.yaml: no such readable file");
    }

    @ParameterizedTest
    @MethodSource
    void comparesKernels(String range, String release, boolean inside) {
        assertThat(KernelRange.parse(range).contains(release)).isEqualTo(inside);
    }

    static Stream<Arguments> comparesKernels() {
        return Stream.of(
                Arguments.of(">= 6.5", "6.5.0", true),
                Arguments.of(">= 6.5", "6.5.0-rc7", false),
                Arguments.of(">= 6.5", "6.4.99", false),
                Arguments.of(">= 6.1, < 6.8", "6.1.192", true),
                Arguments.of(">= 6.1, < 6.8", "6.8.0", false),
                Arguments.of("kernel >= 6.0-rc8", "6.0.0-rc8-next-20220930", true),
                Arguments.of("< 7.0", "6.18.44-fc", true),
                Arguments.of("== 5.16.10", "5.16.10+", true));
    }
}
