/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.console.GuestEvent;

/** What test programs print, and what it counts as. */
class KtapTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void reads(String name, String output, List<String> results, List<String> problems) {
        List<GuestEvent> events = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : output.lines().toList()) {
            events.add(new GuestEvent(
                    events.size() + 1,
                    0,
                    "out",
                    mapper.createObjectNode().put("n", 1).put("text", line)));
        }
        Ktap.Reading reading = Ktap.of(events);
        assertThat(reading.results().stream().map(r -> r.name() + " " + r.outcome() + " " + r.line()))
                .isEqualTo(results);
        assertThat(reading.problems()).isEqualTo(problems);
    }

    static Stream<Arguments> reads() {
        return Stream.of(
                Arguments.of("no KTAP", "ok 1 it says\nok\n", List.of(), List.of()),
                Arguments.of(
                        "flat",
                        "TAP version 13\n1..4\nok 1 - first\nnot ok 2 second\nok 3 third # SKIP no device\n"
                                + "not ok 4 fourth # TODO later\n",
                        List.of("first PASS 3", "second FAIL 4", "third SKIP 5", "fourth PASS 6"),
                        List.of()),
                Arguments.of(
                        "nested",
                        "KTAP version 1\n1..1\n  KTAP version 1\n  1..2\n  ok 1 a\n  not ok 2 b\nnot ok 1 suite\n",
                        List.of("suite/a PASS 5", "suite/b FAIL 6"),
                        List.of()),
                Arguments.of(
                        "two suites, the second fails by itself",
                        "KTAP version 1\n1..2\n  1..1\n  ok 1 a\nok 1 one\n  1..1\n  ok 1 b\nnot ok 2 two\n",
                        List.of("one/a PASS 4", "two/b PASS 7", "two FAIL 8"),
                        List.of()),
                Arguments.of(
                        "three levels",
                        "KTAP version 1\n1..1\n  1..1\n    1..1\n    ok 1 leaf\n  ok 1 middle\nok 1 top\n",
                        List.of("top/middle/leaf PASS 5"),
                        List.of()),
                Arguments.of(
                        "cut short",
                        "TAP version 14\n1..3\nok 1 first\n",
                        List.of("first PASS 3"),
                        List.of("2 of 3 results are missing")),
                Arguments.of(
                        "gives up",
                        "TAP version 14\n1..1\nBail out! no memory\n",
                        List.of(),
                        List.of("Bail out! no memory", "1 of 1 results are missing")),
                Arguments.of("without names", "TAP version 13\n1..1\nok 1\n", List.of("1 PASS 3"), List.of()));
    }
}
