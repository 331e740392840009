/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Task, CPU and taint, from the lines in which the kinds of reports and the versions of the kernel name them. */
class WhoTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WARNING: CPU: 3 PID: 7 at fs/a.c:1 a+0x1/0x2;CPU: 3 UID: 0 PID: 7 Comm: two words Tainted: G        W   E       6.12.0|two words/7|3|G        W   E",
                "WARNING: CPU: 3 PID: 7 at fs/a.c:1 a+0x1/0x2;CPU: 3 PID: 7 Comm: cog Kdump: loaded Not|cog/7|3|",
                "WARNING: CPU: 3 PID: 7 at fs/a.c:1 a+0x1/0x2;CPU: 3 PID: 7 Comm: cog Not tainted syzkaller #0|cog/7|3|",
                "unreferenced object 0xffff888012345678 (size 64):;  comm \"two words\", pid 7, jiffies 4294937220|two words/7|-1|",
                "BUG: KASAN: use-after-free in a+0x1/0x2;Read of size 8 at addr ffff888012345678 by task kworker/0:1/7|kworker/0:1/7|-1|",
                "BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_FILEPAGES val:1 Comm:cog Pid:7|cog/7|-1|",
                "WARNING: lock held when returning to user space!;6.1.0 #1 Not tainted;cog/7 is leaving the kernel with locks still held!|cog/7|-1|",
                "BUG: workqueue lockup - pool cpus=5 node=0 flags=0x0 nice=0 stuck for 31s!||5|",
                "Internal error: Oops: 17 [#1] ARM;Process cog (pid: 7, stack limit = 0xdf960dff)|cog/7|-1|",
                "Oops: Kernel access of bad area, sig: 11 [#1];TASK = c0000000edb[7] 'cog' THREAD: c0000000 CPU: 2|cog/7|2|",
                "INFO: rcu_sched self-detected stall on CPU;\t1: (104999 ticks this GP) idle=235/1/0;Task dump for CPU 1:;"
                        + "cog             R running task on cpu   1     0 16797   3934 0x30020008|cog/16797|1|",
                "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:;rcu: \t2-...!: (1 GPs behind) idle=5/0/0x0;"
                        + "CPU: 0 PID: 1 Comm: other Not tainted 6.1.0 #1;CPU: 2 PID: 7 Comm: cog Not tainted 6.1.0 #1|cog/7|2|",
                "INFO: rcu_preempt detected stalls on CPUs/tasks: { 2} (detected by 0, t=65008 jiffies)||2|",
                "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:;rcu: \tTasks blocked on level-0 rcu_node (CPUs 0-1): P7/1:b..l;"
                        + "task:cog             state:R  running task     stack:21064 pid:7 tgid:7 ppid:22  flags:0x00004000|cog/7|-1|",
                "rcu: INFO: rcu_sched detected stalls on CPUs/tasks:;rcu: All QSes seen;cog   R  running task    24488  7   48 0x00000008;"
                        + "rcu: rcu_sched kthread starved for 10502 jiffies!;rcu_sched       R  running task    0  9  2 0x00000000|cog/7|-1|",
                "watchdog: CPU 3 self-detected hard LOCKUP @ a+0x1/0x2||3|",
                "watchdog: CPU 1 detected hard LOCKUP on other CPUs 3||3|"
            })
    void isRead(String lines, String task, int cpu, String taint) throws IOException {
        List<KernelReport> reports =
                ConsoleReaderTest.read(lines.replace(';', '\n') + "\n").reports();

        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).task()).isEqualTo(task == null ? "" : task);
        assertThat(reports.get(0).cpu()).isEqualTo(cpu);
        assertThat(reports.get(0).taint()).isEqualTo(taint == null ? "" : taint);
    }
}
