/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.console.ConsoleLogs;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict.Outcome;
import org.kharness.verdict.Verdict.Stage;

/** Logs that guests wrote, as they are and with one thing changed: each change must turn the verdict. */
class JudgeTest {
    private static final String TWO = "one-file-two-processes";
    private static final String MACHINE_CHECK = "machine-check";
    private static final String SUPERBLOCK = "superblock";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void passesWhatTheKernelDidRight(String id) {
        Verdict verdict = judge(id, log -> log);
        assertThat(verdict.reason()).endsWith("expectations hold");
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.stage()).isEqualTo(Stage.ENDED);
        assertThat(verdict.expected()).allMatch(line -> line.startsWith("ok: "));
        assertThat(verdict.deciding()).isNotEmpty();
    }

    static Stream<String> passesWhatTheKernelDidRight() {
        return Stream.of(TWO, MACHINE_CHECK, SUPERBLOCK);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void failsWhatIsWrong(String name, String id, UnaryOperator<String> change, Outcome outcome, String reason) {
        String changed = change.apply(log(id));
        assertThat(changed).as("the change changes something").isNotEqualTo(log(id));
        Verdict verdict = judge(id, change);
        assertThat(verdict.reason()).contains(reason);
        assertThat(verdict.outcome()).isEqualTo(outcome);
    }

    static Stream<Arguments> failsWhatIsWrong() {
        return Stream.of(
                wrong(
                        "a process was not told",
                        TWO,
                        asNote("\"ev\":\"sigbus\",\"process\":\"B\""),
                        Outcome.FAIL,
                        "SIGBUS to B: BUS_MCEERR_AO, si_addr m+0x2000, si_addr_lsb 12: no such signal"),
                wrong(
                        "a process was told that must not be",
                        TWO,
                        replace(
                                "\"ev\":\"sigbus\",\"process\":\"B\",\"tid\":56",
                                "\"ev\":\"sigbus\",\"process\":\"other\",\"tid\":57"),
                        Outcome.FAIL,
                        "SIGBUS to B"),
                wrong(
                        "the poisoner got an optional signal",
                        TWO,
                        replace("\"code\":4", "\"code\":5"),
                        Outcome.FAIL,
                        "SIGBUS to A: BUS_MCEERR_AR, si_addr m+0x2000, si_addr_lsb 12: got SIGBUS to A: BUS_MCEERR_AO"),
                wrong(
                        "si_addr is off by a page",
                        TWO,
                        replace(
                                "\"at\":8192,\"lsb\":12,\"during\":\"madvise\"",
                                "\"at\":4096,\"lsb\":12,\"during\":\"madvise\""),
                        Outcome.FAIL,
                        "got SIGBUS to A: BUS_MCEERR_AR, si_addr m+0x1000"),
                wrong(
                        "the granularity is missing",
                        TWO,
                        replace("\"lsb\":12", "\"lsb\":0"),
                        Outcome.FAIL,
                        "si_addr_lsb 0"),
                wrong(
                        "a process was killed without a word",
                        TWO,
                        replace(
                                "\"ev\":\"sigbus\",\"process\":\"B\",\"tid\":56",
                                "\"ev\":\"exit\",\"process\":\"B\",\"signal\":9,\"status\":0,\"tid\":56"),
                        Outcome.FAIL,
                        "SIGBUS to B"),
                wrong(
                        "the kernel's last word is missing",
                        TWO,
                        replace("recovery action for dax page: Recovered", "recovery action for dax page: Failed"),
                        Outcome.FAIL,
                        "recovery action for dax page: Recovered\": no such line"),
                wrong(
                        "the lines come in the wrong order",
                        TWO,
                        log -> swap(log, "Sending SIGBUS to B:56", "recovery action for dax page"),
                        Outcome.FAIL,
                        "no such line after line"),
                wrong(
                        "another frame was reported",
                        TWO,
                        replace("0x100e1a: recovery", "0x100e1b: recovery"),
                        Outcome.FAIL,
                        "0x100e1a: recovery action"),
                wrong(
                        "HardwareCorrupted did not grow",
                        TWO,
                        replace("\"corrupted_kib\":4", "\"corrupted_kib\":0"),
                        Outcome.FAIL,
                        "HardwareCorrupted grows by 1 pages: by 0 KiB"),
                wrong(
                        "the kernel warns although all else is right",
                        TWO,
                        before(
                                "\"step\":\"after\"",
                                "[    8.430000] WARNING: CPU: 0 PID: 57 at fs/dax.c:380 dax_insert_entry+0x232/0x300\n"
                                        + "[    8.430001] CPU: 0 PID: 57 Comm: B Not tainted 6.1.192 #1\n"
                                        + "[    8.430002] RIP: 0010:dax_insert_entry+0x232/0x300\n"
                                        + "[    8.430003] Call Trace:\n"
                                        + "[    8.430004]  <TASK>\n"
                                        + "[    8.430005]  dax_fault_iter+0x1/0x300\n"
                                        + "[    8.430006]  </TASK>\n"
                                        + "[    8.430007] ---[ end trace 0000000000000000 ]---\n"),
                        Outcome.FAIL,
                        "kernel complaint: WARNING in dax_insert_entry"),
                wrong(
                        "a step could not be done",
                        TWO,
                        replace(
                                "\"step\":\"s9\",\"verb\":\"to\",\"process\":\"B\",\"what\":\"touch\",\"ret\":0,\"errno\":\"0\"",
                                "\"step\":\"s9\",\"verb\":\"to\",\"process\":\"B\",\"what\":\"touch\",\"ret\":-1,\"errno\":\"ENOMEM\""),
                        Outcome.ERROR,
                        "step 9 (touch) could not be done: ENOMEM"),
                wrong(
                        "an event is torn",
                        TWO,
                        replace("\"step\":\"s9\",\"verb\"", "\"step\":\"s9"),
                        Outcome.ERROR,
                        "line 17"),
                wrong(
                        "an event got lost",
                        TWO,
                        withoutLine("\"step\":\"s9\""),
                        Outcome.ERROR,
                        "1 guest events are missing from the log"),
                wrong(
                        "the guest hung",
                        TWO,
                        log -> cutAt(log, "\"step\":\"s11w\"")
                                + "kharness: {\"ev\":\"ended\",\"how\":\"timeout\",\"seconds\":60}\n",
                        Outcome.FAIL,
                        "the guest hung: nothing for 60 s, last step done s11"),
                wrong(
                        "the guest reset",
                        TWO,
                        log -> cutAt(log, "\"step\":\"s11w\"") + "kharness: {\"ev\":\"ended\",\"how\":\"exit\"}\n",
                        Outcome.FAIL,
                        "reset without a word"),
                wrong(
                        "QEMU died",
                        TWO,
                        log -> cutAt(log, "\"step\":\"s11w\"")
                                + "kharness: {\"ev\":\"ended\",\"how\":\"signal\",\"signal\":7}\n",
                        Outcome.ERROR,
                        "the guest was lost: QEMU died of signal 7, last step done s11"),
                wrong(
                        "the log was cut",
                        TWO,
                        log -> cutAt(log, "\"step\":\"s11w\""),
                        Outcome.ERROR,
                        "a log that ends in the middle"),
                wrong(
                        "the guest panicked",
                        TWO,
                        log -> cutAt(log, "\"step\":\"s11w\"")
                                + "[    8.400000] Kernel panic - not syncing: Fatal machine check\n"
                                + "[    8.400001] Kernel Offset: disabled\n"
                                + "kharness: {\"ev\":\"ended\",\"how\":\"exit\"}\n",
                        Outcome.FAIL,
                        "machine check exception"),
                wrong(
                        "no bad block was added",
                        MACHINE_CHECK,
                        replace("\"badblocks\":\"224 8\"", "\"badblocks\":\"\""),
                        Outcome.FAIL,
                        "the poisoned page is a bad block: badblocks are \"\""),
                wrong(
                        "the bad block is another one",
                        MACHINE_CHECK,
                        replace("\"badblocks\":\"224 8\"", "\"badblocks\":\"232 8\""),
                        Outcome.FAIL,
                        "the poisoned page is a bad block"),
                wrong(
                        "reading the poisoned block works",
                        MACHINE_CHECK,
                        replace("\"errno\":\"EIO\"", "\"errno\":\"0\""),
                        Outcome.FAIL,
                        "step read-poison answers EIO: answered 0"),
                wrong(
                        "the state at the end is not told",
                        TWO,
                        replace("\"ev\":\"state\"", "\"ev\":\"note\""),
                        Outcome.ERROR,
                        "could not be looked at: HardwareCorrupted grows by 1 pages"),
                wrong(
                        "QEMU does not raise the machine check",
                        MACHINE_CHECK,
                        replace(
                                "\"verb\":\"poison\",\"ret\":0,\"errno\":\"0\"",
                                "\"verb\":\"poison\",\"ret\":-1,\"errno\":\"EIO\""),
                        Outcome.ERROR,
                        "(poison) was refused by the machine, not by the kernel: EIO"),
                wrong(
                        "there was no page to poison",
                        TWO,
                        log -> log.replace("\"ev\":\"poison\"", "\"ev\":\"note\"")
                                .replace(
                                        "\"verb\":\"poison\",\"ret\":0,\"errno\":\"0\"",
                                        "\"verb\":\"poison\",\"ret\":-1,\"errno\":\"ENXIO\""),
                        Outcome.ERROR,
                        "(poison) found no page to poison: ENXIO"),
                wrong(
                        "a need was not probed",
                        SUPERBLOCK,
                        replace("path:/sys/kernel/debug/hwpoison/corrupt-pfn", "path:/elsewhere"),
                        Outcome.ERROR,
                        "the guest did not say whether it has path:/sys/kernel/debug/hwpoison/corrupt-pfn"),
                wrong(
                        "XFS does not shut down",
                        SUPERBLOCK,
                        log -> log.lines()
                                .filter(l -> !l.contains("XFS (pmem0)"))
                                .reduce("", (a, b) -> a + b + "\n"),
                        Outcome.FAIL,
                        "kernel complaint \"XFS\": there is none"));
    }

    @Test
    void skipsWithTheReasonWhenANeedIsNotMet() {
        Verdict verdict = Judge.judge(
                scenario("reflink-two-files"),
                read(log(SUPERBLOCK)
                        .replace("\"scenario\":\"superblock\"", "\"scenario\":\"reflink-two-files\"")
                        .replace(
                                "\"reflink\",\"met\":true,\"why\":\"\"",
                                "\"reflink\",\"met\":false,\"why\":\"cannot be used together\"")));
        assertThat(verdict.outcome()).isEqualTo(Outcome.SKIP);
        assertThat(verdict.reason()).isEqualTo("needs reflink: cannot be used together");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void saysWhyAGuestDidNotComeUp(String name, String log, Outcome outcome, Stage stage, String reason) {
        Verdict verdict = Judge.judge(scenario(TWO), read(log));
        assertThat(verdict.reason()).contains(reason);
        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.stage()).isEqualTo(stage);
    }

    static Stream<Arguments> saysWhyAGuestDidNotComeUp() {
        String hello = "[    2.200000] kharness: {\"n\":1,\"ev\":\"hello\",\"protocol\":1}\n";
        return Stream.of(
                Arguments.of(
                        "silence",
                        "kharness: {\"ev\":\"ended\",\"how\":\"timeout\",\"seconds\":90}\n",
                        Outcome.ERROR,
                        Stage.NO_USER_SPACE,
                        "the console stayed silent, before user space"),
                Arguments.of(
                        "QEMU died",
                        "[    1.000000] Linux version 6.1.0\n"
                                + "kharness: {\"ev\":\"ended\",\"how\":\"signal\",\"signal\":11}\n",
                        Outcome.ERROR,
                        Stage.NOT_BEGUN,
                        "the guest was lost: QEMU died of signal 11, before user space"),
                Arguments.of(
                        "panic",
                        "[    1.000000] Linux version 6.1.0\n[    2.000000] Kernel panic - not syncing: VFS: Unable to mount root fs\n"
                                + "kharness: {\"ev\":\"ended\",\"how\":\"exit\"}\n",
                        Outcome.ERROR,
                        Stage.NO_USER_SPACE,
                        "Unable to mount root fs"),
                Arguments.of(
                        "hang",
                        "[    1.000000] Linux version 6.1.0\n[    2.000000] Freeing unused memory\n"
                                + "kharness: {\"ev\":\"ended\",\"how\":\"timeout\",\"seconds\":90}\n",
                        Outcome.ERROR,
                        Stage.NO_USER_SPACE,
                        "hung: nothing for 90 s, before user space; last lines: Linux version 6.1.0 | Freeing"),
                Arguments.of(
                        "flood",
                        hello + "kharness: {\"ev\":\"ended\",\"how\":\"flood\",\"bytes\":67108864}\n",
                        Outcome.ERROR,
                        Stage.NOT_BEGUN,
                        "printed without end and was cut at 67108864 bytes, before the scenario began"),
                Arguments.of(
                        "oops while mounting",
                        hello + "[    3.000000] BUG: kernel NULL pointer dereference, address: 0000000000000008\n"
                                + "[    3.100000] Oops: 0000 [#1] SMP\n"
                                + "[    3.200000] RIP: 0010:xfs_mountfs+0x1/0x2\n"
                                + "[    3.300000] Kernel panic - not syncing: Fatal exception\n",
                        Outcome.FAIL,
                        Stage.NOT_BEGUN,
                        "xfs_mountfs"));
    }

    // ---- changes ----

    private static Arguments wrong(
            String name, String id, UnaryOperator<String> change, Outcome outcome, String reason) {
        return Arguments.of(name, id, change, outcome, reason);
    }

    static UnaryOperator<String> replace(String from, String to) {
        return log -> log.replace(from, to);
    }

    private static UnaryOperator<String> withoutLine(String part) {
        return log -> log.lines().filter(l -> !l.contains(part)).reduce("", (a, b) -> a + b + "\n");
    }

    /** Turns an event into one that nobody looks at, so that the numbering stays whole. */
    private static UnaryOperator<String> asNote(String event) {
        return log -> log.replace(event, event.replace("sigbus", "note"));
    }

    static UnaryOperator<String> before(String part, String lines) {
        return log -> log.lines().map(l -> l.contains(part) ? lines + l : l).reduce("", (a, b) -> a + b + "\n");
    }

    private static String swap(String log, String first, String second) {
        String a = line(log, first);
        String b = line(log, second);
        return log.replace(a, "\u0000").replace(b, a).replace("\u0000", b);
    }

    private static String line(String log, String part) {
        return log.lines().filter(l -> l.contains(part)).findFirst().orElseThrow();
    }

    private static String cutAt(String log, String part) {
        return log.substring(0, log.indexOf(line(log, part)));
    }

    // ---- reading ----

    private static Verdict judge(String id, UnaryOperator<String> change) {
        return Judge.judge(scenario(id), read(change.apply(log(id))));
    }

    static org.kharness.console.ConsoleLog read(String log) {
        try {
            return ConsoleLogs.read(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String log(String id) {
        try (InputStream in = JudgeTest.class.getResourceAsStream("/verdict/" + id + ".log")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scenario scenario(String id) {
        return new PlanReader()
                .read(Path.of("..", "test-plans", "smoke.yaml")).scenarios().stream()
                        .filter(s -> s.id().equals(id))
                        .findFirst()
                        .orElseThrow();
    }
}
