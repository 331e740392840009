/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two CPUs that complain at a time: with caller ids nothing is lost; without, both reports are named and marked. */
class InterleavedReportsTest {
    private static final List<String> WARNING = List.of(
            "------------[ cut here ]------------",
            "WARNING: CPU: 0 PID: 11 at fs/one.c:1 one_poke+0x1/0x2",
            "Modules linked in:",
            "CPU: 0 UID: 0 PID: 11 Comm: one Not tainted 6.12.0 #1",
            "RIP: 0010:one_poke+0x1/0x2",
            "Call Trace:",
            " one_tick+0x1/0x2",
            " one_tock+0x1/0x2",
            "---[ end trace 0000000000000000 ]---");

    private static final List<String> OOPS = List.of(
            "BUG: kernel NULL pointer dereference, address: 000000000000001c",
            "#PF: supervisor read access in kernel mode",
            "Oops: Oops: 0000 [#1] PREEMPT SMP NOPTI",
            "CPU: 1 UID: 0 PID: 22 Comm: two Not tainted 6.12.0 #1",
            "RIP: 0010:two_poke+0x8f/0x300",
            "Code: 8b 50 08 f6 c2 01 0f 85 14 02 00 00",
            "Call Trace:",
            " two_tick+0x1/0x2",
            " two_tock+0x1/0x2",
            "---[ end trace 0000000000000000 ]---");

    /** How the lines of the two alternate: one of the first after each of the second, or in runs. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "2,1", "2,3", "3,2", "4,4"})
    void callerIdsTellThemApart(int ofOne, int ofOther) throws IOException {
        List<KernelReport> reports =
                read(alternate(marked(WARNING, "[  T11]"), marked(OOPS, "[  T22]"), ofOne, ofOther));

        assertThat(reports)
                .extracting(KernelReport::title, KernelReport::task, KernelReport::damaged)
                .containsExactlyInAnyOrder(
                        tuple("WARNING in one_poke", "one/11", false),
                        tuple("BUG: unable to handle kernel NULL pointer dereference in two_poke", "two/22", false));
        assertThat(reports)
                .allSatisfy(r -> assertThat(r.frames())
                        .extracting(f -> f.function().substring(0, 3))
                        .containsOnly(r.task().substring(0, 3)));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "2,1", "2,3", "3,2", "4,4"})
    void withoutCallerIdsBothAreNamedAndMarked(int ofOne, int ofOther) throws IOException {
        List<KernelReport> reports = read(alternate(marked(WARNING, ""), marked(OOPS, ""), ofOne, ofOther));

        assertThat(reports)
                .extracting(KernelReport::title, KernelReport::damaged)
                .containsExactlyInAnyOrder(
                        tuple("WARNING in one_poke", true),
                        tuple("BUG: unable to handle kernel NULL pointer dereference in two_poke", true));
    }

    /** A log that ends anywhere inside a report says so, and still has its name as soon as the function was printed. */
    @Test
    void aLogThatEndsInsideAReportIsMarked() throws IOException {
        for (int lines = 1; lines < OOPS.size() - 2; lines++) {
            List<KernelReport> reports = read(marked(OOPS.subList(0, lines), ""));

            assertThat(reports).as("%d lines", lines).hasSize(1);
            assertThat(reports.get(0).damaged()).as("%d lines", lines).isTrue();
            assertThat(reports.get(0).type()).isEqualTo(ReportType.NULL_POINTER);
            assertThat(reports.get(0).function()).isEqualTo(lines > 4 ? "two_poke" : "");
        }
    }

    private static List<String> marked(List<String> lines, String caller) {
        return lines.stream().map(line -> caller + " " + line).toList();
    }

    private static List<String> alternate(List<String> one, List<String> other, int ofOne, int ofOther) {
        List<String> all = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < one.size() || j < other.size()) {
            int iEnd = Math.min(one.size(), i + ofOne);
            all.addAll(one.subList(i, iEnd));
            i = iEnd;
            int jEnd = Math.min(other.size(), j + ofOther);
            all.addAll(other.subList(j, jEnd));
            j = jEnd;
        }
        return all;
    }

    private static List<KernelReport> read(List<String> lines) throws IOException {
        String log = lines.stream().map(line -> "[   22.919976]" + line + "\n").collect(Collectors.joining());
        return ConsoleReaderTest.read(log).reports();
    }
}
