/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rarer wordings, whom they name, and logs that hold no report though they look like it; lines end at semicolons. */
class OddReportsTest {
    private static final String BODY = ";CPU: 1 PID: 77 Comm: cog Not tainted 5.4.0 #1;RIP: 0010:widget_poke+0x5/0x20"
            + ";Call Trace:; widget_poke+0x5/0x20; widget_tick+0x1/0x2; do_syscall_64+0x1/0x2;";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // KASAN of 4.0 to 4.5 and its guesses
                "BUG: KASAN: use after free in widget_poke+0x5/0x20 at addr ffff8800;Read of size 8 by task cog/77"
                        + "|KASAN: use-after-free Read in widget_poke",
                "BUG: KASAN: out of bounds access in widget_poke+0x5/0x20 at addr ffff8800;Write of size 1 by task cog/77"
                        + "|KASAN: out-of-bounds Write in widget_poke",
                "BUG: KASAN: maybe wild-memory-access in widget_poke+0x5/0x20;Read of size 8 at addr 1 by task cog/77"
                        + "|KASAN: wild-memory-access Read in widget_poke",
                "[ BUG: lock held at task exit time! ]|BUG: lock held at task exit time in widget_poke",
                "WARNING: lock held at task exit time, still held|WARNING: lock held at task exit time in widget_poke",
                "kmem_cache_destroy widget: Slab cache still has objects when called from widget_exit+0x1/0x2"
                        + "|kmem_cache_destroy: Slab cache still has objects in widget_poke",
                "PANIC: early exception 0x0e IP 10:ffffffff81a00c3f error 0 cr2 0x8|PANIC: early exception in widget_poke",
                "SError Interrupt on CPU1, code 0x00000000bf000002 -- SError|SError interrupt in widget_poke",
                "Bad mode in Error handler detected on CPU1, code 0xbf000000 -- SError|bad mode in widget_poke",
                "SError Interrupt on CPU1, code 0x00000000bf000002 -- SError;Kernel panic - not syncing: Asynchronous SError Interrupt"
                        + "|kernel panic: Asynchronous SError Interrupt",
            })
    void haveATitle(String first, String title) throws IOException {
        assertThat(reports(first + BODY)).extracting(KernelReport::title).containsExactly(title);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the unwinder where it faults itself"
                        + "|BUG: unable to handle page fault for address: ffffc90001;RIP: 0010:__unwind_start+0x3e2/0x800;"
                        + "Call Trace:; __unwind_start+0x3e2/0x800; widget_poke+0x1/0x2|BUG: unable to handle kernel paging request in __unwind_start",
                "the lock that is taken, not one of those held"
                        + "|WARNING: inconsistent lock state;inconsistent {SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W} usage.;cog/77 [HC0[0]:SC1[3]:HE1:SE0] takes:;"
                        + "ffffffff8c9dd960 (widgets){+.?.}-{0:0}, at: kmem_cache_alloc_node+0x46/0x340;2 locks held by cog/77:;"
                        + " #0: ffff88806f912620 (gadgets){+.-.}-{2:2}, at: gadget_take+0x3317/0x4470;;stack backtrace:;Call Trace:;"
                        + " dump_stack+0x1/0x2; lock_acquire+0x19f/0x4d0; widget_reclaim+0x77/0x110; kmem_cache_alloc_node+0x46/0x340"
                        + "|inconsistent lock state in widget_reclaim",
                "one of those held where that is the matter"
                        + "|WARNING: cog/77 still has locks held!;1 lock held by cog/77:; #0: ffff88806f912620 (gadgets){+.-.}-{2:2}, at: gadget_take+0x7/0x40;"
                        + ";stack backtrace:;Call Trace:; dump_stack+0x1/0x2; get_signal+0x1/0x2|WARNING: still has locks held in gadget_take",
                "what printed on its way into a panic"
                        + "|WARNING: inconsistent lock state;cog/77 [HC1[1]:SC0[0]:HE0:SE1] takes:;ffffa00019b5 (logbuf){....}-{2:2}, at: vprintk_emit+0xec/0x510;"
                        + "stack backtrace:;Call trace:; _raw_spin_lock+0x90/0x120; vprintk_emit+0xec/0x510; printk_deferred+0xbc/0xf4;"
                        + " __printk_safe_flush+0x4ac/0x4e0; panic+0x4a4/0x8b8; widget_poke+0x14c/0x1b4|inconsistent lock state in widget_poke",
                "a stack that overran, with another task's words in between"
                        + "|Kernel panic - not syncing: corrupted stack end detected inside scheduler;CPU: 1 PID: 7 Comm: kworker/u4:0 Not tainted 4.20.0 #2;"
                        + "Workqueue: widgets widget_work;Call Trace:; dump_stack+0x1/0x2; panic+0x1/0x2; __schedule+0x1/0x2; retint_kernel+0x1b/0x2d;"
                        + " widget_add+0x355/0xdb0;cog invoked oom-killer: gfp_mask=0x6202c2, order=0, oom_score_adj=0; widget_map+0x1/0x2;"
                        + " widget_work+0x1/0x2; process_one_work+0xc90/0x1c40; worker_thread+0x17f/0x1390; kthread+0x35a/0x440"
                        + "|kernel panic: corrupted stack end in widget_work",
                "who asked whether a lock is held"
                        + "|rcu: INFO: rcu_sched self-detected stall on CPU;rcu: \t1-....: (2 ticks this GP) idle=1/1/0x4;NMI backtrace for cpu 1;Call Trace:; <IRQ>;"
                        + " dump_stack+0x1/0x2; rcu_sched_clock_irq+0x1/0x2; update_process_times+0x1/0x2; hrtimer_interrupt+0x1/0x2; apic_timer_interrupt+0xf/0x20;"
                        + " </IRQ>;RIP: 0010:lock_is_held_type+0x1/0x2; rcu_read_lock_held+0x9c/0xb0; widget_poke+0x1/0x2; do_syscall_64+0x1/0x2"
                        + "|INFO: rcu detected stall in widget_poke",
            })
    void blame(String name, String log, String title) throws IOException {
        assertThat(reports(log + ";").get(0).title()).as(name).isEqualTo(title);
    }

    /** Their assertion's first line is torn by the next one's time. */
    @Test
    void aFirmwaresAssertionThatIsTorn() throws IOException {
        assertThat(reports("[    1.000000] cogs: panic (caller [    1.000009] cogs: 0xffffffffe000fbb8):"
                        + " ASSERT FAILED at (cogs/lib/widget.c:12): !in_list(&cog->node);"))
                .extracting(KernelReport::title)
                .containsExactly("cogs: ASSERT FAILED: !in_list(&cog->node)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a boot loader counts milliseconds since it was started
                "[   9.494]    Booting using the fdt blob at 0x31000000;[   9.616]    Loading Device Tree to 7c980000 ... OK;"
                        + "Starting kernel ...;[    0.000000] Linux version 6.6.63;[    1.234567] Run /init as init process",
                // a system logger ends before the kernel says farewell
                "Mar 22 18:26:35 box kernel: [   99.660144] a;Mar 22 18:32:38 box kernel: [    0.000000] Linux version 6.1.0;"
                        + "Mar 22 18:32:38 box kernel: [    1.234567] Run /init as init process",
                "[    0.000000] Linux version 6.6.63;[    1.234567] Run /init as init process;[    2.000007] As EXT4-fs error, printing data in hex",
            })
    void isNoReport(String log) throws IOException {
        assertThat(reports(log + ";")).isEmpty();
    }

    @Test
    void aMachineThatStartsAnewIsToldWhereNoLoggerStandsBetween() throws IOException {
        assertThat(
                        reports(
                                "[   99.660144] a;[    0.000000] Linux version 6.1.0;[    1.234567] Run /init as init process;"))
                .extracting(KernelReport::type)
                .containsExactly(ReportType.SILENT_RESET);
    }

    private static List<KernelReport> reports(String log) throws IOException {
        return ConsoleReaderTest.read(log.replace(';', '\n')).reports();
    }
}
