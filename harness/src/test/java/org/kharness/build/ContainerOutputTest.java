/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerOutputTest {
    private final List<String> lines = new ArrayList<>();
    private final ContainerOutput output = new ContainerOutput(lines::add);

    private void add(String piece) {
        output.add(piece.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void joinsPiecesToLines() {
        add("one\ntw");
        add("o\r\n\nthr");
        add("ee");
        output.end();

        assertThat(lines).containsExactly("one", "two", "", "three");
        assertThat(output.text()).isEqualTo("one\ntwo\n\nthree\n");
    }

    @Test
    void keepsTheLastLinesAndCutsEndlessOnes() {
        add("x".repeat(100_000) + "\n");
        for (int i = 0; i < 30; i++) {
            add(i + "\n");
        }

        assertThat(lines.get(0)).hasSize(65_536);
        assertThat(output.tail()).hasSize(20).endsWith("29");
    }
}
