/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.console.ConsoleLogs;
import org.kharness.evidence.Findings;
import org.kharness.evidence.ScenarioLog;
import org.kharness.poison.PoisonMethods;

class FailTest {
    private static Findings judged(boolean walk, String... hits) throws IOException {
        StringBuilder log =
                new StringBuilder("[    1.000000] kharness: {\"ev\":\"begin\",\"n\":1,\"scenario\":\"a\"}\n");
        int n = 1;
        for (String hit : hits) {
            n++;
            log.append("[    1.100000] kharness: {\"ev\":\"fault\",\"n\":" + n + ",\"what\":\"page-alloc\",\"nth\":"
                    + (n - 1) + ",\"hit\":" + hit + "}\n");
        }
        log.append("[    2.000000] kharness: {\"ev\":\"done\",\"n\":" + (n + 1)
                + ",\"step\":\"end\",\"verb\":\"end\",\"ret\":0}\n");
        ScenarioLog part = ScenarioLog.of(
                "a", ConsoleLogs.read(new ByteArrayInputStream(log.toString().getBytes(StandardCharsets.UTF_8))));
        Findings findings = new Findings();
        Fail step = new Fail(Fail.What.PAGE_ALLOC, null, 0, walk);
        step.checkOutput(new StepLog(0, step, part, findings));
        return findings;
    }

    @Test
    void holdsWhereSomethingFailed() throws IOException {
        assertThat(judged(false, "true").expected()).containsExactly("ok: 1 times page-alloc failed");
        assertThat(judged(true, "true", "true", "false", "false").error()).isNull();
    }

    @Test
    void cannotTellWhereNothingWasThereToFail() throws IOException {
        assertThat(judged(false, "false").error()).isEqualTo("step 1 (fail): nothing was there to fail");
        assertThat(judged(true).error()).isEqualTo("step 1 (fail): nothing was there to fail");
    }

    @Test
    void cannotTellWhereTheWalkDidNotEnd() throws IOException {
        assertThat(judged(true, "true", "true").error())
                .isEqualTo("step 1 (fail): each of 2 calls still had something to fail, up to number 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"machine-check", "mce-inject", "einj"})
    void isRefusedWhereAnotherTaskDoesTheWork(String way) {
        assertThat(new Fail(Fail.What.SLAB, null, 1, false)
                        .problem(PoisonMethods.named(way).orElseThrow()))
                .contains("fail goes with via madvise, hwpoison-pfn, hard-offline");
    }

    @ParameterizedTest
    @CsvSource({"add_to_kill, 1, ''", "'rm -rf', 1, function is no name of a kernel function", ", -1, nth counts from 1"
    })
    void checksItsKeys(String function, int nth, String problem) {
        assertThat(new Fail(Fail.What.SLAB, function, nth, false)
                        .problem(PoisonMethods.named("madvise").orElseThrow())
                        .orElse(""))
                .isEqualTo(problem);
    }
}
