/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs as people hand them on: quoted, indented, folded and with whatever collected them before each line. */
class PastedLogsTest {
    private static final List<String> REPORT = List.of(
            "------------[ cut here ]------------",
            "WARNING: CPU: 2 PID: 77 at fs/widget.c:12 widget_poke+0x5/0x20 [widget]",
            "Modules linked in: widget(O) cog",
            "CPU: 2 PID: 77 Comm: cog Tainted: G           O      6.1.0 #1",
            "RIP: 0010:widget_poke+0x5/0x20 [widget]",
            "Call Trace:",
            " <TASK>",
            " widget_tick+0x1/0x20",
            " ? widget_guess+0x1/0x20",
            " do_syscall_64+0x1/0x2",
            " </TASK>",
            "---[ end trace 0000000000000000 ]---");

    /**
     * A way of handing on.
     *
     * @param name what it is
     * @param change what it makes of a line
     */
    record Way(String name, UnaryOperator<String> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("as it is", s -> s),
                new Way("indented", s -> "    " + s),
                new Way("indented with time", s -> "    [   12.345678] " + s),
                new Way("quoted", s -> "> " + s),
                new Way("quoted twice", s -> ">> " + s),
                new Way("quoted by turns", s -> "> | " + s),
                new Way("quoted and indented", s -> ">>    " + s),
                new Way("quoted with time", s -> ">>> [   12.345678] " + s),
                new Way("quoted with time and caller", s -> "> >[   12.345678][   T77] " + s),
                new Way("unbreakable blanks", s -> "[\u00a0\u00a0 12.345678]\u00a0 " + s.replace("  ", "\u00a0 ")),
                new Way("real-time kernel", s -> "[   12.345678] 002: " + s),
                new Way("z/VM console", s -> "00: [   12.345678] " + s),
                new Way("netconsole", s -> "4,918,12345678,-;" + s),
                new Way("netconsole with caller", s -> "4,918,12345678,-,caller=T77;" + s),
                new Way("syslog", s -> "Jan  2 03:04:05 host kernel: " + s),
                new Way("syslog of today", s -> "<4>1 2026-11-24T06:00:00+00:00 host kernel - - -  " + s),
                new Way("ISO date", s -> "2026-11-24T06:00:00.123456+01:00 host kernel: [   12.345678] " + s),
                new Way("minicom", s -> "[06:00:00.123] [   12.345678] " + s),
                new Way("LAVA", s -> "06:00:00.123456  <4>[   12.345678] " + s),
                new Way("journalctl -o short-precise", s -> "Apr 15 13:58:08.000037 box kernel: " + s),
                new Way("journalctl -o short-full", s -> "Mon 2024-04-15 13:58:08 CEST box kernel: " + s),
                new Way("journalctl -o short-unix", s -> "1713182288.000037 box kernel: " + s),
                new Way("journalctl -o short-monotonic", s -> "[   12.345678] box kernel: " + s),
                new Way(
                        "journalctl -o json",
                        s ->
                                "{\"_TRANSPORT\":\"kernel\",\"PRIORITY\":\"4\",\"_SOURCE_MONOTONIC_TIMESTAMP\":\"12345678\",\"MESSAGE\":\""
                                        + s.replace("\"", "\\\"")
                                        + "\"}"),
                new Way("dmesg --json", s -> "         \"msg\": \"" + s.replace("\"", "\\\"") + "\""),
                new Way("netconsole with release", s -> "6.12.7,4,918,12345678,-;" + s),
                new Way("netconsole with release and caller", s -> "6.12.7-arch1-1,4,918,12345678,-,caller=T77;" + s),
                new Way("dmesg -T", s -> "[Mon Apr 15 13:58:08 2024] " + s),
                new Way("dmesg -d", s -> "[   12.345678 <    0.000037>] " + s),
                new Way("dmesg -d -T", s -> "[Mon Apr 15 13:58:08 2024 <    0.000037>] " + s),
                new Way("dmesg --time-format=delta", s -> "[<    0.000037>] " + s),
                new Way("dmesg -x -T", s -> "kern  :warn  : [Mon Apr 15 13:58:08 2024] " + s),
                new Way("logcat", s -> "04-15 13:58:08.000     0     0 E kernel  : " + s),
                new Way("logcat with user", s -> "04-15 13:58:08.000  root     0     0 W kernel  : " + s),
                new Way("logcat -v time", s -> "04-15 13:58:08.000 E/kernel  (    0): " + s),
                new Way("logcat -v brief", s -> "E/kernel  (    0): " + s),
                new Way("Samsung", s -> "<1>[   12.345678]  [3:            cog:   77] " + s),
                new Way("Samsung in an interrupt", s -> "[   12.345678] I[3:            cog:   77] " + s),
                new Way("Qualcomm", s -> "[   12.345678] [3:            cog:   77] " + s),
                new Way("MediaTek", s -> "<4>[   12.345678] -(3)[77:cog]" + s),
                new Way("HiSilicon", s -> "<4>[   12.345678s][pid:77,cpu3,cog]" + s),
                new Way("LG", s -> "[   12.345678 / 04-15 13:58:08.000] " + s),
                new Way("Amlogic", s -> "[   12.345678@3] " + s),
                new Way("a doubled time", s -> "[   12.345678] [   12.345678] " + s),
                new Way("a doubled time with level", s -> "[   12.345678] <4>[   12.345678] " + s),
                new Way("a doubled time and caller", s -> "[   12.345678][   12.345679][   T77] " + s),
                new Way(
                        "LAVA results",
                        s -> "- {\"dt\": \"2026-11-24T06:00:00.1\", \"lvl\": \"target\", \"msg\": \"[   12.345678] "
                                + s.replace("\"", "\\\"")
                                + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void areReadAsTheLogItself(Way way) throws IOException {
        KernelReport report = only(REPORT.stream().map(way.change));

        assertThat(report.title()).isEqualTo("WARNING in widget_poke");
        assertThat(report.place()).isEqualTo("fs/widget.c:12");
        assertThat(report.task()).isEqualTo("cog/77");
        assertThat(report.cpu()).isEqualTo(2);
        assertThat(report.taint()).isEqualTo("G           O");
        assertThat(report.frames())
                .extracting(f -> (f.reliable() ? "" : "?") + f.function())
                .containsExactly("widget_tick", "?widget_guess", "do_syscall_64");
        assertThat(report.firstLine()).isEqualTo(1);
        assertThat(report.lastLine()).isEqualTo(REPORT.size());
        assertThat(report.damaged()).isFalse();
    }

    /** KASAN marks the row of the bad address so; it is no quoting. */
    @Test
    void aMarkWithoutABlankBelongsToTheLine() throws IOException {
        assertThat(ConsoleReaderTest.read(">ffff888012345678: fa fb 00\n").lines())
                .extracting(ConsoleLine::text)
                .containsExactly(">ffff888012345678: fa fb 00");
    }

    @Test
    void framesThatWereFoldedAfterTheAddressesAreOne() throws IOException {
        KernelReport report = only(Stream.of(
                "[    1.000000][    T7] kernel BUG at fs/widget.c:12!",
                "[    1.000000][    T7] CPU: 4 PID: 7 Comm: cog Not tainted 6.12.0-",
                "rc1 #1",
                "[    1.000000][    T7] NIP [c00000000007308c] widget_poke+0x11c/0x320",
                "[    1.000000][    T7] Call Trace:",
                "[    1.000000][    T7] [c00000003ddafc50] [c000000000999760]",
                "widget_guess+0x30/0x70 (unreliable)",
                "[    1.000000][    T7] [c00000003ddafcd0] [c00000000103d924]",
                "widget_tick+0x4bc/0xb7c",
                "[    1.000000][    T7] ---[ end trace 0000000000000000 ]---"));

        assertThat(report.title()).isEqualTo("kernel BUG in widget_poke");
        assertThat(report.task()).isEqualTo("cog/7");
        assertThat(report.frames())
                .extracting(f -> (f.reliable() ? "" : "?") + f.function())
                .containsExactly("?widget_guess", "widget_tick");
        assertThat(report.damaged()).isFalse();
    }

    @Test
    void aListOfModulesMayTakeManyLines() throws IOException {
        KernelReport report = only(Stream.of(
                        List.of("BUG: soft lockup - CPU#1 stuck for 26s! [cog:77]", "Modules linked in: alpha beta(O)"),
                        java.util.Collections.nCopies(12, "gamma delta_2 epsilon(OE) zeta"),
                        List.of(
                                "CPU: 1 PID: 77 Comm: cog Not tainted 6.1.0 #1",
                                "RIP: 0010:widget_poke+0x5/0x20",
                                "Call Trace:",
                                " widget_tick+0x1/0x20",
                                " process_one_work+0x1/0x20"))
                .flatMap(List::stream));

        assertThat(report.title()).isEqualTo("BUG: soft lockup in widget_tick");
        assertThat(report.lastLine()).isEqualTo(19);
    }

    @Test
    void thePanicsLastLineIsNoOtherPanic() throws IOException {
        KernelReport report = only(
                Stream.of(
                        "[    1.000000] Kernel panic - not syncing: VFS: Unable to mount root fs on \"/dev/ram0\"",
                        "[    1.000000] CPU: 1 PID: 1 Comm: swapper/0 Not tainted 6.12.0 #1",
                        "[    1.000000] Call Trace:",
                        "[    1.000000]  mount_root+0x1/0x20",
                        "[    1.000000] ---[ end Kernel panic - not syncing: VFS: Unable to mount root fs on \"/dev/ram0\" ]---"));

        assertThat(report.type()).isEqualTo(ReportType.BOOT_FAILURE);
        assertThat(report.lastLine()).isEqualTo(5);
    }

    /** A pager marks a line that goes on beyond the terminal's edge; it must not be taken for the line's end. */
    @Test
    void aLineThatAPagerCutIsTruncated() throws IOException {
        KernelReport report = only(Stream.of(
                "Apr 15 13:58:08 box kernel: BUG: kernel NULL pointer dereference, address: 00>",
                "Apr 15 13:58:08 box kernel: CPU: 3 PID: 77 Comm: cog Tainted: G        W     >",
                "Apr 15 13:58:08 box kernel: RIP: 0010:widget_poke+0x1b/0x350",
                "Apr 15 13:58:08 box kernel: Call Trace:",
                "Apr 15 13:58:08 box kernel:  <TASK>",
                "Apr 15 13:58:08 box kernel:  widget_tick+0x1/0x20",
                "Apr 15 13:58:08 box kernel:  </TASK>",
                "Apr 15 13:58:08 box kernel: Modules linked in: xfs widget gadget gizmo dongle>",
                "Apr 15 13:58:08 box kernel: ---[ end trace 0000000000000000 ]---"));

        assertThat(report.title()).isEqualTo("BUG: unable to handle kernel NULL pointer dereference in widget_poke");
        assertThat(report.task()).isEqualTo("cog/77");
        assertThat(report.taint()).isEqualTo("G        W");
        assertThat(report.damaged()).isTrue();
    }

    private static KernelReport only(Stream<String> lines) throws IOException {
        List<KernelReport> reports = ConsoleReaderTest.read(lines.collect(Collectors.joining("\n", "", "\n")))
                .reports();

        assertThat(reports).hasSize(1);
        return reports.get(0);
    }
}
