/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.agent.GuestCommand;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

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

    @ParameterizedTest
    @CsvSource(
            value = {
                "CONFIG_XFS_RT, y, 0, ''",
                "CONFIG_XFS_RT, m, 0, ''",
                "CONFIG_XFS_RT, , 1, not in the kernel",
                "CONFIG_XFS_RT=m, m, 0, ''",
                "CONFIG_XFS_RT=m, y, 1, it is y",
                "CONFIG_XFS_RT=n, , 0, ''",
                "CONFIG_XFS_RT=n, y, 1, it is y",
                "CONFIG_HZ=250, 250, 0, ''",
                "CONFIG_HZ=250, 2500, 1, it is 2500",
                "CONFIG_LSM=yama, '\"yama\"', 0, ''",
            })
    void looksASymbolAndItsValueUp(String need, String set, int status, String why, @TempDir Path folder)
            throws Exception {
        Path config = folder.resolve("config.gz");
        String symbol = need.replaceFirst("=.*", "");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(config))) {
            packed.write(("CONFIG_XFS_RT_MORE=y\n" + (set == null ? "# " + symbol + " is not set" : symbol + "=" + set)
                            + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        String check = GuestScript.configCheck(need).replace("/proc/config.gz", config.toString());

        CommandResult result = Command.of("sh", "-c", check).run();

        assertThat(result.exitCode()).isEqualTo(status);
        assertThat(String.join("", result.tail())).isEqualTo(why);
    }
}
