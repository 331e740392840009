/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnmutatedTest {
    /** "told" executes 1, as 2 of "2" says, and nothing else; "panics" told nothing. */
    private static final Unmutated UNMUTATED =
            new Unmutated(Map.of("told", 1.0, "panics", 1.0), Map.of(), Map.of("told", "20"));

    @Test
    void whatNobodyToldOfIsNotCalledASurvivor() {
        Trial both = Trial.survived("m", List.of("told", "panics"), List.of(), 1);

        assertThat(UNMUTATED.reaches("panics", 2)).isTrue();
        assertThat(UNMUTATED.end(1, both).fate()).isEqualTo(Fate.SURVIVED);
        assertThat(UNMUTATED.end(2, both).fate()).isEqualTo(Fate.UNREACHED);
        assertThat(UNMUTATED.end(2, both).ran()).containsExactly("told", "panics");
    }
}
