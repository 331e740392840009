/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of report, by its first lines as kernels from 2.6 to 7.x print them, and lines that only look like one. */
class ReportKindsTest {
    /** What follows the first line of a report on x86-64. */
    private static final String BODY = """
            CPU: 1 UID: 0 PID: 77 Comm: cog Not tainted 6.12.0 #1
            RIP: 0010:widget_poke+0x5/0x20
            Call Trace:
             <TASK>
             widget_poke+0x5/0x20
             widget_tick+0x1/0x2
             do_syscall_64+0x1/0x2
             </TASK>
            """;

    private static final String IN = " in widget_poke";

    /**
     * A report and how it is to be read.
     *
     * @param first its first lines; a trace through widget_poke follows
     * @param type its kind
     * @param title its title
     */
    record Case(String first, ReportType type, String title) {
        @Override
        public String toString() {
            return first.lines().findFirst().orElse("");
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("Kernel panic - not syncing: stuck", ReportType.PANIC, "kernel panic: stuck"),
                new Case("Oops: 0002 [#1] SMP", ReportType.OOPS, "Oops" + IN),
                new Case("Oops: Oops: 0002 [#1] SMP KASAN NOPTI", ReportType.OOPS, "Oops" + IN),
                new Case("segment not present: 0018 [#1] SMP", ReportType.OOPS, "segment not present" + IN),
                new Case("Oops: invalid opcode: 0000 [#1] SMP", ReportType.OOPS, "invalid opcode" + IN),
                new Case(
                        "BUG: kernel NULL pointer dereference, address: 0000000000000008",
                        ReportType.NULL_POINTER,
                        "BUG: unable to handle kernel NULL pointer dereference" + IN),
                new Case(
                        "BUG: unable to handle page fault for address: ffffb123456789ab",
                        ReportType.PAGING_REQUEST,
                        "BUG: unable to handle kernel paging request" + IN),
                new Case(
                        "Unable to handle kernel paging request at virtual address dead000000000108",
                        ReportType.PAGING_REQUEST,
                        "BUG: unable to handle kernel paging request" + IN),
                new Case(
                        "Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP",
                        ReportType.GENERAL_PROTECTION,
                        "general protection fault" + IN),
                new Case("Oops: divide error: 0000 [#1] SMP", ReportType.DIVIDE_ERROR, "divide error" + IN),
                new Case("stack segment: 0000 [#1] SMP", ReportType.STACK_SEGMENT, "stack segment fault" + IN),
                new Case(
                        "traps: PANIC: double fault, error_code: 0x0",
                        ReportType.DOUBLE_FAULT,
                        "PANIC: double fault" + IN),
                new Case(
                        "BUG: TASK stack guard page was hit at 00000000abcdef01 (stack is 0000000012345678..0000000023456789)",
                        ReportType.STACK_OVERFLOW,
                        "BUG: stack guard page was hit in widget_tick"),
                new Case(
                        "------------[ cut here ]------------\nkernel BUG at fs/widget.c:12!",
                        ReportType.BUG,
                        "kernel BUG" + IN),
                new Case(
                        "CFI failure at widget_poke+0x5/0x20 (target: widget_tick+0x0/0x70; expected type: 0x8651b1de)",
                        ReportType.BUG,
                        "CFI failure" + IN),
                new Case(
                        "------------[ cut here ]------------\nWARNING: CPU: 1 PID: 77 at fs/widget.c:12 widget_poke+0x5/0x20",
                        ReportType.WARNING,
                        "WARNING" + IN),
                new Case(
                        "------------[ cut here ]------------\nWARNING: fs/widget.c:12 at widget_poke+0x5/0x20, CPU#1: cog/77",
                        ReportType.WARNING,
                        "WARNING" + IN),
                new Case(
                        "------------[ cut here ]------------\n"
                                + "WARNING: [!list_empty(&w->l)] fs/widget.c:12 at widget_poke+0x5/0x20, CPU#1: cog/77",
                        ReportType.WARNING,
                        "WARNING" + IN),
                new Case(
                        "BUG: KASAN: slab-use-after-free in widget_poke+0x5/0x20\nRead of size 8 at addr ffff888012345678 by task cog/77",
                        ReportType.KASAN,
                        "KASAN: slab-use-after-free Read" + IN),
                new Case(
                        "BUG: KFENCE: use-after-free read in widget_poke+0x5/0x20",
                        ReportType.KFENCE,
                        "KFENCE: use-after-free read" + IN),
                new Case(
                        "BUG: KCSAN: data-race in widget_poke / widget_tick",
                        ReportType.KCSAN,
                        "KCSAN: data-race in widget_poke / widget_tick"),
                new Case(
                        "BUG: KMSAN: uninit-value in widget_poke+0x5/0x20",
                        ReportType.KMSAN,
                        "KMSAN: uninit-value" + IN),
                new Case(
                        "UBSAN: array-index-out-of-bounds in fs/widget.c:12:3\nindex 7 is out of range for type 'int [4]'",
                        ReportType.UBSAN,
                        "UBSAN: array-index-out-of-bounds" + IN),
                new Case(
                        "unreferenced object 0xffff888012345678 (size 64):\n  comm \"cog\", pid 77, jiffies 4294937220\n"
                                + "  backtrace (crc 12345678):\n    kmalloc_trace+0x1/0x2\n    widget_poke+0x5/0x20",
                        ReportType.KMEMLEAK,
                        "memory leak" + IN),
                new Case(
                        "WARNING: possible circular locking dependency detected\n6.12.0 #1 Not tainted\ncog/77 is trying to"
                                + " acquire lock:\nffff888012345678 (&w->lock){+.+.}-{3:3}, at: widget_poke+0x5/0x20",
                        ReportType.DEADLOCK,
                        "possible deadlock" + IN),
                new Case(
                        "WARNING: possible recursive locking detected\ncog/77 is trying to acquire lock:\n"
                                + "ffff888012345678 (&w->lock){+.+.}-{3:3}, at: widget_poke+0x5/0x20",
                        ReportType.LOCK_RECURSION,
                        "possible deadlock" + IN),
                new Case(
                        "WARNING: inconsistent lock state\ncog/77 [HC0[0]:SC0[0]:HE1:SE1] takes:\n"
                                + "ffff888012345678 (&w->lock){+.?.}-{2:2}, at: widget_poke+0x5/0x20",
                        ReportType.LOCK_STATE,
                        "inconsistent lock state" + IN),
                new Case(
                        "WARNING: bad unlock balance detected!\ncog/77 is trying to release lock (&w->lock) at:\n"
                                + "widget_poke+0x5/0x20",
                        ReportType.LOCKING,
                        "WARNING: bad unlock balance" + IN),
                new Case(
                        "WARNING: suspicious RCU usage\n6.12.0 #1 Not tainted\nfs/widget.c:12 suspicious rcu_dereference_check() usage!",
                        ReportType.SUSPICIOUS_RCU,
                        "WARNING: suspicious RCU usage" + IN),
                new Case(
                        "INFO: task cog:77 blocked for more than 120 seconds.",
                        ReportType.HUNG_TASK,
                        "INFO: task hung" + IN),
                new Case(
                        "watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [cog:77]",
                        ReportType.SOFT_LOCKUP,
                        "BUG: soft lockup in widget_tick"),
                new Case(
                        "watchdog: CPU1: Watchdog detected hard LOCKUP on cpu 1",
                        ReportType.HARD_LOCKUP,
                        "BUG: hard lockup in widget_tick"),
                new Case(
                        "BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 31s!",
                        ReportType.WORKQUEUE_LOCKUP,
                        "BUG: workqueue lockup"),
                new Case(
                        "rcu: INFO: rcu_preempt self-detected stall on CPU\nrcu: \t1-....: (99 ticks this GP) idle=1/1/0x4",
                        ReportType.RCU_STALL,
                        "INFO: rcu detected stall in widget_tick"),
                new Case(
                        "rcu: INFO: rcu_sched detected stalls on CPUs/tasks:\nrcu: \t1-...!: (0 ticks this GP)",
                        ReportType.RCU_STALL,
                        "INFO: rcu detected stall in widget_tick"),
                new Case(
                        "rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 1-.... } 77 jiffies s: 9 root: 0x2/.",
                        ReportType.RCU_STALL,
                        "INFO: rcu detected stall in widget_tick"),
                new Case(
                        "BUG: scheduling while atomic: cog/77/0x00000002",
                        ReportType.SCHEDULING_WHILE_ATOMIC,
                        "BUG: scheduling while atomic" + IN),
                new Case(
                        "BUG: sleeping function called from invalid context at fs/widget.c:12",
                        ReportType.SLEEPING_IN_ATOMIC,
                        "BUG: sleeping function called from invalid context" + IN),
                new Case(
                        "list_del corruption. next->prev should be ffff888012345678, but was dead000000000122\n"
                                + "------------[ cut here ]------------\nkernel BUG at lib/list_debug.c:62!",
                        ReportType.LIST_CORRUPTION,
                        "BUG: corrupted list" + IN),
                new Case(
                        "------------[ cut here ]------------\nrefcount_t: underflow; use-after-free.\n"
                                + "WARNING: CPU: 1 PID: 77 at lib/refcount.c:28 refcount_warn_saturate+0x1/0x2",
                        ReportType.REFCOUNT,
                        "WARNING: refcount bug" + IN),
                new Case(
                        "BUG: Bad page state in process cog  pfn:12345",
                        ReportType.BAD_PAGE,
                        "BUG: Bad page state" + IN),
                new Case(
                        "BUG kmalloc-64 (Not tainted): Redzone overwritten",
                        ReportType.SLAB_CORRUPTION,
                        "BUG: Redzone overwritten" + IN),
                new Case(
                        "cog invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0",
                        ReportType.OUT_OF_MEMORY,
                        "out of memory"),
                new Case(
                        "cog: page allocation failure: order:9, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null)",
                        ReportType.ALLOCATION_FAILURE,
                        "page allocation failure" + IN),
                new Case(
                        "mce: [Hardware Error]: CPU 1: Machine Check Exception: 5 Bank 4: b200000000100402",
                        ReportType.MACHINE_CHECK,
                        "machine check exception"),
                new Case(
                        "Kernel panic - not syncing: Fatal machine check",
                        ReportType.MACHINE_CHECK,
                        "machine check exception"),
                new Case(
                        "XFS (pmem0): Metadata corruption detected at widget_poke+0x5/0x20 [xfs], xfs_agf block 0x1",
                        ReportType.FS_CORRUPTION,
                        "XFS metadata corruption" + IN + " (pmem0)"),
                new Case(
                        "EXT4-fs error (device vda1): widget_poke:1234: inode #2: comm cog: bad entry in directory",
                        ReportType.FS_CORRUPTION,
                        "EXT4-fs error" + IN + " (vda1)"),
                new Case("FAT-fs (sda1): error, corrupted directory", ReportType.FS_CORRUPTION, "FAT-fs error (sda1)"),
                new Case(
                        "UBIFS error (ubi0:0 pid 7): widget_poke: bad node",
                        ReportType.FS_CORRUPTION,
                        "UBIFS error in widget_poke (ubi0:0)"),
                new Case("GFS2: fsid=a:b.0: fatal: bad inode", ReportType.FS_SHUTDOWN, "GFS2 fatal error (a:b.0)"),
                new Case("irq 17: nobody cared (try the option)", ReportType.WARNING, "irq NUM: nobody cared" + IN),
                new Case(
                        "bad: scheduling from the idle thread!",
                        ReportType.SCHEDULING_WHILE_ATOMIC,
                        "bad: scheduling from the idle thread" + IN),
                new Case(
                        "pagealloc: memory corruption",
                        ReportType.SLAB_CORRUPTION,
                        "pagealloc: memory corruption" + IN),
                new Case(
                        "Unrecoverable exception 700 at c000000000017050 (msr=9000000000021031)",
                        ReportType.OOPS,
                        "Unrecoverable exception" + IN),
                new Case(
                        "BUG: workqueue leaked atomic, lock or RCU: kworker/u8:4[77]",
                        ReportType.LOCKING,
                        "BUG: workqueue leaked lock or atomic" + IN),
                new Case(
                        "XFS (pmem0): Log I/O Error (0x2) detected at xlog_ioend_work+0x1/0x2. Shutting down filesystem.",
                        ReportType.FS_SHUTDOWN,
                        "XFS shutdown in xlog_ioend_work (pmem0)"),
                new Case(
                        "EXT4-fs (vda1): Remounting filesystem read-only",
                        ReportType.FS_SHUTDOWN,
                        "filesystem remounted read-only (vda1)"),
                new Case(
                        "I/O error, dev pmem0, sector 8 op 0x0:(READ) flags 0x0",
                        ReportType.IO_ERROR,
                        "I/O error (pmem0)"),
                new Case(
                        "Buffer I/O error on dev vda, logical block 1, async page read",
                        ReportType.IO_ERROR,
                        "I/O error (vda)"),
                new Case(
                        "blk_update_request: critical medium error, dev sda, sector 8 op 0x0:(READ) flags 0x0",
                        ReportType.IO_ERROR,
                        "I/O error (sda)"),
                new Case("nvme nvme0: I/O 12 QID 3 timeout, aborting", ReportType.DEVICE_ERROR, "I/O timeout (nvme0)"),
                new Case(
                        "Kernel panic - not syncing: No working init found.  Try passing init= option to kernel.",
                        ReportType.BOOT_FAILURE,
                        "kernel panic: No working init found"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isKnown(Case expected) throws IOException {
        List<KernelReport> reports =
                ConsoleReaderTest.read(expected.first + "\n" + BODY).reports();

        assertThat(reports).extracting(KernelReport::type).containsExactly(expected.type);
        assertThat(reports).extracting(KernelReport::title).containsExactly(expected.title);
    }

    /** The same with the prefixes of printk.time and caller ids, which make it another line. */
    @ParameterizedTest
    @MethodSource("cases")
    void isKnownByTimeAndCaller(Case expected) throws IOException {
        String log = (expected.first + "\n" + BODY)
                .lines()
                .map(line -> "<4>[   12.345678][   T77] " + line + "\n")
                .collect(Collectors.joining());

        assertThat(ConsoleReaderTest.read(log).reports())
                .extracting(KernelReport::title)
                .containsExactly(expected.title);
    }

    @Test
    void everyKindHasACase() {
        Set<ReportType> seen = cases().stream().map(Case::type).collect(Collectors.toSet());
        // What is told by what is missing is in ReportFormatsTest, what hardware does in HardwareTest.
        Set<ReportType> elsewhere = EnumSet.of(
                ReportType.SILENT_RESET, ReportType.SILENCE, ReportType.HARDWARE_ERROR, ReportType.MEMORY_FAILURE);

        assertThat(Arrays.stream(ReportType.values()).filter(t -> !elsewhere.contains(t)))
                .allMatch(seen::contains);
    }

    static Stream<String> harmless() {
        return Stream.of(
                "Booting kernel: `Debug-Flags' invalid for parameter `oops'",
                "Kernel command line: panic=-1 oops=panic softlockup_panic=1 hung_task_panic=1",
                "mce: CPU supports 10 MCE banks",
                "mce: [Hardware Error]: Machine check events logged",
                "EXT4-fs (vda1): mounted filesystem 01234567-89ab-cdef-0123-456789abcdef r/w with ordered data mode. Quota mode: none.",
                "XFS (pmem0): Mounting V5 Filesystem 01234567-89ab-cdef-0123-456789abcdef",
                "XFS (pmem0): Unmounting Filesystem 01234567-89ab-cdef-0123-456789abcdef",
                "XFS (pmem0): Ending clean mount",
                "kmemleak: Kernel memory leak detector initialized (mem pool available: 15679)",
                "kmemleak: Automatic memory scanning thread started",
                "kasan: KernelAddressSanitizer initialized (generic)",
                "KernelAddressSanitizer initialized",
                "kfence: initialized - using 2097152 bytes for 255 objects at 0x(____ptrval____)-0x(____ptrval____)",
                "kcsan: enabled early",
                "rcu: \tRCU CPU stall warnings timeout set to 60 (rcu_cpu_stall_timeout).",
                "rcu: Adjusting geometry for rcu_fanout_leaf=16, nr_cpu_ids=2",
                "Lock dependency validator: Copyright (c) 2006 Red Hat, Inc., Ingo Molnar",
                "lockdep: fixing up alternatives.",
                "NMI watchdog: Enabled. Permanently consumes one hw-PMU counter.",
                "watchdog: Delayed init of the lockup detector failed: -19",
                "pstore: Using crash dump compression: deflate",
                "ERST: Error Record Serialization Table (ERST) support is initialized.",
                "HEST: Table parsing has been initialized.",
                "EDAC MC: Ver: 3.0.0",
                "Spectre V2 : WARNING: Unprivileged eBPF is enabled with eIBRS on, data leaks possible via Spectre v2 BHB attacks!",
                "ACPI: \\_SB_.PCI0: _OSC: platform retains control of PCIe features (AE_ERROR)",
                "ACPI BIOS Error (bug): Could not resolve symbol [\\_SB.PCI0], AE_NOT_FOUND (20220331/psargs-330)",
                "ata1.00: supports DRM functions and may not be fully accessible",
                "Memory failure: 0x12345: recovery action for dax page: Recovered",
                "systemd[1]: Listening on Process Core Dump Socket.",
                "test 3: panic recovery ... ok",
                "random: crng init done",
                "Run /init as init process");
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void isNoReport(String line) throws IOException {
        String log = "[    0.000000] Linux version 6.12.0\n[    1.000000] Run /init as init process\n[    2.000000] "
                + line + "\n[    3.000000] done\n";

        assertThat(ConsoleReaderTest.read(log).reports()).isEmpty();
    }
}
