/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import static org.kharness.console.ReportFormat.Blame.HANG;
import static org.kharness.console.ReportFormat.Blame.NONE;
import static org.kharness.console.ReportFormat.Blame.OPENING;
import static org.kharness.console.ReportFormat.Blame.POINTER;
import static org.kharness.console.ReportFormat.Blame.STACK;
import static org.kharness.console.ReportFormat.Role.BEGINS;
import static org.kharness.console.ReportFormat.Role.GOES_ON;
import static org.kharness.console.ReportFormat.Role.LINE;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first lines of reports, most telling first. Their texts come from the kernel's own printk calls, of 2.6 to 7.x:
 * arch/*&#47;mm/fault.c, arch/*&#47;kernel/traps.c, kernel/panic.c, lib/bug.c, mm/kasan/report.c, kernel/locking/lockdep.c
 * and so on.
 */
final class ReportFormats {
    private static final String F = "(?<f>[A-Za-z_$.][\\w$.]*)";

    private static final List<ReportFormat> ALL = List.of(
            // sanitizers
            f(
                    ReportType.KASAN,
                    "BUG: KASAN: ",
                    "BUG: KASAN: ([a-z][a-z -]*?)(?: or [a-z -]+?)?(?: (?:in|on) (?:" + F + "(?:\\+0x| |$))?.*|$)",
                    "KASAN: $1",
                    OPENING,
                    BEGINS),
            f(
                    ReportType.KFENCE,
                    "BUG: KFENCE: ",
                    "BUG: KFENCE: ([a-z][a-z -]*?)(?: in " + F + ".*|$)",
                    "KFENCE: $1",
                    OPENING,
                    BEGINS),
            f(
                    ReportType.KMSAN,
                    "BUG: KMSAN: ",
                    "BUG: KMSAN: ([a-z][a-z -]*?)(?: in " + F + ".*|$)",
                    "KMSAN: $1",
                    OPENING,
                    BEGINS),
            f(
                    ReportType.KCSAN,
                    "BUG: KCSAN: ",
                    "BUG: KCSAN: ([a-z: -]+?)(?: in (?<race>.*)|$)",
                    "KCSAN: $1",
                    OPENING,
                    BEGINS),
            f(
                    ReportType.UBSAN,
                    "UBSAN: ",
                    "^UBSAN: ([\\w][\\w -]*?) in (?<place>\\S+:\\d+)(?::\\d+)?",
                    "UBSAN: $1",
                    STACK,
                    BEGINS),
            f(ReportType.UBSAN, "UBSAN: ", "UBSAN: ([a-z][\\w -]*)", "UBSAN: $1", STACK, GOES_ON),
            f(ReportType.KMEMLEAK, "BUG: memory leak", "^BUG: memory leak", "memory leak", STACK, BEGINS),
            f(ReportType.KMEMLEAK, "unreferenced object", "^unreferenced object 0x", "memory leak", STACK, GOES_ON),
            f(
                    ReportType.KMEMLEAK,
                    "suspected memory leaks",
                    "kmemleak: \\d+ new suspected memory leaks",
                    "memory leak",
                    NONE,
                    LINE),
            // lockdep
            f(
                    ReportType.DEADLOCK,
                    "possible circular locking",
                    "possible circular locking dependency detected",
                    "possible deadlock",
                    STACK,
                    BEGINS),
            f(
                    ReportType.DEADLOCK,
                    "possible irq lock inversion",
                    "possible irq lock inversion dependency detected",
                    "possible deadlock",
                    STACK,
                    BEGINS),
            f(
                    ReportType.DEADLOCK,
                    "lock order detected",
                    "(?:SOFT|HARD)IRQ-.*lock order detected",
                    "possible deadlock",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCK_RECURSION,
                    "possible recursive locking",
                    "possible recursive locking detected",
                    "possible deadlock",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCK_STATE,
                    "inconsistent",
                    "(?i)inconsistent \\{?lock[ ]?(?:ing)? ?state|inconsistent lock state",
                    "inconsistent lock state",
                    STACK,
                    BEGINS),
            f(
                    ReportType.SUSPICIOUS_RCU,
                    "uspicious",
                    "(?:WARNING|INFO)?:? ?[Ss]uspicious (?:RCU|rcu_dereference_check\\(\\)) usage",
                    "WARNING: suspicious RCU usage",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "bad unlock balance",
                    "bad unlock balance detected",
                    "BUG: bad unlock balance",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "bad contention",
                    "bad contention detected",
                    "WARNING: bad contention",
                    STACK,
                    BEGINS),
            f(ReportType.LOCKING, "held lock freed", "held lock freed!", "BUG: held lock freed", STACK, BEGINS),
            f(
                    ReportType.LOCKING,
                    "returning to user space",
                    "lock held when returning to user space",
                    "BUG: lock held when returning to user space",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "still ha",
                    "still ha(?:s|ve) locks held",
                    "BUG: still has locks held",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "Nested lock was not taken",
                    "Nested lock was not taken",
                    "WARNING: nested lock was not taken",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "Invalid wait context",
                    "Invalid wait context",
                    "BUG: Invalid wait context",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "non-static key",
                    "trying to register non-static key",
                    "INFO: trying to register non-static key",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "too low!",
                    "^(?:BUG: )?MAX_(LOCKDEP\\w*|LOCK\\w*|STACK\\w*) too low!",
                    "BUG: MAX_$1 too low!",
                    NONE,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "possible reason: unannotated",
                    "possible reason: unannotated irqs-",
                    "possible unannotated irqs",
                    STACK,
                    GOES_ON),
            f(
                    ReportType.LOCKING,
                    "BUG: spinlock",
                    "BUG: (spinlock|rwlock|rwsem|rwlock-?\\w*) ([a-z -]+?)(?:!| on CPU|, | suspected|$)",
                    "BUG: $1 $2",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "BUG: rwlock",
                    "BUG: (rwlock)[ -]([a-z -]+?)(?:!| on CPU|, |$)",
                    "BUG: $1 $2",
                    STACK,
                    BEGINS),
            f(
                    ReportType.LOCKING,
                    "leaked lock or atomic",
                    "BUG: workqueue leaked lock or atomic",
                    "BUG: workqueue leaked lock or atomic",
                    STACK,
                    BEGINS),
            // hangs
            f(
                    ReportType.HUNG_TASK,
                    "blocked",
                    "INFO: task (?<task>.+?:\\d+) (?:<?[\\w]+>? )?blocked (?:in I/O wait )?(?:on an? \\w+ )?.*?for more than \\d+ seconds",
                    "INFO: task hung",
                    HANG,
                    BEGINS),
            f(
                    ReportType.HUNG_TASK,
                    "can't die",
                    "INFO: task (?<task>.+?:\\d+) can't die for more than \\d+ seconds",
                    "INFO: task can't die",
                    HANG,
                    BEGINS),
            f(
                    ReportType.SOFT_LOCKUP,
                    "soft lockup",
                    "soft lockup - CPU#(?<cpu>\\d+) stuck for \\d+s! \\[(?<task>.*?:\\d+)\\]?",
                    "BUG: soft lockup",
                    HANG,
                    BEGINS),
            f(ReportType.SOFT_LOCKUP, "soft lockup", "BUG: soft lockup", "BUG: soft lockup", HANG, BEGINS),
            f(
                    ReportType.HARD_LOCKUP,
                    "LOCKUP",
                    "(?:Watchdog detected hard LOCKUP|NMI Watchdog detected LOCKUP|Hard LOCKUP) on (?:cpu|CPU) ?(?<cpu>\\d+)",
                    "BUG: hard lockup",
                    HANG,
                    BEGINS),
            f(
                    ReportType.HARD_LOCKUP,
                    "LOCKUP",
                    "Watchdog .*detected (?:[Hh]ard )?LOCKUP|self-detected hard LOCKUP",
                    "BUG: hard lockup",
                    HANG,
                    BEGINS),
            f(
                    ReportType.WORKQUEUE_LOCKUP,
                    "workqueue lockup",
                    "BUG: workqueue lockup",
                    "BUG: workqueue lockup",
                    NONE,
                    BEGINS),
            f(
                    ReportType.RCU_STALL,
                    "detected",
                    "(?:rcu_\\w+|rcu|RCU).*(?:self-)?detected (?:expedited )?stalls? on CPUs?",
                    "INFO: rcu detected stall",
                    HANG,
                    BEGINS),
            f(
                    ReportType.RCU_STALL,
                    "detected stall",
                    "INFO: rcu\\w* (?:self-)?detected stall",
                    "INFO: rcu detected stall",
                    HANG,
                    BEGINS),
            f(
                    ReportType.RCU_STALL,
                    "kthread starved for",
                    "rcu\\w* kthread starved for \\d+ jiffies",
                    "INFO: rcu detected stall",
                    HANG,
                    GOES_ON),
            // context
            f(
                    ReportType.SCHEDULING_WHILE_ATOMIC,
                    "scheduling while atomic",
                    "BUG: scheduling while atomic: (?<task>.+?/\\d+)/",
                    "BUG: scheduling while atomic",
                    STACK,
                    BEGINS),
            f(
                    ReportType.SLEEPING_IN_ATOMIC,
                    "sleeping function called",
                    "BUG: sleeping function called from invalid context(?: at (?<place>\\S+:\\d+))?",
                    "BUG: sleeping function called from invalid context",
                    STACK,
                    BEGINS),
            f(
                    ReportType.BUG,
                    "in preemptible",
                    "BUG: using (\\S+?(?:\\(\\))?) in preemptible",
                    "BUG: using $1",
                    STACK,
                    BEGINS),
            // data structures
            f(
                    ReportType.LIST_CORRUPTION,
                    "list_",
                    "^list_(?:add|del|[a-z_]+) (?:double add|corruption)",
                    "BUG: corrupted list",
                    POINTER,
                    BEGINS),
            f(ReportType.REFCOUNT, "refcount_t: ", "^refcount_t: ([a-z -]+)", "WARNING: refcount bug", STACK, GOES_ON),
            f(
                    ReportType.BAD_PAGE,
                    "BUG: Bad ",
                    "BUG: Bad (page state|page map|rss-counter state|page cache)",
                    "BUG: Bad $1",
                    STACK,
                    BEGINS),
            f(
                    ReportType.BAD_PAGE,
                    "Bad page state in",
                    "^Bad page state in process",
                    "BUG: Bad page state",
                    STACK,
                    BEGINS),
            f(
                    ReportType.SLAB_CORRUPTION,
                    "BUG ",
                    "^BUG (\\S+) ?(?:\\(.*\\))?: ([A-Z][\\w -]+)",
                    "BUG: $2 in slab $1",
                    STACK,
                    BEGINS),
            f(
                    ReportType.BUG,
                    "corrupted stack end",
                    "corrupted stack end detected",
                    "corrupted stack end",
                    STACK,
                    GOES_ON),
            f(ReportType.BUG, "usercopy: ", "^usercopy: ", "BUG: bad usercopy", STACK, BEGINS),
            // machine
            f(
                    ReportType.MACHINE_CHECK,
                    "Machine Check Exception",
                    "\\[Hardware Error\\]: CPU (?<cpu>\\d+): Machine Check Exception",
                    "machine check exception",
                    NONE,
                    BEGINS),
            f(
                    ReportType.MACHINE_CHECK,
                    "achine check",
                    "^(?:Kernel panic - not syncing: )(?:.*[Mm]achine check.*)",
                    "machine check exception",
                    NONE,
                    GOES_ON),
            // faults
            f(
                    ReportType.NULL_POINTER,
                    "NULL pointer dereference",
                    "(?:[Uu]nable to handle kernel NULL pointer dereference|BUG: kernel NULL pointer dereference|Kernel attempted to .* NULL pointer dereference)",
                    "BUG: unable to handle kernel NULL pointer dereference",
                    POINTER,
                    BEGINS),
            f(
                    ReportType.PAGING_REQUEST,
                    "nable to handle",
                    "[Uu]nable to handle (?:kernel )?(?:paging request|page fault|access to user memory|execute-? ?\\w*)",
                    "BUG: unable to handle kernel paging request",
                    POINTER,
                    BEGINS),
            f(
                    ReportType.PAGING_REQUEST,
                    "BUG: ",
                    "BUG: unable to handle (?:kernel|page fault)",
                    "BUG: unable to handle kernel paging request",
                    POINTER,
                    BEGINS),
            f(
                    ReportType.GENERAL_PROTECTION,
                    "general protection fault",
                    "(?<!traps: .{0,80})general protection fault(?:,|:)",
                    "general protection fault",
                    POINTER,
                    GOES_ON),
            f(ReportType.DIVIDE_ERROR, "divide error", "^(?:Oops: )?divide error:", "divide error", POINTER, GOES_ON),
            f(
                    ReportType.STACK_SEGMENT,
                    "stack segment",
                    "^(?:Oops: )?stack segment:",
                    "stack segment fault",
                    POINTER,
                    GOES_ON),
            f(
                    ReportType.DOUBLE_FAULT,
                    "double fault",
                    "(?:PANIC: double fault|^(?:Oops: )?double fault:)",
                    "PANIC: double fault",
                    POINTER,
                    BEGINS),
            f(
                    ReportType.STACK_OVERFLOW,
                    "stack guard page",
                    "BUG: \\S+ stack guard page was hit",
                    "BUG: stack guard page was hit",
                    POINTER,
                    BEGINS),
            f(
                    ReportType.STACK_OVERFLOW,
                    "kernel stack overflow",
                    "(?i)(?:Insufficient stack space|kernel stack overflow)",
                    "kernel stack overflow",
                    POINTER,
                    BEGINS),
            f(ReportType.BUG, "kernel BUG at", "kernel BUG at (?<place>[^!\\s]+:\\d+)", "kernel BUG", POINTER, GOES_ON),
            f(ReportType.BUG, "Kernel BUG at", "Kernel BUG at (?:" + F + "|\\[)", "kernel BUG", POINTER, GOES_ON),
            f(ReportType.OOPS, "invalid opcode: ", "^(?:Oops: )?invalid opcode:", "invalid opcode", POINTER, GOES_ON),
            f(
                    ReportType.OOPS,
                    "nhandled fault",
                    "Unhandled (?:prefetch )?(?:fault|abort):?",
                    "Unhandled fault",
                    POINTER,
                    BEGINS),
            f(ReportType.OOPS, "Alignment trap", "^Alignment trap: ", "Alignment trap", POINTER, BEGINS),
            f(ReportType.OOPS, "Internal error: ", "^Internal error: ", "Internal error", POINTER, GOES_ON),
            f(
                    ReportType.OOPS,
                    "Oops",
                    "^(?:Oops|Kernel bug detected|Unable to handle)(?:\\[#\\d+\\])?(?:[:,]| -)",
                    "Oops",
                    POINTER,
                    GOES_ON),
            // plain
            f(
                    ReportType.WARNING,
                    "WARNING: ",
                    "WARNING: (?:CPU: (?<cpu>\\d+) PID: \\d+ )?at (?<place>\\S+:\\d+)(?: (?:at )?" + F
                            + "\\+0x|, CPU#|$|\\s)",
                    "WARNING",
                    OPENING,
                    BEGINS),
            f(ReportType.WARNING, "WARNING: ", "WARNING: .*", "WARNING", STACK, BEGINS),
            f(ReportType.BUG, "BUG: ", "^BUG: (.+)", "BUG: $1", STACK, BEGINS),
            f(
                    ReportType.OUT_OF_MEMORY,
                    "invoked oom-killer",
                    "(?<comm>\\S+) invoked oom-killer",
                    "out of memory",
                    NONE,
                    BEGINS),
            f(ReportType.OUT_OF_MEMORY, "ut of memory: Kill", "[Oo]ut of memory: Kill", "out of memory", NONE, GOES_ON),
            f(
                    ReportType.ALLOCATION_FAILURE,
                    "page allocation failure",
                    "page allocation failure[:.]",
                    "page allocation failure",
                    STACK,
                    BEGINS),
            // filesystems and disks
            f(
                    ReportType.FS_CORRUPTION,
                    "Corruption",
                    "XFS \\(\\S+\\): (?:Metadata [Cc]orruption|Corruption)",
                    "XFS metadata corruption",
                    STACK,
                    BEGINS),
            f(
                    ReportType.FS_CORRUPTION,
                    "Internal error",
                    "XFS \\(\\S+\\): Internal error .* of file (?<place>\\S+)",
                    "XFS internal error",
                    STACK,
                    BEGINS),
            f(
                    ReportType.FS_SHUTDOWN,
                    "XFS",
                    "XFS \\(\\S+\\): (?:.*[Ss]hutting down filesystem|.*Filesystem has been shut down|User initiated shutdown|.*xfs_do_force_shutdown)",
                    "XFS shutdown",
                    NONE,
                    GOES_ON),
            f(ReportType.FS_CORRUPTION, "EXT", "EXT[234]-fs error", "EXT4-fs error", NONE, BEGINS),
            f(
                    ReportType.FS_SHUTDOWN,
                    "emounting filesystem read-only",
                    "Remounting filesystem read-only",
                    "EXT4-fs remounted read-only",
                    NONE,
                    GOES_ON),
            f(ReportType.FS_CORRUPTION, "BTRFS", "BTRFS (?:critical|error)", "BTRFS error", NONE, BEGINS),
            f(ReportType.IO_ERROR, "I/O error", "I/O error,? (?:on )?dev(?:ice)? ?(\\S+?),", "I/O error", NONE, LINE),
            // the end
            f(
                    ReportType.BOOT_FAILURE,
                    "No working init",
                    "not syncing: No working init found",
                    "kernel panic: No working init found",
                    NONE,
                    GOES_ON),
            f(
                    ReportType.BOOT_FAILURE,
                    "Unable to mount root",
                    "Unable to mount root fs",
                    "kernel panic: VFS: Unable to mount root fs",
                    NONE,
                    GOES_ON),
            f(
                    ReportType.PANIC,
                    "Kernel panic - not syncing",
                    "Kernel panic - not syncing(?:: (.*)|$)",
                    "kernel panic: $1",
                    POINTER,
                    GOES_ON));

    private ReportFormats() {}

    /** What begins in this line; null where nothing does. */
    static @Nullable Opening find(String text) {
        for (ReportFormat format : ALL) {
            Matcher m = format.match(text);
            if (m != null) {
                return new Opening(format, m);
            }
        }
        return null;
    }

    /** How telling a format is: less is more. */
    static int rank(ReportFormat format) {
        return ALL.indexOf(format);
    }

    private static ReportFormat f(
            ReportType type,
            String keyword,
            String opening,
            String title,
            ReportFormat.Blame blame,
            ReportFormat.Role role) {
        return new ReportFormat(type, keyword, Pattern.compile(opening), title, blame, role);
    }

    /**
     * A report's first line.
     *
     * @param format what it is
     * @param match the line's groups
     */
    record Opening(ReportFormat format, Matcher match) {
        /** A named group; empty where the pattern has none or it did not take part. */
        String group(String name) {
            if (!format.opening().pattern().contains("(?<" + name + ">")) {
                return "";
            }
            String value = match.group(name);
            return value == null ? "" : value;
        }

        /** The title with its groups filled in, without function. */
        String title() {
            String title = format.title();
            for (int i = 1; i <= match.groupCount(); i++) {
                String value = match.group(i);
                title = title.replace("$" + i, value == null ? "" : value.strip());
            }
            return title;
        }
    }
}
