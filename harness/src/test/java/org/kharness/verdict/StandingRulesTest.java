/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.console.ConsoleLogs;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict.Outcome;

/** A log of 6.12 that passes, with one thing changed each time that no expectation of the scenario names. */
class StandingRulesTest {
    private static final String PLAN = """
            schema: 1
            name: standing
            title: t
            scenarios:
              - id: two-processes.hwpoison-pfn
                title: t
                via: hwpoison-pfn
                steps:
                  - file: {path: /mnt/f, size: 4M}
                  - process: {name: A, kill: early}
                  - process: {name: B, kill: early}
                  - process: {name: other, kill: early}
                  - map: {process: A, file: /mnt/f, length: 1M}
                  - map: {process: B, file: /mnt/f, length: 1M}
                  - map: {process: other, file: /mnt/f, offset: 2M, length: 1M}
                  - touch: {process: A, at: 8K, access: write}
                  - touch: {process: B, at: 8K}
                  - touch: {process: other, at: 8K}
                  - poison: {process: A, at: 8K}
                expect:
                  - signal: {process: A, at: 8K, lsb: 12}
                  - signal: {process: B, at: 8K, lsb: 12}
            %s
            """;

    @Test
    void passesWhatTheKernelDidRight() {
        Verdict verdict = judge(log(), "");
        assertThat(verdict.reason()).endsWith("expectations hold");
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.expected())
                .contains(
                        "ok: frame 0x100e1a: recovery action for dax page: Recovered",
                        "ok: the failure is answered 0",
                        "ok: no bad blocks",
                        "ok: the file system can be unmounted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XFS (pmem0): Ending clean mount",
                "XFS (pmem0): notify_failure() needs rmapbt enabled!",
                "XFS (pmem0): notify_failure() not supported on realtime device!"
            })
    void passesOverWhatIsUsual(String line) {
        assertThat(judge(changed("Injecting memory failure at pfn 0x100e1a", line), "")
                        .outcome())
                .isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    dax page: Recovered                  | dax page: Failed                     | it says dax page: Failed
                    0x100e1a: recovery action            | 0x100e1b: recovery action            | it says frame 0x100e1b, dax page: Recovered
                    recovery action for dax page         | no action for dax page               | the kernel says nothing
                    "ret":0,"errno":"0"}#"poisoned       | "ret":-1,"errno":"EBUSY"}            | it is answered EBUSY
                    0x100e1a: Sending SIGBUS to B:62     | 0x100e1b: Sending SIGBUS to B:62     | who is told is told of frame 0x100e1a
                    Sending SIGBUS to B:62               | Sending SIGBUS to B:63               | the kernel says that it told B:62: it does not
                    Injecting memory failure at pfn 0x100e1a | Memory failure: 0x100e1a: Sending SIGBUS to other:63 due to hardware memory corruption | who is named hears of it
                    Injecting memory failure at pfn      | Memory failure: 0x100e1a: Unable to find | which nothing names
                    Injecting memory failure at pfn      | XFS (pmem0): filesystem is not ready | which nothing names
                    "corrupted_kib":4                    | "corrupted_kib":8                    | HardwareCorrupted grows by 1 pages: by 8 KiB
                    "bad":""#"corrupted_kib":4           | "bad":"pmem0 208 8"                  | no bad blocks: they are "pmem0 208 8"
                    "state":"alive"                      | "state":"shutdown"                   | the file system at /mnt is alive: shutdown
                    "path":"/mnt","errno":"0"}#unmounted | "path":"/mnt","errno":"EBUSY"}       | umount answers EBUSY
                    "lost","process":"B"                 | "kept","process":"B"                 | it still has it at m+0x2000
                    "at":8192,"pages":1#"lost","process":"B" | "at":8192,"pages":2              | B has gone 2 pages at m+0x2000
                    "pfn":"0x100e1a","how":"gone"#"lost","process":"B" | "pfn":"0x200000","how":"gone" | B has gone 1 pages
                    "how":"gone"#"lost","process":"B"    | "how":"changed"                      | B has changed 1 pages
                    "thread":"main"#"process":"B"        | "thread":"other"                     | SIGBUS to B
                    """)
    void failsWhatNothingNames(String what, String with, String reason) {
        Verdict verdict = judge(changed(what, with), "");
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.reason()).contains(reason);
    }

    @Test
    void letsAScenarioSayOtherwise() {
        String failed = changed("dax page: Recovered", "dax page: Failed")
                .replace("\"poisoned\",\"ret\":0,\"errno\":\"0\"", "\"poisoned\",\"ret\":-1,\"errno\":\"EUCLEAN\"");
        assertThat(judge(failed, "      - recovery: {outcome: failed, errno: EUCLEAN}")
                        .outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(judge(failed, "      - recovery: {outcome: failed, errno: EBUSY}")
                        .reason())
                .contains("it is answered EUCLEAN");
        assertThat(judge(failed, "      - recovery: {outcome: failed, poisoning: 2}")
                        .reason())
                .contains("it says dax page: Failed");
    }

    @Test
    void holdsAScenarioToTheAnswerThatNamesTheLineOnly() {
        String named = "      - console: {lines: [\"{pfn}: recovery action for dax page: Recovered\"]}";
        assertThat(judge(log(), named).outcome()).isEqualTo(Outcome.PASS);
        assertThat(judge(changed("\"ret\":0,\"errno\":\"0\"#\"poisoned", "\"ret\":-1,\"errno\":\"EIO\""), named)
                        .reason())
                .contains("it is answered EIO");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    6.1.0    | pmem0 208 8 | PASS
                    6.1.0    | pmem0 208 1 | FAIL
                    5.15.100 | pmem0 208 1 | PASS
                    5.15.100 | pmem0 208 8 | FAIL
                    """)
    void aBadBlockIsAsLongAsItsKernelMakesIt(String release, String listed, Outcome outcome) {
        String told = changed("6.12.117", release);
        String log = changed(told, "\"bad\":\"\"#\"corrupted_kib\":4", "\"bad\":\"" + listed + "\"");

        assertThat(judge(log, "      - badblocks: {poisoned: true}").outcome()).isEqualTo(outcome);
    }

    @Test
    void judgesOlderLogsAsBefore() {
        String older = changed(",\"watch\":true", "").replace("dax page: Recovered", "dax page: Failed");
        assertThat(judge(older, "").outcome()).isEqualTo(Outcome.PASS);
    }

    /** A page with too many corrected errors may be moved, and no other one, and only when the kernel says so. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1.0                    | 1.0                     | PASS
                    "how":"moved"          | "how":"gone"            | FAIL
                    "at":8192,"pages":1    | "at":8192,"pages":2     | FAIL
                    "0x1ffb3","how":"moved | "0x1ffb4","how":"moved  | FAIL
                    Soft-offlining pfn     | Soft-offlined pfn       | FAIL
                    "min":51               | "min":0                 | FAIL
                    """)
    void aPageThatIsOfflinedSoftlyMoves(String what, String with, Outcome outcome) {
        Scenario often = new PlanReader()
                .read(Path.of("..", "test-plans", "hardware.yaml")).scenarios().stream()
                        .filter(s -> s.id().equals("einj-correctable-often"))
                        .findFirst()
                        .orElseThrow();
        Verdict verdict = judge(often, log("corrected-often").replace(what, with));
        assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(outcome);
    }

    /** The log with a text replaced, behind "#" the line in which. */
    private static String changed(String what, String with) {
        return changed(log(), what, with);
    }

    private static String changed(String log, String what, String with) {
        String[] parts = what.split("#", 2);
        StringBuilder changed = new StringBuilder();
        for (String line : log.split("\n", -1)) {
            boolean here = parts.length == 1 || line.contains(parts[1]);
            changed.append(here ? line.replace(parts[0], with) : line).append('\n');
        }
        assertThat(changed.toString()).as("the change changes something").isNotEqualTo(log + "\n");
        return changed.toString();
    }

    private static Verdict judge(String log, String expectation) {
        Scenario scenario = new PlanReader()
                .parse(PLAN.formatted(expectation), "standing")
                .scenarios()
                .get(0);
        return judge(scenario, log);
    }

    private static Verdict judge(Scenario scenario, String log) {
        try {
            return Judge.judge(
                    scenario, ConsoleLogs.read(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String log() {
        return log("two-processes");
    }

    private static String log(String name) {
        try (InputStream in = StandingRulesTest.class.getResourceAsStream("/standing/" + name + ".log")) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
