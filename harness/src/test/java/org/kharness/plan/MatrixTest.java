/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.failure.InputException;
import org.kharness.step.Poison;
import org.kharness.topology.Topology;
import org.kharness.value.Bytes;

/** Scenarios over a matrix, topologies and aliases. */
class MatrixTest {
    private static final String PLAN = """
            schema: 1
            name: p
            title: a plan
            topologies:
              two: {namespaces: [{mode: fsdax, size: 512M}, {mode: fsdax}], filesystem: {type: xfs, mkfs: "-m crc=1"}}
            scenarios:
              - id: one
                title: at ${at}
                topology: two
                matrix:
                  via: [hwpoison-pfn, machine-check]
                  at: [4K, 8192]
                steps: &steps
                  - poison: {disk: pmem0, at: "${at}"}
                expect: &expect
                  - mount: {path: /mnt, state: alive}
              - id: two
                title: no matrix
                via: hard-offline
                steps: [{poison: {disk: pmem0, at: 0}}]
                expect: *expect
            """;

    @Test
    void makesEveryCombination() {
        List<Scenario> scenarios = new PlanReader().parse(PLAN, "p.yaml").scenarios();
        assertThat(scenarios.stream().map(Scenario::id))
                .containsExactly(
                        "one.hwpoison-pfn.4K",
                        "one.hwpoison-pfn.8192",
                        "one.machine-check.4K",
                        "one.machine-check.8192",
                        "two");
        assertThat(scenarios.get(1).via()).isEqualTo("hwpoison-pfn");
        assertThat(scenarios.get(1).title()).isEqualTo("at 8192");
        Poison poison = (Poison) scenarios.get(1).steps().get(0);
        assertThat(poison.at()).isEqualTo(new Bytes(8192));
        Topology topology = scenarios.get(0).topology();
        assertThat(topology.namespaces().get(0).size()).isEqualTo(new Bytes(512L << 20));
        assertThat(topology.namespaces()).hasSize(2);
        assertThat(scenarios.get(4).topology()).isEqualTo(Topology.BUILT_IN.get("xfs"));
        assertThat(scenarios.get(4).expect()).isEqualTo(scenarios.get(0).expect());
    }

    @Test
    void takesMapsForWhatChangesTogether() {
        String plan = PLAN.replace(
                        "at: [4K, 8192]", "at: [{id: 4K, byte: 4096, size: 448M}, {id: far, byte: 1M, size: 512M}]")
                .replace("at: \"${at}\"", "at: \"${at.byte}\"")
                .replace("topology: two", "topology: {namespaces: [{mode: fsdax, size: \"${at.size}\"}]}");
        List<Scenario> scenarios = new PlanReader().parse(plan, "p.yaml").scenarios();
        assertThat(scenarios.stream().map(Scenario::id))
                .containsExactly(
                        "one.hwpoison-pfn.4K",
                        "one.hwpoison-pfn.far",
                        "one.machine-check.4K",
                        "one.machine-check.far",
                        "two");
        assertThat(scenarios.get(1).title()).isEqualTo("at far");
        assertThat(((Poison) scenarios.get(1).steps().get(0)).at()).isEqualTo(new Bytes(1 << 20));
        assertThat(scenarios.get(0).topology().namespaces().get(0).size()).isEqualTo(new Bytes(448L << 20));
        assertThat(scenarios.get(1).topology()).isNotEqualTo(scenarios.get(0).topology());
    }

    @Test
    void showsWhatItRead() throws Exception {
        Scenario scenario = new PlanReader().parse(PLAN, "p.yaml").scenarios().get(1);
        assertThat(PlanWriter.yaml(scenario))
                .contains("id: one.hwpoison-pfn.8192")
                .contains("at: 8192");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesWithThePlace(String name, String from, String to, String message) {
        assertThat(PLAN).contains(from);
        assertThatThrownBy(() -> new PlanReader().parse(PLAN.replace(from, to), "p.yaml"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    static Stream<Arguments> refusesWithThePlace() {
        return Stream.of(
                Arguments.of("unknown variable", "at ${at}", "at ${to}", "p.yaml:7:5: ${to} is not in"),
                Arguments.of("unused variable", "at: [4K", "size: [1]\n      at: [4K", "nothing in the scenario uses"),
                Arguments.of("no list", "at: [4K, 8192]", "at: 4K", "p.yaml:7:5: matrix: at needs a list"),
                Arguments.of("no such key", "at ${at}", "at ${at.byte}", "p.yaml:7:5: ${at.byte} is not in"),
                Arguments.of("map without an id", "at: [4K, 8192]", "at: [{byte: 1}]", "maps with an id"),
                Arguments.of("map of lists", "at: [4K, 8192]", "at: [{id: a, b: [1]}]", "a map's values are"),
                Arguments.of("bad value", "at: [4K, 8192]", "at: [4Q]", "p.yaml:14:31: "),
                Arguments.of(
                        "unknown topology", "topology: two", "topology: three", "three\" is not known; there are bare"),
                Arguments.of("bad topology", "mode: fsdax, size", "mode: fastdax, size", "p.yaml:5:23"),
                Arguments.of(
                        "same id twice", "id: two", "id: one.machine-check.4K", "another scenario has the same id"),
                Arguments.of(
                        "two targets", "disk: pmem0, at: 0", "disk: pmem0, file: /mnt/f", "one of process, file and"),
                Arguments.of(
                        "madvise on metadata", "via: hard-offline", "via: madvise", "reaches only what a process maps"),
                Arguments.of("not YAML", "matrix:\n", "matrix: {\n", "p.yaml:"));
    }
}
