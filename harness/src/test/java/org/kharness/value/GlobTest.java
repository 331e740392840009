/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "superblock.* | superblock.madvise | true",
                "superblock.* | superblock | false",
                "{one,two} | two | true",
                "one | one#2 | false",
                "one,two* | twofold | true",
                "one,{two,three} | three | true",
                "one,{two,three} | two,three | false",
                "[a,b]x,c | ,x | true",
                " | anything | true",
            })
    void matchesWholeIds(String pattern, String id, boolean expected) {
        assertThat(Glob.of(pattern).matches(id)).isEqualTo(expected);
    }

    @Test
    void aMalformedPatternIsTheUsersFault() {
        assertThatThrownBy(() -> Glob.of("[a"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'[a' is no pattern");
    }
}
