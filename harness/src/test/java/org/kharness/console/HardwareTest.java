/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.console.HardwareEvent.Kind;

class HardwareTest {
    /** The examples of the tables in Intel's and AMD's manuals. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bd80000000100134|false|recoverable|data cache, level 0, data read",
                "bd80000000100134|false|recoverable|action required (SRAR)",
                "bd000000000000c0|false|recoverable|memory controller, scrubbing, channel 0",
                "bd00000000000179|false|recoverable|generic cache, level 1, eviction",
                "8c00004000010092|false|corrected|memory controller, read, channel 2",
                "cc0000800001009f|false|corrected|overflow; 2 times",
                "be00000000800400|false|fatal|internal timer; processor context corrupt",
                "b200000000000005|false|fatal|internal parity",
                "be0000000005110a|false|fatal|generic cache, level 2, error",
                "9000004000010005|false|corrected|internal parity",
                "8000000000000014|false|corrected|data TLB, level 0",
                "8000000000000e0b|false|corrected|I/O error",
                "be00000000000e0f|false|fatal|bus or interconnect, generic, error, other transaction, generic level",
                "b200000000000b0f|false|fatal|bus or interconnect, local processor responded, timed out, error, other transaction, generic level",
                "8000000000000290|false|corrected|memory used as cache, read, channel 0",
                "9c2040000000011b|true|corrected|generic cache, generic level, read",
                "bc0008000000011b|true|recoverable|poison consumed",
                "9c00100000000135|true|deferred|data cache, level 1, data read",
            })
    void decodesMachineChecks(String status, boolean amd, String severity, String words) {
        MachineCheckStatus decoded = new MachineCheckStatus(Long.parseUnsignedLong(status, 16), amd);

        assertThat(decoded.severity()).isEqualTo(severity);
        assertThat(decoded.words()).contains(words);
    }

    /** What memory-failure.c says, by pfn and task; what the kernel could not do is a report too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Memory failure: 0x1f5e3b: recovery action for dirty LRU page: Recovered|MEMORY_FAILURE|Recovered|0x1f5e3b||",
                "Memory failure: 0x2f0e3b: recovery action for free buddy page: Ignored|MEMORY_FAILURE|Ignored|0x2f0e3b||memory failure: recovery action for free buddy page: Ignored",
                "Memory failure: 0x4a0200: recovery action for dax page: Failed|MEMORY_FAILURE|Failed|0x4a0200||memory failure: recovery action for dax page: Failed",
                "Memory failure: 0x1f5e3b: recovery action for huge page: Delayed|MEMORY_FAILURE|Delayed|0x1f5e3b||",
                "Memory failure: 0x1f5e3b: Sending SIGBUS to cog tick:4021 due to hardware memory corruption|SIGBUS||0x1f5e3b|cog tick/4021|",
                "MCE 0x1f5e3b: Killing cog:4021 due to hardware memory corruption|SIGBUS||0x1f5e3b|cog/4021|",
                "MCE 0x1f5e3b: dirty LRU page recovery: Recovered|MEMORY_FAILURE|Recovered|0x1f5e3b||",
                "Memory failure: 0x1f5e3b: already hardware poisoned|MEMORY_FAILURE||0x1f5e3b||",
                "mce: Uncorrected hardware memory error in user-access at 1f5e3b4c0|MACHINE_CHECK|recoverable|0x1f5e3b||",
                "EDAC MC0: 1 CE memory read error on CPU_SrcID#0_MC#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x1f5e3b offset:0x4c0 grain:32)|EDAC|corrected|0x1f5e3b||",
                "EDAC MC1: 1 UE memory scrubbing error on DIMM_B1 (channel:1 page:0x1f5e3b)|EDAC|uncorrected|0x1f5e3b||hardware error: uncorrected memory error (MC1)",
                "pcieport 0000:00:1c.0: PCIe Bus Error: severity=Corrected, type=Physical Layer, (Receiver ID)|PCIE|corrected|||",
                "pcieport 0000:3b:00.0: AER: PCIe Bus Error: severity=Uncorrected (Fatal), type=Transaction Layer, (Requester ID)|PCIE|fatal|||hardware error: uncorrected PCIe bus error (0000:3b:00.0)",
                "Soft offlining page 0x1f5e3b at 0x7f0000001000|MEMORY_FAILURE||0x1f5e3b||",
            })
    void listsWhatHardwareDid(String line, Kind kind, String severity, String pfn, String task, String report)
            throws IOException {
        Found found = read("[    1.000000] " + line + "\n");

        assertThat(found.events)
                .extracting(HardwareEvent::kind, HardwareEvent::severity, HardwareEvent::pfn, HardwareEvent::task)
                .containsExactly(tuple(kind, or(severity), or(pfn), or(task)));
        assertThat(found.reports)
                .extracting(KernelReport::title)
                .isEqualTo(report == null ? List.of() : List.of(report));
        assertThat(found.reports).noneMatch(KernelReport::complaint);
    }

    @Test
    void aFirmwareRecordIsOneReport() throws IOException {
        Found found = read("""
                [    3.000000] {2}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 4
                [    3.000001] {2}[Hardware Error]: It has been corrected by h/w and requires no further action
                [    3.000002] {2}[Hardware Error]: event severity: recoverable
                [    3.000003] usb 1-1: USB disconnect, device number 4
                [    3.000004] {2}[Hardware Error]:  Error 0, type: recoverable
                [    3.000005] {2}[Hardware Error]:   section_type: memory error
                [    3.000006] {2}[Hardware Error]:   physical_address: 0x0000001f5e3b4c0
                [    3.000007] {2}[Hardware Error]:   error_type: 3, multi-bit ECC
                [    3.000008] {2}[Hardware Error]:   DIMM location: P1_DIMM_B1
                [    4.000000] done
                """);

        assertThat(found.events)
                .extracting(
                        HardwareEvent::kind,
                        HardwareEvent::severity,
                        HardwareEvent::what,
                        HardwareEvent::pfn,
                        HardwareEvent::device,
                        HardwareEvent::lastLine)
                .containsExactly(tuple(
                        Kind.FIRMWARE, "recoverable", "memory error, multi-bit ECC", "0x1f5e3b", "P1_DIMM_B1", 9));
        assertThat(found.reports)
                .extracting(KernelReport::title, KernelReport::firstLine, KernelReport::lastLine)
                .containsExactly(tuple("hardware error: recoverable memory error, multi-bit ECC (P1_DIMM_B1)", 1, 9));
    }

    @Test
    void aFatalMachineCheckIsAComplaintAndAnEvent() throws IOException {
        Found found = read("""
                [  812.400001] mce: [Hardware Error]: CPU 3: Machine Check Exception: 5 Bank 1: bd80000000100134
                [  812.400002] mce: [Hardware Error]: RIP 10:<ffffffff81a2b3c4> {widget_copy+0x4/0x10}
                [  812.400003] mce: [Hardware Error]: TSC 2f1b3a4c5d6e ADDR 1f5e3b000 MISC 8c
                [  812.400004] mce: [Hardware Error]: PROCESSOR 0:50657 TIME 1700000000 SOCKET 0 APIC 6
                [  812.400005] mce: [Hardware Error]: Machine check: Data load in unrecoverable area of kernel
                [  812.400006] Kernel panic - not syncing: Fatal local machine check
                """);

        assertThat(found.reports)
                .extracting(KernelReport::type, KernelReport::fatal, KernelReport::complaint)
                .containsExactly(tuple(ReportType.MACHINE_CHECK, true, true));
        HardwareEvent event = found.events.get(0);
        assertThat(event.cpu()).isEqualTo(3);
        assertThat(event.bank()).isEqualTo(1);
        assertThat(event.status()).isEqualTo("0xbd80000000100134");
        assertThat(event.address()).isEqualTo("0x1f5e3b000");
        assertThat(event.what())
                .contains("machine check exception", "data cache", "Data load in unrecoverable area of kernel");
    }

    @Test
    void amdsLinesMakeOneEvent() throws IOException {
        Found found = read("""
                [    5.000000] [Hardware Error]: Corrected error, no action required.
                [    5.000001] [Hardware Error]: CPU:2 (17:31:0) MC17_STATUS[Over|CE|MiscV|AddrV|-|-|SyndV|UECC|-|-]: 0xdc2040000000011b
                [    5.000002] [Hardware Error]: Error Addr: 0x0000000123456780
                [    5.000003] [Hardware Error]: Unified Memory Controller Ext. Error Code: 0, DRAM ECC error.
                [    5.000004] [Hardware Error]: cache level: L3/GEN, tx: GEN, mem-tx: RD
                """);

        assertThat(found.events)
                .extracting(HardwareEvent::cpu, HardwareEvent::bank, HardwareEvent::severity, HardwareEvent::pfn)
                .containsExactly(tuple(2, 17, "corrected", "0x123456"));
        assertThat(found.events.get(0).what()).contains("Corrected error", "DRAM ECC error");
        assertThat(found.reports).isEmpty();
    }

    /** A scenario that poisons must not fail over what it asked for. */
    @Test
    void evidenceIsNoComplaintOfAScenario() throws IOException {
        ConsoleLog log = ConsoleReaderTest.read(
                "[    1.000000] Memory failure: 0x4a0200: recovery action for dax page: Failed\n");

        assertThat(log.reports()).isEmpty();
        assertThat(log.hardware()).hasSize(1);
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }

    /** What a listener that wants no lines is told. */
    private record Found(List<HardwareEvent> events, List<KernelReport> reports) {}

    private static Found read(String text) throws IOException {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        new ConsoleReader(new ConsoleListener() {
                    @Override
                    public boolean wantsLines() {
                        return false;
                    }

                    @Override
                    public void hardware(HardwareEvent event) {
                        found.events.add(event);
                    }

                    @Override
                    public void report(KernelReport report) {
                        found.reports.add(report);
                    }
                })
                .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return found;
    }
}
