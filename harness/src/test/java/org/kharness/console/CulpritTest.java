/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which function is named: the one that a developer would look at. */
class CulpritTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // The backtrace that an NMI asked for goes on with what the tick interrupted.
                "interrupted|rcu: INFO: rcu_sched self-detected stall on CPU;rcu: \t0-....: (99 ticks this GP);NMI backtrace for cpu 0;"
                        + "CPU: 0 PID: 77 Comm: cog Not tainted 6.1.0 #1;Call Trace:; <IRQ>; dump_stack+0x1/0x2; nmi_cpu_backtrace+0x1/0x2;"
                        + " rcu_sched_clock_irq+0x1/0x2; update_process_times+0x1/0x2; hrtimer_interrupt+0x1/0x2; apic_timer_interrupt+0xf/0x20; </IRQ>;"
                        + "RIP: 0010:widget_ioctl+0x5/0x20;RSP: 0018:ffff8801ad9af7d0 EFLAGS: 00000246; vfs_ioctl+0x1/0x2; do_syscall_64+0x1/0x2"
                        + "|INFO: rcu detected stall in widget_ioctl",
                "a softirq that loops|rcu: INFO: rcu_sched self-detected stall on CPU;NMI backtrace for cpu 0;Call Trace:; <IRQ>; dump_stack+0x1/0x2;"
                        + " rcu_sched_clock_irq+0x1/0x2; update_process_times+0x1/0x2; hrtimer_interrupt+0x1/0x2; apic_timer_interrupt+0xf/0x20;"
                        + " widget_expire+0x1/0x2; call_timer_fn+0x1/0x2; run_timer_softirq+0x1/0x2; __do_softirq+0x1/0x2; irq_exit+0x1/0x2; </IRQ>;"
                        + " cog_idle+0x1/0x2; do_syscall_64+0x1/0x2|INFO: rcu detected stall in widget_expire",
                "a work item|BUG: soft lockup - CPU#1 stuck for 26s! [kworker/1:0:17];CPU: 1 PID: 17 Comm: kworker/1:0 Not tainted 6.1.0 #1;"
                        + "Workqueue: events widget_work;Call Trace:; ? widget_guess+0x1/0x2; process_one_work+0x886/0x1650; worker_thread+0x1/0x2;"
                        + " kthread+0x1/0x2|BUG: soft lockup in widget_work",
                "a fault where a worker jumped|BUG: kernel NULL pointer dereference, address: 0000000000000286;"
                        + "CPU: 1 PID: 17 Comm: kworker/1:0 Not tainted 6.1.0 #1;Workqueue: events_unbound widget_work [widget];RIP: 0010:0x286;"
                        + "Call Trace:; process_one_work+0x886/0x1650; worker_thread+0x1/0x2"
                        + "|BUG: unable to handle kernel NULL pointer dereference in widget_work",
                "not the grace period's thread|rcu: INFO: rcu_sched self-detected stall on CPU;rcu: rcu_sched kthread starved for 10494 jiffies! g2601;"
                        + "rcu: RCU grace-period kthread stack dump:;task:rcu_sched       state:R  running task     stack:    0 pid:   13 ppid:     2;"
                        + "Call Trace:; __switch_to+0x1/0x2; __schedule+0x1/0x2; schedule+0x1/0x2; schedule_timeout+0x1/0x2; rcu_gp_fqs_loop+0x1/0x2;"
                        + " rcu_gp_kthread+0x1/0x2; kthread+0x1/0x2;Task dump for CPU 0:;task:cog state:R  running task     stack:    0 pid:   77 ppid:     1;"
                        + "Call Trace:; __switch_to+0x1/0x2; 0x202;Task dump for CPU 1:;task:cog state:R  running task     stack:    0 pid:   78 ppid:     1;"
                        + "Call Trace:; sched_show_task+0x1/0x2; widget_loop+0x1/0x2; do_syscall_64+0x1/0x2|INFO: rcu detected stall in widget_loop",
                "locks held are no trace|INFO: task cog:77 blocked for more than 120 seconds.;task:cog             state:D stack:    0 pid:   77 ppid:     1;"
                        + "Call Trace:; __schedule+0x1/0x2; schedule+0x1/0x2; widget_wait_for_gadget+0x1/0x2; widget_open+0x1/0x2;"
                        + "Showing all locks held in the system:;1 lock held by khungtaskd/27:; #0: ffffffff8c9dd960 (rcu_read_lock){....}-{1:2}, at: debug_show_all_locks+0x53/0x260"
                        + "|INFO: task hung in widget_open",
                "wrappers of the driver core|------------[ cut here ]------------;sysfs group 'power' not found for kobject 'widget0';"
                        + "WARNING: CPU: 0 PID: 77 at fs/sysfs/group.c:278 sysfs_remove_group+0x155/0x1b0;Call Trace:; dpm_sysfs_remove+0x97/0xb0;"
                        + " device_del+0x12a/0xb10; device_unregister+0x11/0x30; widget_done+0x1/0x2|WARNING in widget_done",
                "wrappers of the DMA layer|------------[ cut here ]------------;WARNING: CPU: 0 PID: 77 at kernel/dma/debug.c:1027 check_unmap+0x155/0x1b0;"
                        + "Call Trace:; debug_dma_unmap_page+0x97/0xb0; dma_unmap_page_attrs+0x1/0x2; widget_done+0x1/0x2|WARNING in widget_done",
                "a pool is no atomic operation|Internal error: synchronous external abort: 96000050 [#1] PREEMPT SMP;pc : __memset+0x14/0x28;"
                        + "lr : prep_new_page+0x7c/0x190;Call trace:; __memset+0x14/0x28; get_page_from_freelist+0x1/0x2; alloc_pages_current+0x1/0x2;"
                        + " atomic_pool_expand+0x3d0/0x624; widget_init+0x1/0x2|Internal error in atomic_pool_expand",
                "an atomic operation is none|BUG: KASAN: use-after-free in atomic_fetch_add_relaxed+0x5/0x20;Call Trace:; atomic_fetch_add_relaxed+0x5/0x20;"
                        + " widget_get+0x1/0x2|KASAN: use-after-free in widget_get",
                "arm64 with a PC outside the kernel|Internal error: Oops - SP/PC alignment exception: 8a000000 [#1] PREEMPT SMP;"
                        + "CPU: 6 PID: 77 Comm: cog Not tainted 4.9.232 #1;PC is at 0xffffffffdeadbeef;LR is at widget_call+0x34/0x48;"
                        + "pc : [<ffffffffdeadbeef>] lr : [<ffffff90080ed944>] pstate: 60400145;Call trace:;[<ffffff9008084200>] el0_svc_naked+0x34/0x38"
                        + "|Internal error in widget_call",
                "a lock's history below a worker|WARNING: possible circular locking dependency detected;kworker/u8:2/43 is trying to acquire lock:;"
                        + "ffffc9000027fdf0 ((work_completion)(&peer->work)){+.+.}, at: process_one_work+0x886/0x17b0;;but task is already holding lock:;"
                        + "ffff8880649b0d28 ((wq_completion)wg#8){+.+.}, at: process_one_work+0x88b/0x17b0;;the existing dependency chain (in reverse order) is:;"
                        + "-> #1 ((wq_completion)wg#8){+.+.}:;       flush_workqueue+0x115/0x1520;       widget_remove+0x16a/0x230;stack backtrace:;Call Trace:;"
                        + " dump_stack+0x1/0x2; worker_thread+0x1/0x2|possible deadlock in widget_remove",
                "where a lock became safe|WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected;cog/77 [HC0[0]:SC0[0]:HE0:SE1] is trying to acquire:;"
                        + "ffff8880120b9168 (&new->lock){.?.+}-{2:2}, at: gadget_tell+0x14b/0x460;... which became HARDIRQ-irq-safe at:;  lock_acquire+0x29d/0x740;"
                        + "  _raw_spin_lock_irqsave+0x39/0x50;  widget_event+0x7b/0xb0;stack backtrace:;Call Trace:; gadget_tell+0x1/0x2"
                        + "|possible deadlock in widget_event",
                "who allocated a bad page|BUG: Bad page state in process cog  pfn:7deea;page dumped because: PAGE_FLAGS_CHECK_AT_FREE flag(s) set;"
                        + "page last allocated via order 0, migratetype Unmovable; post_alloc_hook+0x1f3/0x230; get_page_from_freelist+0x1/0x2; widget_new+0x1/0x2;"
                        + "page last free pid 5083 tgid 5083 stack trace:; pipe_read+0x1/0x2;Call Trace:; dump_stack+0x1/0x2; folio_batch_move_lru+0x1/0x2"
                        + "|BUG: Bad page state in widget_new",
                "what a cipher was given|BUG: KMSAN: uninit-value in aes_encrypt+0x15cc/0x1db0; aes_encrypt+0x15cc/0x1db0; crypto_ecb_encrypt+0x1/0x2;"
                        + " widget_crypt+0x1/0x2|KMSAN: uninit-value in widget_crypt",
                "a mangled name|BUG: KASAN: use-after-free in _Z10widgetPokeiii+0x5/0x20;Call Trace:; _Z10widgetPokeiii+0x5/0x20|KASAN: use-after-free in widgetPoke",
            })
    void isTheOneAtFault(String name, String log, String title) throws IOException {
        List<KernelReport> reports =
                ConsoleReaderTest.read(log.replace(';', '\n') + "\n").reports();

        assertThat(reports).extracting(KernelReport::title).containsExactly(title);
    }
}
