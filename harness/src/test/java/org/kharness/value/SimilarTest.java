/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarTest {
    @ParameterizedTest
    @CsvSource({"step, steps", "Expect, expect", "titel, title", "topolgy, topology", "nonsense, ''", "x, ''"})
    void findsWhatMayBeMeant(String word, String meant) {
        List<String> known = List.of("steps", "expect", "title", "topology", "tags", "via");
        assertThat(Similar.of(word, known).orElse("")).isEqualTo(meant);
    }
}
