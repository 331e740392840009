/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes of reports that our own x86-64 guests do not print: other architectures, old kernels, torn logs. */
class ReportFormatsTest {
    @Test
    void arm64Oops() throws IOException {
        KernelReport report = only("""
                [   21.000001] Unable to handle kernel NULL pointer dereference at virtual address 0000000000000010
                [   21.000002] Mem abort info:
                [   21.000003]   ESR = 0x0000000096000004
                [   21.000004]   EC = 0x25: DABT (current EL), IL = 32 bits
                [   21.000005] Data abort info:
                [   21.000006]   ISV = 0, ISS = 0x00000004
                [   21.000007] user pgtable: 4k pages, 48-bit VAs, pgdp=0000000041234000
                [   21.000008] [0000000000000010] pgd=0000000000000000, p4d=0000000000000000
                [   21.000009] Internal error: Oops: 0000000096000004 [#1] PREEMPT SMP
                [   21.000010] Modules linked in: widget(O)
                [   21.000011] CPU: 3 PID: 412 Comm: spin up Tainted: G           O       6.1.0 #7
                [   21.000012] Hardware name: Board (DT)
                [   21.000013] pstate: 60000005 (nZCv daif -PAN -UAO -TCO -DIT -SSBS BTYPE=--)
                [   21.000014] pc : widget_poke+0x24/0x90 [widget]
                [   21.000015] lr : widget_ioctl+0x70/0x110 [widget]
                [   21.000016] sp : ffff80000b3abd40
                [   21.000017] x29: ffff80000b3abd40 x28: ffff000004f28000 x27: 0000000000000000
                [   21.000018] Call trace:
                [   21.000019]  widget_poke+0x24/0x90 [widget]
                [   21.000020]  widget_ioctl+0x70/0x110 [widget]
                [   21.000021]  __arm64_sys_ioctl+0xa8/0xf0
                [   21.000022] Code: aa0003f3 d2800014 f9400800 b4000080 (f9400000)
                [   21.000023] ---[ end trace 0000000000000000 ]---
                """);

        assertThat(report.type()).isEqualTo(ReportType.NULL_POINTER);
        assertThat(report.title()).isEqualTo("BUG: unable to handle kernel NULL pointer dereference in widget_poke");
        assertThat(report.task()).isEqualTo("spin up/412");
        assertThat(report.cpu()).isEqualTo(3);
        assertThat(report.taint()).isEqualTo("G           O");
        assertThat(report.frames()).hasSize(3);
        assertThat(report.frames().get(0).module()).isEqualTo("widget");
        assertThat(report.lastLine()).isEqualTo(23);
        assertThat(report.damaged()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // arm
                "Unable to handle kernel paging request at virtual address 12005456;pgd = 80004000;[12005456] *pgd=00000000;"
                        + "Internal error: Oops: 805 [#1] ARM;CPU: 0 PID: 6 Comm: cog Not tainted 4.10.5 #1;PC is at widget_poke+0xa0/0x158;"
                        + "LR is at kfree+0x44/0x50;pc : [<8015295c>]    lr : [<801a41e4>]    psr: 80000093;"
                        + "[<8015295c>] (widget_poke) from [<8010e97c>] (widget_tick+0x10/0x20)"
                        + "|PAGING_REQUEST|BUG: unable to handle kernel paging request in widget_poke",
                // mips
                "CPU 0 Unable to handle kernel paging request at virtual address fffffff0, epc == 8003ab3c, ra == 80036f64;Oops[#2]:;"
                        + "CPU: 0 PID: 172 Comm: cog Not tainted 3.18.29 #6;$ 0   : 00000000 00000001;epc   : 8003ab3c widget_poke+0x4/0xc;"
                        + "ra    : 80036f64 widget_tick+0x14/0xbc;Status: 1100e402        KERNEL EXL;Call Trace:;[<8003ab3c>] widget_poke+0x4/0xc"
                        + "|PAGING_REQUEST|BUG: unable to handle kernel paging request in widget_poke",
                // powerpc
                "BUG: Kernel NULL pointer dereference on read at 0x00000000;Faulting instruction address: 0xc000000000353484;"
                        + "Oops: Kernel access of bad area, sig: 11 [#1];LE PAGE_SIZE=64K MMU=Radix SMP NR_CPUS=2048 NUMA PowerNV;"
                        + "CPU: 24 PID: 3409 Comm: cog Not tainted 5.10.0 #36;NIP:  c000000000353484 LR: c00000000033720c CTR: c00000000032d280;"
                        + "NIP [c000000000353484] widget_poke+0x18/0xf0;LR [c000000000159748] widget_tick+0x4a8/0x5f0;Call Trace:;"
                        + "[c000003fdc18bc80] [c000000000159400] widget_tick+0x160/0x5f0 (unreliable)"
                        + "|NULL_POINTER|BUG: unable to handle kernel NULL pointer dereference in widget_poke",
                // s390
                "Unable to handle kernel pointer dereference in virtual kernel address space;Failing address: 0000000000000000 TEID: 0000000000000483;"
                        + "Fault in home space mode while using kernel ASCE.;Oops: 0004 ilc:2 [#1] SMP;CPU: 1 PID: 3323 Comm: cog Not tainted 5.4.0 #1;"
                        + "Krnl PSW : 0704f00180000000 00000000001067ae (widget_poke+0x1e/0x20);Call Trace:; [<00000000001067ae>] widget_poke+0x1e/0x20"
                        + "|PAGING_REQUEST|BUG: unable to handle kernel paging request in widget_poke",
                // riscv
                "Unable to handle kernel access to user memory without uaccess routines at virtual address 0000000000000012;Oops [#1];"
                        + "CPU: 0 PID: 1 Comm: cog Not tainted 5.18.0 #1;epc : widget_poke+0x1a/0x2c; ra : widget_tick+0x44/0x60;"
                        + "epc : ffffffff80008000 ra : ffffffff80009000 sp : ffff8f80;[<ffffffff80008000>] widget_poke+0x1a/0x2c"
                        + "|PAGING_REQUEST|BUG: unable to handle kernel access to user memory in widget_poke",
                // loongarch
                "CPU 8 Unable to handle kernel paging request at virtual address ffff8000020ec000, era == 9000000003bf3bec, ra == 9000000002a032dc;"
                        + "Oops[#1]:;CPU: 8 PID: 1 Comm: cog Not tainted 6.12.0 #1;   ra: 9000000002a032dc widget_tick+0x6e4/0x1aa0;"
                        + "  ERA: 9000000003bf3bec widget_poke+0x18/0x138;Call Trace:;[<9000000003bf3bec>] widget_poke+0x18/0x138"
                        + "|PAGING_REQUEST|BUG: unable to handle kernel paging request in widget_poke",
                // x86-32 of 2.6
                "BUG: unable to handle kernel NULL pointer dereference at 00000004;IP: [<c0412345>] widget_poke+0x5/0x20;*pde = 00000000;"
                        + "Oops: 0000 [#1] SMP;last sysfs file: /sys/class/net/lo/operstate;Pid: 1234, comm: cog Not tainted (2.6.32 #1);"
                        + "EIP: 0060:[<c0412345>] EFLAGS: 00010246 CPU: 0;EIP is at widget_poke+0x5/0x20;Call Trace:; [<c0412400>] ? widget_tick+0x10/0x20"
                        + "|NULL_POINTER|BUG: unable to handle kernel NULL pointer dereference in widget_poke",
                // 2.6 warning
                "------------[ cut here ]------------;WARNING: at fs/widget.c:12 widget_poke+0x5/0x20();Hardware name: Box;"
                        + "Pid: 1234, comm: cog Tainted: G        W  2.6.32 #1;Call Trace:; [<ffffffff81000000>] warn_slowpath_common+0x80/0xc0;"
                        + " [<ffffffff81000010>] widget_poke+0x5/0x20;---[ end trace 0123456789abcdef ]---|WARNING|WARNING in widget_poke",
                // 6.18 and later
                "------------[ cut here ]------------;WARNING: fs/widget.c:12 at widget_poke+0x5/0x20, CPU#1: cog/77;Modules linked in:;"
                        + "CPU: 1 UID: 0 PID: 77 Comm: cog Not tainted 7.2.0 #1 PREEMPT(lazy);RIP: 0010:widget_poke+0x5/0x20;Call Trace:; <TASK>;"
                        + " widget_tick+0x1/0x2; </TASK>;---[ end trace 0000000000000000 ]---|WARNING|WARNING in widget_poke",
                "Oops: general protection fault, probably for non-canonical address 0xdffffc0000000000: 0000 [#1] SMP KASAN PTI;"
                        + "CPU: 1 UID: 0 PID: 77 Comm: cog Not tainted 6.12.0 #1;RIP: 0010:widget_poke+0x5/0x20;Call Trace:; widget_tick+0x1/0x2"
                        + "|GENERAL_PROTECTION|general protection fault in widget_poke",
                "divide error: 0000 [#1] SMP;CPU: 1 PID: 77 Comm: cog Not tainted 6.1.0 #1;RIP: 0010:widget_poke+0x5/0x20;Call Trace:;"
                        + " widget_tick+0x1/0x2|DIVIDE_ERROR|divide error in widget_poke",
                "stack segment: 0000 [#1] SMP;CPU: 1 PID: 77 Comm: cog Not tainted 6.1.0 #1;RIP: 0010:widget_poke+0x5/0x20;Call Trace:;"
                        + " widget_tick+0x1/0x2|STACK_SEGMENT|stack segment fault in widget_poke",
            })
    void otherArchitecturesAndKernels(String log, ReportType type, String title) throws IOException {
        KernelReport report = only(log.replace(';', '\n') + "\n");

        assertThat(report.title()).isEqualTo(title);
        assertThat(report.type()).isEqualTo(type);
        assertThat(report.function()).isEqualTo("widget_poke");
        assertThat(report.task()).startsWith("cog/");
    }

    @Test
    void twoCpusAtATimeAreToldApartByCaller() throws IOException {
        List<KernelReport> reports = ConsoleReaderTest.read("""
                        [    5.000000][   T11] ------------[ cut here ]------------
                        [    5.000001][   T22] BUG: scheduling while atomic: two/22/0x00000002
                        [    5.000002][   T11] WARNING: CPU: 0 PID: 11 at fs/one.c:1 one_poke+0x1/0x2
                        [    5.000003][   T22] CPU: 1 PID: 22 Comm: two Not tainted 6.1.0 #1
                        [    5.000004][   T11] CPU: 0 PID: 11 Comm: one Not tainted 6.1.0 #1
                        [    5.000005][   T22] Call Trace:
                        [    5.000006][   T11] RIP: 0010:one_poke+0x1/0x2
                        [    5.000007][   T22]  two_poke+0x1/0x2
                        [    5.000008][   T11] Call Trace:
                        [    5.000009][   T22]  two_tick+0x1/0x2
                        [    5.000010][   T11]  one_tick+0x1/0x2
                        [    5.000011][   T11] ---[ end trace 0000000000000000 ]---
                        """).reports();

        assertThat(reports)
                .extracting(KernelReport::title)
                .containsExactly("WARNING in one_poke", "BUG: scheduling while atomic in two_poke");
        assertThat(reports.get(0).frames())
                .extracting(KernelReport.Frame::function)
                .containsExactly("one_tick");
        assertThat(reports.get(1).frames())
                .extracting(KernelReport.Frame::function)
                .containsExactly("two_poke", "two_tick");
        assertThat(reports).noneMatch(KernelReport::damaged);
    }

    @Test
    void anInterruptedReportIsDamagedButNotLost() throws IOException {
        List<KernelReport> reports = ConsoleReaderTest.read("""
                        [    5.000000] WARNING: CPU: 0 PID: 11 at fs/one.c:1 one_poke+0x1/0x2
                        [    5.000001] Modules linked in:
                        [    5.000002] WARNING: CPU: 1 PID: 22 at fs/two.c:2 two_poke+0x1/0x2
                        [    5.000003] CPU: 0 PID: 11 Comm: one Not tainted 6.1.0 #1
                        [    5.000004] CPU: 1 PID: 22 Comm: two Not tainted 6.1.0 #1
                        [    5.000005] RIP: 0010:two_poke+0x1/0x2
                        [    5.000006] Call Trace:
                        [    5.000007]  two_tick+0x1/0x2
                        [    5.000008] ---[ end trace 0000000000000000 ]---
                        [    5.000009] Call Trace:
                        [    5.000010]  one_tick+0x1/0x2
                        [    5.000011] ---[ end trace 0000000000000000 ]---
                        """).reports();

        assertThat(reports)
                .extracting(KernelReport::title, KernelReport::task)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("WARNING in one_poke", "one/11"),
                        org.assertj.core.api.Assertions.tuple("WARNING in two_poke", "two/22"));
        assertThat(reports.get(0).frames())
                .extracting(KernelReport.Frame::function)
                .containsExactly("one_tick");
        assertThat(reports).allMatch(KernelReport::damaged);
    }

    @ParameterizedTest
    @CsvSource({
        "foo.isra.0,foo",
        "foo.constprop.0.isra.12,foo",
        "foo.part.3.cold,foo",
        "foo.cold.75,foo",
        "foo.llvm.1234567890,foo",
        "foo.cfi_jt,foo",
        "foo,foo",
    })
    void aSignatureIsTheSameForEveryBuild(String printed, String bare) {
        assertThat(Signature.bare(printed)).isEqualTo(bare);
    }

    @Test
    void aTruncatedReportIsDamaged() throws IOException {
        KernelReport report = only("""
                [    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000010
                [    1.000001] #PF: supervisor read access in kernel mode
                """);

        assertThat(report.type()).isEqualTo(ReportType.NULL_POINTER);
        assertThat(report.damaged()).isTrue();
    }

    @Test
    void aPanicOverAReportMakesItFatalAndIsNoReportOfItsOwn() throws IOException {
        KernelReport report = only("""
                [    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000010
                [    1.000001] CPU: 0 PID: 1 Comm: cog Not tainted 6.1.0 #1
                [    1.000002] RIP: 0010:widget_poke+0x5/0x20
                [    1.000003] Call Trace:
                [    1.000004]  widget_tick+0x1/0x2
                [    1.000005] ---[ end trace 0000000000000000 ]---
                [    1.000006] Kernel panic - not syncing: Fatal exception
                [    1.000007] Kernel Offset: disabled
                [    1.000008] ---[ end Kernel panic - not syncing: Fatal exception ]---
                """);

        assertThat(report.fatal()).isTrue();
        assertThat(report.type()).isEqualTo(ReportType.NULL_POINTER);
        assertThat(report.lastLine()).isEqualTo(9);
    }

    @Test
    void aMachineThatStartsAnewWithoutAWordIsASilentReset() throws IOException {
        String boot = """
                [    0.000000] Linux version 6.1.0
                [    1.000000] Run /init as init process
                """;

        KernelReport report = only(boot + boot.replace("1.000000", "1.000003"));

        assertThat(report.type()).isEqualTo(ReportType.SILENT_RESET);
        assertThat(report.firstLine()).isEqualTo(3);
    }

    /** A port that ACPI finds after the legacy probe becomes a console anew and is shown the log from its beginning. */
    @Test
    void aLogThatIsShownTwiceIsNoReset() throws IOException {
        String boot = """
                [    0.000000] Linux version 6.1.0
                [    0.000000] Command line: console=ttyS0
                [    0.153609] printk: console [ttyS0] enabled
                [    1.756219] Serial: 8250/16550 driver, 2 ports, IRQ sharing disabled
                """;

        assertThat(ConsoleReaderTest.read(boot + boot + "[    2.100000] Run /init as init process\n")
                        .reports())
                .isEmpty();
        assertThat(only(boot + boot + boot.replace(".", ".1")).firstLine()).isEqualTo(9);
    }

    @Test
    void aBootThatEndsBeforeInitIsABootFailure() throws IOException {
        assertThat(only("[    0.000000] Linux version 6.1.0\n[    0.500000] pci 0000:00:00.0\n")
                        .type())
                .isEqualTo(ReportType.BOOT_FAILURE);
    }

    @Test
    void firmwareAloneIsSilence() throws IOException {
        assertThat(only("SeaBIOS (version 1.16.2-1)\n\nBooting from ROM..\n").type())
                .isEqualTo(ReportType.SILENCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SeaBIOS (version 1.16.2);Decompressing Linux... Parsing ELF... done.;Booting the kernel.|boot: no kernel output after the decompressor",
                "U-Boot 2024.01;## Flattened Device Tree blob at 83000000;Starting kernel ...|boot: no kernel output after the decompressor",
                "[  500.720639] EFER = 0x0000000000000d01;SeaBIOS (version 1.8.2);Booting the kernel.;[    0.000000] Linux version 6.1.0;"
                        + "[    1.000000] Run /init as init process|unexpected kernel reboot",
                "[    5.000000] WARNING: kernel stack regs at         (ptrval) in cog:77 has bad 'bp' value         (ptrval)|WARNING: kernel stack regs has bad 'bp' value",
                "[    5.000000] WARNING: kernel stack frame pointer at ffff8801ad9af7d0 in cog/1:77 has bad value 00000000aabbccdd|WARNING: kernel stack frame pointer has bad value",
                "[    5.000000] PANIC at widget.c:1234:widget_poke();[    5.000000] Showing stack for process 77|PANIC in widget_poke",
                "[    5.000000] trusty: panic (caller 0xffffffffe0002314): failed(-5) to start app 6|trusty: panic: failed(-NUM) to start app NUM",
                "[    5.000000] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(8,1)"
                        + "|kernel panic: VFS: Unable to mount root fs on unknown-block(8,1)",
                "cpu 0x1: Vector: 300 (Data Access) at [c00000003ddafc50];    pc: c00000000007308c: widget_poke+0x11c/0x320;"
                        + "    lr: c000000000999760: widget_tick+0x30/0x70;    sp: c00000003ddafed0;   msr: 9000000000009033;   dar: 10;  current = 0xc000000001234000;"
                        + "    pid   = 77, comm = cog;enter ? for help|BUG: unable to handle kernel paging request in widget_poke",
            })
    void whatIsToldByFewLines(String log, String title) throws IOException {
        assertThat(only(log.replace(';', '\n') + "\n").title()).isEqualTo(title);
    }

    /** A bug report quotes the first line of the kernel; an excerpt goes on much later. Neither is a boot that hangs. */
    @ParameterizedTest
    @CsvSource({
        "'Linux version 6.1.0-18-amd64 (a@b) #1 SMP;[  500.000000] usb 1-1: USB disconnect;'",
        "'[    0.000000] Linux version 6.1.0;[ 5000.000000] usb 1-1: USB disconnect;'",
        "'usb 1-1: USB disconnect;'",
    })
    void aFragmentThatNeverWasABootLogIsNone(String log) throws IOException {
        assertThat(ConsoleReaderTest.read(log.replace(';', '\n')).reports()).isEmpty();
    }

    @Test
    void reportsComeInTheOrderInWhichTheyBegin() throws IOException {
        List<Integer> order = new java.util.ArrayList<>();
        new ConsoleReader(new ConsoleListener() {
                    @Override
                    public void report(KernelReport report) {
                        order.add(report.firstLine());
                    }

                    @Override
                    public void hardware(HardwareEvent event) {
                        order.add(event.firstLine());
                    }
                })
                .read(new java.io.ByteArrayInputStream("""
                        [    1.000000] BUG: KASAN: use-after-free in widget_poke+0x1/0x2
                        [    1.000001] I/O error, dev sda, sector 8
                        [    1.000002] Memory failure: 0x1: recovery action for dax page: Recovered
                        [    1.000003] XFS (sdb): User initiated shutdown received. Shutting down filesystem
                        [    1.000004] Call Trace:
                        [    1.000005]  widget_poke+0x1/0x2
                        [    1.000006] ==================================================================
                        """.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(order).containsExactly(1, 2, 3, 4);
    }

    private static KernelReport only(String log) throws IOException {
        List<KernelReport> reports = ConsoleReaderTest.read(log).reports();
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }
}
