/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.agent.EventSecret;
import org.kharness.evidence.EventChain;
import org.kharness.verdict.Verdict.Outcome;

/** A log that a guest signed: whatever is done to any of its events, nothing but ERROR may come of it. */
class SignedLogTest {
    private static final List<String> LINES = JudgeTest.log("signed").lines().toList();
    private static final String FORGED = "[   99.000000] kharness: {\"n\":45,\"ev\":\"sigbus\",\"process\":\"B\"}";

    @Test
    void passesAsItIs() {
        assertThat(EventChain.isSigned(JudgeTest.read(text(LINES)))).isTrue();
        assertThat(judge(LINES).reason()).isEqualTo("all 11 expectations hold");
        assertThat(judge(LINES).outcome()).isEqualTo(Outcome.PASS);
    }

    /** Changes the log at one of its events. */
    private interface Change extends BiConsumer<List<String>, Integer> {}

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void isAnErrorOnceAnEventWas(String name, Change change) {
        for (int event : signedEvents()) {
            List<String> changed = new ArrayList<>(LINES);
            change.accept(changed, event);
            if (!changed.equals(LINES)) {
                Verdict verdict = judge(changed);
                assertThat(verdict.outcome())
                        .as("%s, at line %d: %s", name, event + 1, verdict.reason())
                        .isEqualTo(Outcome.ERROR);
            }
        }
    }

    static Stream<Arguments> isAnErrorOnceAnEventWas() {
        return Stream.of(
                change("removed", (log, at) -> log.remove(at.intValue())),
                change("repeated", (log, at) -> log.add(at, log.get(at))),
                change("repeated at the end", (log, at) -> log.add(log.size() - 1, log.get(at))),
                change("swapped", (log, at) -> swap(log, at, signedEvents().indexOf(at) + 1)),
                change(
                        "given another number",
                        (log, at) -> log.set(at, log.get(at).replace("\"n\":", "\"n\":1"))),
                change("changed", (log, at) -> log.set(at, log.get(at).replace(":0", ":1"))),
                change("stripped of its signature", (log, at) -> log.set(at, unsigned(log.get(at)))),
                change("followed by a forged one", (log, at) -> log.add(at + 1, FORGED)),
                change("followed by one with its signature", (log, at) -> log.add(at + 1, copied(log.get(at)))),
                change("followed by one signed otherwise", (log, at) -> log.add(at + 1, signedOtherwise())),
                change(
                        "followed by an end",
                        (log, at) -> log.add(at + 1, "kharness: {\"ev\":\"ended\",\"how\":\"done\"}")));
    }

    @Test
    void isAnErrorInARunWithoutTheRunsOwnSecret() {
        assertThat(judgeLive(LINES, EventSecret.random()).outcome()).isEqualTo(Outcome.ERROR);
        List<String> stripped = LINES.stream().map(SignedLogTest::unsigned).toList();
        assertThat(judgeLive(stripped, EventSecret.random()).reason())
                .contains("a scenario begins before the guest agent has its secret");
    }

    @Test
    void isJudgedInARunWithItsSecret() {
        String last = LINES.get(LINES.size() - 1);
        String secret = last.replaceAll(".*\"secret\":\"([0-9a-f]*)\".*", "$1");
        assertThat(judgeLive(LINES, new EventSecret(secret)).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void oneFromBeforeThereWereSignaturesIsToldApart() {
        assertThat(EventChain.isSigned(JudgeTest.read(JudgeTest.log("superblock"))))
                .isFalse();
    }

    private static Arguments change(String name, Change change) {
        return Arguments.of(name, change);
    }

    private static List<Integer> signedEvents() {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < LINES.size(); i++) {
            if (LINES.get(i).contains("\"mac\"")) {
                found.add(i);
            }
        }
        return found;
    }

    private static void swap(List<String> log, int at, int next) {
        if (next < signedEvents().size()) {
            Collections.swap(log, at, signedEvents().get(next));
        }
    }

    private static String unsigned(String line) {
        return line.replaceFirst(",\"mac\":\"[0-9a-f]*\"", "");
    }

    private static String copied(String line) {
        return FORGED.replace("}", line.replaceFirst(".*(,\"mac\".*)", "$1"));
    }

    private static String signedOtherwise() {
        return "kharness: " + EventSecret.random().sign("{\"n\":45,\"ev\":\"note\"}");
    }

    private static Verdict judge(List<String> log) {
        return Judge.judge(JudgeTest.scenario("superblock"), JudgeTest.read(text(log)));
    }

    private static Verdict judgeLive(List<String> log, EventSecret secret) {
        return Judge.judge(JudgeTest.scenario("superblock"), JudgeTest.read(text(log)), KnownIssues.NONE, secret);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
