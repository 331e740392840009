/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict.Outcome;

/** Whether a scenario could be tried at all, on machines that never got ready for it. */
class NeedsTest {
    @ParameterizedTest
    @CsvSource({
        "5.10.262, SKIP, is for kernels >= 6.0",
        "6.1.192, ERROR, the guest could not be made ready: exit status 255: mount failed"
    })
    void aKernelThatAScenarioIsNotForNeedNotGetReadyForIt(String release, Outcome outcome, String reason) {
        Scenario any = JudgeTest.scenario("one-file-two-processes");
        Scenario later = new PlanReader().parse("""
                        {schema: 1, name: p, title: t, scenarios: [{id: s, title: t, when: ">= 6.0", via: madvise,
                         steps: [{pause: {milliseconds: 1}}], expect: [{corrupted: {pages: 0}}]}]}
                        """, "p.yaml").scenarios().get(0);
        String log = "[    0.000000] Linux version " + release + " (gcc)\n"
                + "[    2.000000] kharness: {\"n\":1,\"ev\":\"hello\",\"protocol\":1}\n"
                + "[    3.000000] kharness: {\"n\":2,\"ev\":\"out\",\"step\":\"setup1\",\"text\":\"mount failed\"}\n"
                + "[    3.100000] kharness: {\"n\":3,\"ev\":\"done\",\"step\":\"setup1\",\"verb\":\"run\",\"ret\":255}\n"
                + "kharness: {\"ev\":\"ended\",\"how\":\"done\"}\n";
        Verdict verdict = Judge.judge(later, JudgeTest.read(log));
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(Judge.judge(any, JudgeTest.read(log)).outcome()).isEqualTo(Outcome.ERROR);
    }
}
