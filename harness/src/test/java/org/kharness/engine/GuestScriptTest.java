/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kharness.agent.GuestCommand;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;

class GuestScriptTest {
    @Test
    void translatesStepsAndMarksWhatCounts() {
        Scenario scenario = new PlanReader().parse("""
                        schema: 1
                        name: p
                        title: a plan
                        scenarios:
                          - id: one
                            title: one
                            via: hard-offline
                            steps:
                              - file: {path: /mnt/a file, size: 64K}
                              - process: {name: A, kill: early, handler: false}
                              - map: {process: A, file: /mnt/a file, length: 64K, sharing: sync, access: read}
                              - touch: {process: A, at: 4K}
                              - poison: {process: A, at: 4K}
                              - transfer: {process: A, file: /mnt/a file, access: write, direct: true, as: w}
                              - run: {command: "echo 100% | wc", as: r}
                            expect:
                              - no-signal: {process: A}
                        """, "p.yaml").scenarios().get(0);
        assertThat(GuestScript.of(scenario).stream().map(GuestCommand::line).toList())
                .isEqualTo(List.of(
                        "need1 ability name=path:/sys/devices/system/memory/hard_offline_page",
                        "begin begin scenario=one limit=60",
                        "before state",
                        "s1 file path=/mnt/a%20file size=65536",
                        "s2 process name=A kill=early handler=no",
                        "s3 to A map path=/mnt/a%20file length=65536 type=sync access=r",
                        "s4 to A touch at=4096",
                        "s5 poison way=hard-offline process=A at=4096",
                        "s5w wait text=recovery%20action%20for limit=10",
                        "s5s settle",
                        "s6 to A write path=/mnt/a%20file direct=1",
                        "s7 run cmd=echo%20100%25%20|%20wc",
                        "settle settle",
                        "look mount-state path=/mnt",
                        "after state",
                        "end end unmount=/mnt"));
    }
}
