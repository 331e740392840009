/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SieveTest {
    private static final List<String> KEYWORDS = List.of("abca", "BUG: ", "aaaa", "bacbacb", "Kernel panic", "cab!");

    private final Sieve sieve = new Sieve(KEYWORDS);

    @Test
    void aKeywordIsFoundWhereverItStands() {
        for (String keyword : KEYWORDS) {
            for (int before = 0; before < 12; before++) {
                for (int behind = 0; behind < 12; behind++) {
                    byte[] text = bytes("x".repeat(before) + keyword + "y".repeat(behind));
                    assertThat(sieve.holds(text, 0, text.length))
                            .as("%s after %d", keyword, before)
                            .isTrue();
                    assertThat(sieve.holds(text, before, before + keyword.length()))
                            .isTrue();
                    assertThat(sieve.holds(text, before + 1, text.length)).isFalse();
                    assertThat(sieve.holds(text, 0, before + keyword.length() - 1))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void randomTextsAreJudgedAsByContains() {
        Random random = new Random(7);
        int held = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int c = 0; c < length; c++) {
                text.append("abc!".charAt(random.nextInt(4)));
            }
            boolean holds = KEYWORDS.stream().anyMatch(k -> text.indexOf(k) >= 0);
            held += holds ? 1 : 0;
            assertThat(sieve.holds(bytes(text.toString()), 0, length))
                    .as("%s", text)
                    .isEqualTo(holds);
        }
        assertThat(held).isBetween(2_000, 18_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "a\tbc", "\u00fcabc"})
    void whatIsTooShortOrNotPlainIsNoKeyword(String keyword) {
        assertThatThrownBy(() -> new Sieve(List.of(keyword))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNextMarkIsFoundAtEveryPlace() {
        for (int at = 0; at < 40; at++) {
            for (byte mark : new byte[] {'\n', 0x1b, (byte) 0xc2}) {
                byte[] text =
                        bytes("a\u00e4\u0080\u00ff\u000b\u001a\t z".repeat(5).substring(0, 40));
                text[at] = mark;
                assertThat(Sieve.mark(text, 0, text.length)).isEqualTo(at);
                assertThat(Sieve.mark(text, at, text.length)).isEqualTo(at);
                assertThat(Sieve.mark(text, at + 1, text.length)).isEqualTo(text.length);
                assertThat(Sieve.mark(text, 0, at)).isEqualTo(at);
                assertThat(Sieve.newline(text, 0, text.length)).isEqualTo(mark == '\n' ? at : text.length);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
