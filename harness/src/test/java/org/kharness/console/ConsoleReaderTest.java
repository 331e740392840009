/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[   12.345678] hello|12.345678||hello",
                "[   12.345678][  T123] hello|12.345678|T123|hello",
                "[   12.345678][    C0]  hello|12.345678|C0|' hello'",
                "<6>[   12.345678] hello|12.345678||hello",
                "<4>hello|NaN||hello",
                "[ T123] hello|NaN|T123|hello",
                "hello|NaN||hello",
                "Jan  2 03:04:05 host kernel: [   12.345678] hello|12.345678||hello",
                "[Tue Nov 24 06:00:00 2026] hello|NaN||hello",
                "kern  :warn  : [   12.345678] hello|12.345678||hello",
                "[<ffffffff81000000>] foo+0x1/0x2|NaN||[<ffffffff81000000>] foo+0x1/0x2",
            })
    void takesThePrefixOff(String raw, double time, String caller, String text) throws IOException {
        ConsoleLine line = read(raw + "\n").lines().get(0);

        assertThat(Double.valueOf(line.time())).isEqualTo(Double.valueOf(time));
        assertThat(line.caller()).isEqualTo(caller == null ? "" : caller);
        assertThat(line.text()).isEqualTo(text);
    }

    @Test
    void takesColoursAndCarriageReturnsOff() throws IOException {
        assertThat(read("\u001b[32m[    1.000000]\u001b[0m \u001b[1mhello\u001b[m\r\r\n")
                        .lines())
                .containsExactly(new ConsoleLine(1, 1.0, "", "hello"));
    }

    @Test
    void tellsALineThatTheKernelToreAsItsPieces() throws IOException {
        assertThat(read("pfn 0x1[   20.595000] Injecting\n").lines())
                .containsExactly(
                        new ConsoleLine(1, Double.NaN, "", "pfn 0x1"), new ConsoleLine(1, 20.595, "", "Injecting"));
    }

    @Test
    void keepsEventsAndKernelLinesInOrder() throws IOException {
        List<String> order = new ArrayList<>();
        new ConsoleReader(new ConsoleListener() {
                    @Override
                    public void line(ConsoleLine line) {
                        order.add("line " + line.number());
                    }

                    @Override
                    public void event(GuestEvent event) {
                        order.add("event " + event.type() + " "
                                + event.fields().path("pid").asInt());
                    }
                })
                .read(stream("a\n[    1.000000] kharness: {\"ev\":\"sigbus\",\"pid\":7}\nb\n"));

        assertThat(order).containsExactly("line 1", "line 2", "event sigbus 7", "line 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kharness: {\"ev\":\"a\"",
                "kharness: {\"ev\":\"a\"} x",
                "kharness: [1]",
                "kharness: {\"pid\":1}",
                "kharness: {\"ev\":1}",
                "kharness: {\"ev\":\"a[    1.000000] Injecting\n[    1.000001] b\"}",
            })
    void aTornEventIsDamageAndNoEvent(String line) throws IOException {
        ConsoleLog log = read("ok\n" + line + "\n");

        assertThat(log.events()).isEmpty();
        assertThat(log.damages())
                .isNotEmpty()
                .allSatisfy(d -> assertThat(d.line()).isEqualTo(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[    1.234567] kharness: {\"ev\":\"a\",\"pi[    1.234567] kharness: {\"ev\":\"a\",\"pid\":7}",
                "[    1.234567] kharness: [    1.234567] kharness: {\"ev\":\"a\",\"pid\":7}",
                "[    1.234567] khar[    1.234567] kharness: {\"ev\":\"a\",\"pid\":7}",
                "[    1.23[    1.234567] kharness: {\"ev\":\"a\",\"pid\":7}",
                "[    1.234567] kh[    1.234567] kharness: {\"ev[    1.234567] kharness: {\"ev\":\"a\",\"pid\":7}",
                "[    1.234567][   T12] kharness: {\"ev[    1.234567][   T12] kharness: {\"ev\":\"a\",\"pid\":7}",
                "[    1.234567][   T[    1.234567][   T12] kharness: {\"ev\":\"a\",\"pid\":7}",
                "kharness: {\"ev[    1.234567] kharness: {\"ev\":\"a\",\"pid\":7}",
            })
    void aRecordThatAPanicPrintsAnewBehindItsBeginningIsOne(String line) throws IOException {
        ConsoleLog log = read("ok\n" + line + "\nafter\n");

        assertThat(log.damages()).isEmpty();
        assertThat(log.events()).hasSize(1);
        GuestEvent event = log.events().get(0);
        assertThat(event.line()).isEqualTo(2);
        assertThat(event.type()).isEqualTo("a");
        assertThat(event.fields().path("pid").asInt()).isEqualTo(7);
        assertThat(log.lines()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[    1.234567] kharness: {\"ev\":\"b\"[    1.234567] kharness: {\"ev\":\"a\",\"pid\":7}",
                "[    1.234566] kharness: {\"ev\"[    1.234567] kharness: {\"ev\":\"a\",\"pid\":7}",
            })
    void twoRecordsInALineStayTorn(String line) throws IOException {
        ConsoleLog log = read("ok\n" + line + "\nafter\n");

        assertThat(log.events()).isEmpty();
        assertThat(log.damages()).hasSize(1);
    }

    @Test
    void anEventThatTheLogEndsInIsDamage() throws IOException {
        ConsoleLog log = read("kharness: {\"ev\":\"a\"}");

        assertThat(log.events()).isEmpty();
        assertThat(log.damages()).hasSize(1);
    }

    @Test
    void cutsALineAndALogAtTheirLimits() throws IOException {
        List<ConsoleLine> lines = new ArrayList<>();
        List<ConsoleLog.Damage> damages = new ArrayList<>();
        ConsoleReader reader = new ConsoleReader(
                new ConsoleListener() {
                    @Override
                    public void line(ConsoleLine line) {
                        lines.add(line);
                    }

                    @Override
                    public void damage(ConsoleLog.Damage damage) {
                        damages.add(damage);
                    }
                },
                new Limits(4, 20, 100));
        reader.read(stream("abcdefgh\nab\n" + "x\n".repeat(100)));

        assertThat(lines.get(0).text()).isEqualTo("abcd");
        assertThat(damages).extracting(ConsoleLog.Damage::line).containsExactly(1, 7);
        assertThat(lines).hasSize(6);
    }

    @Test
    void readsAWarning() throws IOException {
        ConsoleLog log = read("""
                [    3.000000] before
                [    3.100000] ------------[ cut here ]------------
                [    3.100001] WARNING: CPU: 1 PID: 77 at fs/thing.c:347 thing_insert.isra.0+0x1f/0x40
                [    3.100002] Modules linked in:
                [    3.100003] CPU: 1 PID: 77 Comm: writer Tainted: G        W          6.1.0-test #1
                [    3.100004] RIP: 0010:thing_insert.isra.0+0x1f/0x40
                [    3.100005] Call Trace:
                [    3.100006]  <TASK>
                [    3.100007]  ? show_regs+0x1/0x2
                [    3.100008]  thing_fault+0x10/0x20
                [    3.100009]  </TASK>
                [    3.100010] ---[ end trace 0000000000000000 ]---
                [    3.200000] after
                """);

        assertThat(log.reports()).hasSize(1);
        KernelReport report = log.reports().get(0);
        assertThat(report.type()).isEqualTo(ReportType.WARNING);
        assertThat(report.title()).isEqualTo("WARNING in thing_insert");
        assertThat(report.place()).isEqualTo("fs/thing.c:347");
        assertThat(report.task()).isEqualTo("writer/77");
        assertThat(report.cpu()).isEqualTo(1);
        assertThat(report.taint()).isEqualTo("G        W");
        assertThat(report.firstLine()).isEqualTo(2);
        assertThat(report.lastLine()).isEqualTo(12);
        assertThat(report.frames())
                .extracting(KernelReport.Frame::function, KernelReport.Frame::reliable)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("show_regs", false),
                        org.assertj.core.api.Assertions.tuple("thing_fault", true));
        assertThat(report.damaged()).isFalse();
        assertThat(report.fatal()).isFalse();
    }

    static ConsoleLog read(String text) throws IOException {
        return ConsoleLogs.read(stream(text));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
