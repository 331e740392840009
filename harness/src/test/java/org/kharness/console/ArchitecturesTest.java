/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How less common architectures, old kernels and symbolisers print what x86-64 does; lines end at semicolons. */
class ArchitecturesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // sparc64
                "kernel BUG at fs/widget.c:12!;              \"@'/ .. \\`@\";"
                        + "                 \\__U_/;cog(77): Kernel bad sw trap 5 [#1];CPU: 0 PID: 77 Comm: cog Not tainted 6.16.0 #1;"
                        + "TSTATE: 0000004411001603 TPC: 000000000075eda8 TNPC: 000000000075edac Y: 00000000    Not tainted;"
                        + "TPC: <widget_poke+0x408/0x480>;g0: 0000000000000000 g1: 0000000000000001;RPC: <widget_poke+0x400/0x480>;"
                        + "I7: <widget_tick+0x104/0x160>;Call Trace:;[<0000000000934a0c>] widget_tick+0x8c/0x1a0;"
                        + "Caller[0000000000934a0c]: widget_tick+0x8c/0x1a0;Instruction DUMP:;"
                        + "|BUG|kernel BUG in widget_poke",
                "Unable to handle kernel NULL pointer dereference;tsk->{mm,active_mm}->context = 0000000000000123;"
                        + "cog(77): Oops [#1];CPU: 0 PID: 77 Comm: cog Not tainted 6.6.0 #1;TPC: <widget_poke+0x14/0x20>;"
                        + "Caller[0000000000934a0c]: widget_tick+0x8c/0x1a0"
                        + "|NULL_POINTER|BUG: unable to handle kernel NULL pointer dereference in widget_poke",
                // parisc
                "Kernel Fault: Code=26 (Data memory access rights trap) at addr 0000002c;CPU: 0 PID: 77 Comm: cog Not tainted 6.0.0 #1;"
                        + "Hardware name: 9000/778/B160L;     YZrvWESTHLNXBCVMcbcbcbcbOGFRQPDI;PSW: 00000000000001001011111100001111 Not tainted;"
                        + "r00-03  0004bf0f 1183d400 10b83400 1183d440;sr00-03  00000000 00000000;IASQ: 00000000 00000000 IAOQ: 10411bcc 10411bd0;"
                        + " IAOQ[0]: widget_poke+0x30/0x48; IAOQ[1]: widget_poke+0x34/0x48; RP(r2): widget_tick+0x10/0x20;Backtrace:;"
                        + " [<10706804>] widget_tick+0x138/0x23c"
                        + "|PAGING_REQUEST|BUG: unable to handle kernel paging request in widget_poke",
                // alpha
                "Unable to handle kernel paging request at virtual address 0000000000000008;CPU 0;cog(77): Oops 0;"
                        + "pc = [<fffffc0000a12340>]  ra = [<fffffc0000a12300>]  ps = 0000    Not tainted;"
                        + "pc is at widget_poke+0x20/0x80;ra is at widget_tick+0x44/0x90;v0 = 0000000000000000  t0 = 0000000000000001;"
                        + "Trace:;[<fffffc0000a12340>] widget_tick+0x44/0x90"
                        + "|PAGING_REQUEST|BUG: unable to handle kernel paging request in widget_poke",
                // m68k
                "Unable to handle kernel NULL pointer dereference at virtual address 00000004;Oops: 00000000;"
                        + "PC: [<0003ab4c>] widget_poke+0x1e/0x3c;SR: 2000  SP: 0123abcd  a2: 0123abcd;d0: 00000000    d1: 00000001;"
                        + "Process cog (pid: 77, task=0123abcd);Frame format=7 eff addr=00000004;"
                        + "Call Trace: [<0003ab00>] widget_tick+0x0/0x20; [<0003ac00>] widget_tock+0x10/0x20"
                        + "|NULL_POINTER|BUG: unable to handle kernel NULL pointer dereference in widget_poke",
                // mips
                "Reserved instruction in kernel code[#1]:;CPU: 0 PID: 77 Comm: cog Not tainted 5.4.0 #1;$ 0   : 00000000 00000001;"
                        + "epc   : 8003ab3c widget_poke+0x4/0xc;ra    : 80036f64 widget_tick+0x14/0xbc;Call Trace:;[<8003ab3c>] widget_poke+0x4/0xc"
                        + "|OOPS|reserved instruction in widget_poke",
                "do_cpu invoked from kernel context![#1]:;CPU: 0 PID: 77 Comm: cog Not tainted 5.4.0 #1;"
                        + "epc   : 8003ab3c widget_poke+0x4/0xc;Call Trace:;[<8003ab3c>] widget_poke+0x4/0xc"
                        + "|OOPS|do_cpu invoked from kernel context! in widget_poke",
                // s390
                "fixpoint divide exception: 0009 ilc:2 [#1] SMP;CPU: 10 PID: 77 Comm: cog Not tainted 6.8.0 #1;"
                        + "Krnl PSW : 0404c00180000000 00000000b6426b78 (widget_poke+0x40/0xd0);           R:0 T:1 IO:0 EX:0 Key:0;"
                        + "Krnl GPRS: 0000000000000001 0000000000000002;Krnl Code: 00000000b6426b6c: a7f40001;Call Trace:;"
                        + " [<00000000b6426b78>] widget_poke+0x40/0xd0;Last Breaking-Event-Address:; [<00000000b6426b00>] widget_tick+0x0/0x10"
                        + "|DIVIDE_ERROR|fixpoint divide exception in widget_poke",
                "monitor event: 0040 ilc:2 [#1] SMP;CPU: 0 PID: 77 Comm: cog Not tainted 6.8.0 #1;"
                        + "Krnl PSW : 0404c00180000000 00000000b6426b78 (widget_poke+0x40/0xd0);Call Trace:; [<00000000b6426b78>] widget_poke+0x40/0xd0"
                        + "|OOPS|monitor event in widget_poke",
                // arm64 with control flow integrity
                "CFI failure at widget_poke+0x2c/0x44 (target: widget_tick+0x0/0x1c; expected type: 0x7e0c52a);"
                        + "Internal error: Oops - CFI: 00000000f2008228 [#1] SMP;CPU: 0 PID: 77 Comm: cog Not tainted 6.6.0 #1;"
                        + "pc : widget_poke+0x2c/0x44;lr : widget_tock+0x1/0x2;Call trace:; widget_poke+0x2c/0x44; widget_tock+0x1/0x2"
                        + "|BUG|CFI failure in widget_poke",
                // riscv
                "Oops - load address misaligned [#1];CPU: 0 PID: 77 Comm: cog Not tainted 6.6.0 #1;"
                        + "epc : widget_poke+0x1a/0x2c; ra : widget_tick+0x44/0x60;epc : ffffffff80008000 ra : ffffffff80009000 sp : ff8f80;"
                        + "status: 0000000200000120 badaddr: 0000000000000001 cause: 0000000000000004;[<ffffffff80008000>] widget_poke+0x1a/0x2c"
                        + "|OOPS|Oops in widget_poke",
                // klogd on 2.4, which decodes each line by itself
                "Unable to handle kernel NULL pointer dereference at virtual address 00000000; printing eip:;c0146610;*pde = 00000000;"
                        + "Oops: 0000;CPU:    0;EIP:    0010:[widget_poke+201/428];EFLAGS: 00010202;"
                        + "eax: 00000008   ebx: cda5e220;Process cog (pid: 77, stackpage=cb5db000);Stack: cfcbc060 c2ff7b2c;"
                        + "Call Trace: [widget_tick+101/132] [widget_tock+76/136] [sys_newstat+19/100];Code: 8b 50 04 85 d2"
                        + "|NULL_POINTER|BUG: unable to handle kernel NULL pointer dereference in widget_poke",
                // x86-64 of 2.6.18, with the module in front
                "general protection fault: 0000 [1] SMP;CPU 0;Pid: 77, comm: cog Not tainted 2.6.18 #1;"
                        + "RIP: 0010:[<ffffffff8850724e>]  [<ffffffff8850724e>] :widget:widget_poke+0x1d/0x8f;Process cog (pid: 77);Call Trace:;"
                        + " [<ffffffff884e3970>] :widget:widget_tick+0x0/0x4d0"
                        + "|GENERAL_PROTECTION|general protection fault in widget_poke",
                // scripts/decode_stacktrace.sh
                "kernel BUG at fs/widget.c:12!;Oops: invalid opcode: 0000 [#1] PREEMPT SMP;CPU: 0 UID: 0 PID: 77 Comm: cog Not tainted 6.14.0 #1;"
                        + "EIP: widget_poke (fs/widget.c:12) ;Call Trace:;widget_tick (fs/widget.c:99 (discriminator 3)) ;"
                        + "? widget_tock (include/widget.h:7 fs/widget.c:120) "
                        + "|BUG|kernel BUG in widget_poke",
                "BUG: kernel NULL pointer dereference, address: 0000000000000008;Oops: Oops: 0000 [#1] SMP;"
                        + "RIP: 0010:widget_poke (fs/widget.c:12 include/widget.h:3) widget;Call Trace:; <TASK>;"
                        + "? __die_body (arch/x86/kernel/dumpstack.c:421);widget_tick (fs/widget.c:99) widget"
                        + "|NULL_POINTER|BUG: unable to handle kernel NULL pointer dereference in widget_poke",
                // syzbot's symboliser: what was inlined does not name the report
                "WARNING: fs/widget.c:7 at widget_check fs/widget.c:7 [inline], CPU#1: cog/77;"
                        + "WARNING: fs/widget.c:7 at widget_poke+0x405/0x550 fs/widget.c:99, CPU#1: cog/77;Modules linked in:;"
                        + "CPU: 1 UID: 0 PID: 77 Comm: cog Not tainted 7.0.0 #1;RIP: 0010:widget_check fs/widget.c:7 [inline];"
                        + "RIP: 0010:widget_poke+0x405/0x550 fs/widget.c:99;Call Trace:; <TASK>; widget_tick fs/widget.c:120 [inline];"
                        + " widget_tock+0x1/0x2 fs/widget.c:130|WARNING|WARNING in widget_poke",
            })
    void namesTheFunction(String log, ReportType type, String title) throws IOException {
        List<KernelReport> reports =
                ConsoleReaderTest.read(log.replace(';', '\n') + "\n").reports();

        assertThat(reports).extracting(KernelReport::title).containsExactly(title);
        assertThat(reports.get(0).type()).isEqualTo(type);
        assertThat(reports.get(0).function()).isEqualTo("widget_poke");
        assertThat(reports.get(0).frames()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "> > [   12.345678] hello|12.345678|hello",
                " kernel:[   12.345678] hello|12.345678|hello",
                "Jun 18 20:37:40 kernel: hello|NaN|hello",
                "[  +0.000123] hello|0.000123|hello",
                "[   12.345678 <    0.000012>] hello|12.345678|hello",
                "[Nov24 06:00] hello|NaN|hello",
                "[   12.345678] box kernel: hello|12.345678|hello",
                "2026-11-24T06:00:10.154535  kern  :emerg : [   12.345678] hello|12.345678|hello",
                "2026-11-24T06:00:10.154535  kern  :emerg : hello|NaN|hello",
                "00: [   12.345678] hello|12.345678|hello",
                "[   12.345678] c1   1042 hello|12.345678|hello",
            })
    void takesOffWhatLoggersPutInFront(String raw, double time, String text) throws IOException {
        ConsoleLine line = ConsoleReaderTest.read(raw + "\n").lines().get(0);

        assertThat(line.text()).isEqualTo(text);
        assertThat(Double.valueOf(line.time())).isEqualTo(Double.valueOf(time));
    }
}
