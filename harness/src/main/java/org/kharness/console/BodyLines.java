/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Tells what a line is inside a report: which lines belong to it and which are something else's. */
final class BodyLines {
    /** What a line is. */
    enum Kind {
        /** Not seen to belong to a report. */
        OTHER,
        BODY,
        TRACE_HEADER,
        FRAME,
        POINTER,
        /** A line of equals signs, which begins and ends reports of sanitizers and lockdep. */
        SEPARATOR,
        CUT_HERE,
        END
    }

    private static final List<String> STARTS = List.of(
            "CPU: ",
            "CPU ",
            "Hardware name",
            "Modules linked in",
            "Code: ",
            "RSP: ",
            "RAX: ",
            "RDX: ",
            "RBP: ",
            "R10: ",
            "R13: ",
            "FS:  ",
            "CS:  ",
            "CR2: ",
            "DR0: ",
            "DR3: ",
            "PKRU",
            "Stack:",
            "Tainted",
            "EAX: ",
            "ESI: ",
            "EFLAGS",
            "DS: ",
            "CR0: ",
            "DR6: ",
            "Process ",
            "task: ",
            "Workqueue: ",
            "PGD ",
            "*pde",
            "*pdpt",
            "pgd = ",
            "Oops",
            "last sysfs file",
            "Pid: ",
            "Mem abort info",
            "Data abort info",
            "  ESR",
            "  EC ",
            "  SET",
            "  EA ",
            "  FSC",
            "  ISV",
            "  CM =",
            "  GCS",
            "ESR_EL",
            "user pgtable",
            "swapper pgtable",
            "pstate:",
            "pc : ",
            "lr : ",
            "sp : ",
            "x29",
            "x28",
            "x27",
            "x26",
            "x25",
            "x24",
            "x23",
            "x22",
            "x21",
            "x20",
            "x1",
            "x2",
            "x3",
            "x5",
            "x6",
            "x8",
            "x9",
            "psr: ",
            "r10:",
            "r3 :",
            "r7 :",
            "Flags: ",
            "Control: ",
            "Register ",
            "Exception stack",
            "epc : ",
            "status: ",
            " gp : ",
            " t2 : ",
            " s1 : ",
            " a0",
            " a1",
            " a2",
            " a5",
            " s2",
            " s5",
            " s8",
            " s11",
            " t5",
            " ra : ",
            "NIP",
            "LR ",
            "REGS: ",
            "MSR: ",
            "GPR",
            "CFAR: ",
            "Instruction dump",
            "BE ",
            "LE ",
            "Krnl ",
            "           R:",
            "Last Breaking-Event",
            "Failing address",
            "Fault in ",
            "AS:",
            "$ ",
            "Hi ",
            "Lo ",
            "Status: ",
            "Cause ",
            "BadVA",
            "PrId",
            "a0 ",
            "a4 ",
            "t0 ",
            "t4 ",
            "t8 ",
            "s1 ",
            "s5 ",
            "   ra:",
            "  ERA:",
            " CRMD",
            " PRMD",
            " EUEN",
            " ECFG",
            "ESTAT",
            " BADV",
            " PRID",
            "Thread info",
            "Stack : ",
            "Read of size",
            "Write of size",
            "Read at addr",
            "Write at addr",
            "Allocated by",
            "Freed by",
            "The buggy",
            "Memory state",
            "page:",
            "flags:",
            "raw:",
            "page dumped",
            "page last",
            "page_owner",
            "Last potentially",
            "Second to last",
            "which belongs",
            "The buggy address",
            "located ",
            "irq event stamp",
            "hardirqs last",
            "softirqs last",
            "Preemption disabled",
            "Kernel panic",
            "Kernel Offset",
            "Rebooting",
            "Dumping ftrace",
            "   (ftrace",
            "Showing all locks",
            "no locks held",
            "other info",
            "stack backtrace",
            "Possible unsafe",
            "lock(",
            "rcu_scheduler_active",
            "comm ",
            "backtrace",
            "hex dump",
            "\"echo 0",
            "task:",
            "kworker",
            "Sending NMI",
            "NMI backtrace",
            "rcu:",
            "rcu_",
            "(detected by",
            "(t=",
            "Mem-Info",
            "Node ",
            "DMA",
            "Normal",
            "HighMem",
            "lowmem_reserve",
            "Swap ",
            "Free swap",
            "Total swap",
            "Tasks state",
            "[  pid",
            "oom-kill:",
            "Out of memory",
            "oom_reaper",
            "active_anon",
            "---[",
            "Kernel attempted",
            "Faulting instruction",
            "BUG: Kernel NULL",
            "note: ",
            "Disabling lock",
            "fbcon",
            "kobject",
            "INFO: lockdep",
            "INFO: Object",
            "INFO: Slab",
            "INFO: Allocated",
            "INFO: Freed",
            "INFO: Padding",
            "Object ",
            "Redzone",
            "Padding",
            "Bytes b4",
            "FIX ",
            "Slab ",
            "Unable to handle",
            "Internal error",
            "value changed",
            "Reported by Kernel",
            "read to 0x",
            "write to 0x",
            "read-write to",
            "Uninit was",
            "Local variable",
            "Bytes ",
            "Memory access of size",
            "Data copied",
            "kfence-#",
            "allocated by",
            "freed by",
            "Allocated",
            "Call ",
            "EIP",
            "SS:ESP",
            "ESP: ",
            "GS:",
            "ORIG_RAX",
            "XFS (",
            "EXT4-fs",
            "JBD2",
            "mce: [Hardware",
            "Killed process",
            "Modules:",
            "addr:",
            "page_type",
            "mapping:",
            "anon flags",
            "file:",
            "head:",
            "index:",
            "Unwind",
            "Trace:",
            "Insn",
            "Disabled",
            "lockdep:",
            "softirq:",
            "IRQ event",
            "INFO: RCU",
            "swap_info",
            "SLUB:",
            "SLAB:",
            "cache:",
            "node ");

    /** The same by their first character, an ASCII one. */
    private static final List<List<String>> BY_FIRST = IntStream.range(0, 128)
            .mapToObj(c -> STARTS.stream().filter(s -> s.charAt(0) == c).toList())
            .toList();

    private static final Pattern TRACE_HEADER = Pattern.compile(
            "^\\s*(?:(?:[Cc]all [Tt]race|Backtrace|[Ss]tack [Bb]acktrace|\\s*backtrace(?: \\(crc \\w+\\))?):.*|Backtrace: |Call Trace ?:?|Backtrace:)\\s*$");
    private static final Pattern INDENTED = Pattern.compile(
            "^(?: {0,3}</?[A-Z#]+\\d*> ?(?:</?[A-Z#]+> ?)*| +\\^~*|[ >][0-9a-f]{8,16}: .*|[0-9a-f]{4} ?:?(?: [0-9a-f]{2,8}){2,}.*|(?: ?[0-9a-f]{8,16}){3,}.*"
                    + "|-> #\\d+ .*|#\\d+: .*|\\d+ locks? held by.*| #\\d+: .*|\\s+-->.*|\\s+lock\\(.*|\\s+CPU\\d\\s+CPU\\d.*|\\s+----.*|\\s*\\*\\*\\* DEADLOCK.*|[\\w./-]+:\\d+ .*| {2,}\\S.*|\\t.*|-{8,}|Code: .*|[A-Z][A-Z0-9]{1,3} ?: ?[0-9a-fx]{4,}.*)$");
    private static final Pattern AFTERMATH = Pattern.compile(
            "^(?:Kernel panic - not|Kernel Offset|Rebooting|---\\[|RIP|Code: |RSP|R[A-Z0-9]{2}: |FS:|CS:|CR2|DR[03]|PKRU|EIP|CPU: |Hardware name|Call [Tt]race| <|note: |Disabling lock|SMP: stopping|CPU features|Memory Limit|Dumping ftrace|   \\(ftrace|Fixing recursive|BUG: .*unmatched|EAX|ESI|DS:|CR0|DR6|ESP|x\\d|Code|Modules linked).*");

    private BodyLines() {}

    /** What this line is. */
    static Kind kind(String text) {
        if (text.isEmpty()) {
            return Kind.BODY;
        }
        char c = text.charAt(0);
        if (c == '=' && text.startsWith("==========")) {
            return Kind.SEPARATOR;
        }
        if (c == '-' && text.contains("[ cut here ]")) {
            return Kind.CUT_HERE;
        }
        if (c == '-' && text.startsWith("---[ end ")) {
            return Kind.END;
        }
        if (text.contains("race") && TRACE_HEADER.matcher(text).matches()) {
            return Kind.TRACE_HEADER;
        }
        if (TraceParser.pointer(text) != null) {
            return Kind.POINTER;
        }
        if (TraceParser.frame(text) != null) {
            return Kind.FRAME;
        }
        return starts(text) || INDENTED.matcher(text).matches() ? Kind.BODY : Kind.OTHER;
    }

    /** True for what may still come after a report's end mark and belongs to it. */
    static boolean aftermath(String text) {
        return AFTERMATH.matcher(text).matches();
    }

    private static boolean starts(String text) {
        return startsAny(text) || (text.charAt(0) == ' ' && startsAny(text.stripLeading()));
    }

    private static boolean startsAny(String text) {
        if (text.isEmpty() || text.charAt(0) >= BY_FIRST.size()) {
            return false;
        }
        for (String start : BY_FIRST.get(text.charAt(0))) {
            if (text.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
