/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.console.KernelReport.Frame;
import org.kharness.console.ReportFormat.Blame;

/** Finds the function that a developer would name: the innermost one that is not there for every report of the kind. */
final class Culprit {
    private static final Pattern LOCK_AT =
            Pattern.compile("(?:^|[ ,])at: (?:\\[<[0-9a-f]+>\\] *)?([A-Za-z_$.][\\w$.]*)(?:\\+0x|$| )");
    private static final Pattern SYSCALL = Pattern.compile(
            "^(?:SYSC_|SyS_|__x64_|__ia32_|__arm64_|__riscv_|__s390x?_|__se_sys_|__do_sys_|__se_|compat_SYSC_|compat_SyS_|ksys_)(?=[a-z])");
    private static final Pattern PRIMITIVE = Pattern.compile(
            "_*(?:raw_)?(?:spin|read|write)_.*|_*(?:raw_)?queued_.*|_*mutex_.*|_*(?:mem|str)(?:cpy|set|move|cmp|chr|len).*|_*h?list_.*|_*(?:raw_|arch_|instrumented_)*atomic(?:64|_long)?_(?:fetch_|try_|cond_)?(?:read|set|add|sub|inc|dec|x?chg|cmpxchg|or|and|andnot|xor)(?:_.*)?|.*_rq_lock.*");
    private static final Pattern PRINTING = Pattern.compile(
            "dump_.*|show_.*|unwind_.*|_*warn.*|panic|v?panic|die|__die|report_.*|check_preemption_disabled|debug_smp_.*|_*might_.*|_*printk.*|print_.*|(?:k[acmf]+san|ubsan|kfence)_.*|do_(?:error_)?trap.*|handle_bug|asm_.*|exc_.*|.*lockdep.*|trace_(?:hard|soft)irqs.*|__sanitizer_.*");
    /** Ciphers compute on what they are given: a value that was never set is their callers'. */
    private static final Pattern CIPHER =
            Pattern.compile("(?:crypto|aes|aesti|xts|ecb|cbc|ctr|cipher|skcipher|drbg|rng|sha\\d*)_.*");
    /** kernel/locking/lockdep.c, lockdep_print_held_locks. */
    private static final Pattern HELD = Pattern.compile("\\d+ locks? held by .*");
    /** What walks a stack and may itself run into what is wrong with it. */
    private static final Pattern UNWINDER =
            Pattern.compile("_*unwind_(?:start|next_frame|get_return_address)|unwind_frame|walk_stackframe");
    /** What runs a work item, which by itself says nothing. */
    private static final Pattern WORKER =
            Pattern.compile("process_one_work|process_scheduled_works|worker_thread|kthread");
    /** lib/dump_stack.c, print_worker_info() of kernel/workqueue.c. */
    private static final Pattern WORK =
            Pattern.compile("^Workqueue: .* ([A-Za-z_][\\w.]*)(?: \\[\\w+\\])?(?: \\(.*\\))?\\s*$");
    /** What an interrupt does when it is over: its functions may be what loops. */
    private static final Pattern SOFTIRQ = Pattern.compile(".*softirq.*|_*irq_exit.*|tasklet_.*");

    private static final Pattern SAFE_AT = Pattern.compile("which became \\S+-safe at:");
    private static final Pattern CHAIN = Pattern.compile("^-> #\\d+ .*|.* state was registered at:\\s*$");
    private static final Pattern LAST_FUNCTION = Pattern.compile("^\\s+last function: ([A-Za-z_]\\w*)");
    /** What a stall is noticed in. */
    private static final Pattern TICK = Pattern.compile(
            "tick_.*|update_process_times|watchdog_timer_fn|rcu_(?:sched_clock_irq|check_callbacks|dump_cpu_stacks)|_*sched_show_task|dump_cpu_task|nmi_.*backtrace.*|arch_trigger.*|print_(?:other_)?cpu_stall|show_regs|dump_stack.*|dump_backtrace|unwind_backtrace");

    /** The tick is within so many innermost frames. */
    private static final int TICK_DEPTH = 12;

    private static final Pattern SYNCHRONIZE = Pattern.compile(".*synchronize_(?:rcu|srcu|net|sched).*");
    private static final Pattern BAD_GUESS = Pattern.compile(
            "(?:dump_cpu_task|rcu_gp_kthread|rcu_gp_fqs_loop|rcu_check_callbacks|rcu_sched_clock_irq|.*check_cpu_stall|update_process_times|__switch_to|__schedule|schedule|ret_from_fork.*)");

    /** What takes locks for others. */
    private static final Pattern LOCK_TAKER =
            Pattern.compile(".*(?:console_lock|lock_sock.*|do_raw.*|process_one_work|worker_thread)");

    private final ReportDraft draft;
    private final Traces traces;
    private final GenericFrames frames;
    private final Predicate<String> skip;

    Culprit(ReportDraft draft, Traces traces, GenericFrames frames) {
        this.draft = draft;
        this.traces = traces;
        this.frames = frames;
        skip = skip(draft.opening().format());
    }

    /** The function; empty where the log does not tell. */
    String function() {
        Blame blame = draft.opening().format().blame();
        for (ReportDraft.Line line : draft.lines()) {
            Matcher last = line.text().contains("last function: ") ? LAST_FUNCTION.matcher(line.text()) : null;
            if (last != null && last.find()) {
                return last.group(1);
            }
        }
        String unwinder = blame == Blame.POINTER ? unwinder() : "";
        if (!unwinder.isEmpty()) {
            return unwinder;
        }
        String found = switch (blame) {
            case NONE -> "";
            case HANG -> hang();
            case LOCK, HOLDER -> lock();
            default -> innermost(stack(), skip);
        };
        if (found.isEmpty() && blame != Blame.NONE) {
            found = secondChoice(blame == Blame.HANG);
        }
        boolean faulted = blame == Blame.POINTER
                && traces.pointers().stream().anyMatch(f -> f.function().startsWith("process_one_work"));
        if (!faulted && (found.isEmpty() || WORKER.matcher(found).matches())) {
            found = blame == Blame.NONE || blame == Blame.HOLDER ? found : workItem(found);
        }
        return SYSCALL.matcher(found).replaceFirst("");
    }

    /** The unwinder where the fault is in it, or in what it reads the stack with. */
    private String unwinder() {
        List<Frame> innermost = new ArrayList<>(
                traces.pointers().subList(0, Math.min(1, traces.pointers().size())));
        if (!innermost.isEmpty()) {
            traces.main().stream().filter(Frame::reliable).forEach(innermost::add);
        }
        for (Frame frame : innermost) {
            String name = Signature.bare(frame.function());
            if (UNWINDER.matcher(name).matches()) {
                return name;
            }
            if (!frames.generic(name)) {
                return "";
            }
        }
        return "";
    }

    /** The work item where a worker ran one; else what was found so far. */
    private String workItem(String found) {
        for (ReportDraft.Line line : draft.lines()) {
            Matcher work = line.text().startsWith("Workqueue: ") ? WORK.matcher(line.text()) : null;
            if (work != null && work.find()) {
                return Signature.bare(work.group(1));
            }
        }
        return found;
    }

    /** Where all frames are ones that are passed over: the least generic of them. */
    private String secondChoice(boolean hang) {
        Predicate<String> never = f -> frames.reporting(f) || (hang && idle(f));
        List<Predicate<String>> skips = List.of(
                f -> never.test(f) || PRIMITIVE.matcher(f).matches(),
                never,
                f -> PRINTING.matcher(f).matches() || (hang && idle(f)));
        List<String> names = stack();
        String outermost = hang || names.isEmpty() ? "" : Signature.bare(names.get(names.size() - 1));
        return skips.stream()
                .map(s -> innermost(names, s))
                .filter(f -> !f.isEmpty())
                .findFirst()
                .orElse(outermost);
    }

    /** What a task or the grace period's thread sleeps in, which is no place for a stall. */
    private boolean idle(String function) {
        return frames.waiting(function) || BAD_GUESS.matcher(function).matches();
    }

    private Predicate<String> skip(ReportFormat format) {
        return switch (format.type()) {
            case KMSAN -> f -> frames.generic(f) || CIPHER.matcher(f).matches();
            case KMEMLEAK -> f -> frames.generic(f) || frames.allocating(f);
            case SCHEDULING_WHILE_ATOMIC, OOPS -> f -> frames.generic(f) || frames.waiting(f);
            case DEADLOCK, LOCK_RECURSION, LOCK_STATE, LOCKING ->
                f -> frames.generic(f) || LOCK_TAKER.matcher(f).matches();
            default -> frames::generic;
        };
    }

    /** Candidates, innermost first, from the places that this kind of report names them in. */
    private List<String> stack() {
        Blame blame = draft.opening().format().blame();
        List<String> names = new ArrayList<>();
        if (blame == Blame.OPENING || blame == Blame.NAMED) {
            names.addAll(draft.named());
        }
        if (blame == Blame.OPENING || blame == Blame.POINTER) {
            add(names, traces.pointers(), f -> !f.inlined());
        }
        if (blame == Blame.POINTER && traces.pointers().isEmpty()) {
            // The instruction pointer is outside of the kernel: what jumped there has left its address behind.
            add(names, traces.links(), f -> true);
        }
        if (draft.opening().format().type() == ReportType.BAD_PAGE) {
            // Who frees a page is mostly the allocator; who allocated it knows what it is.
            traces.all().stream()
                    .filter(t -> t.section().startsWith(Traces.PAGE_OWNER))
                    .forEach(t -> add(names, t.frames(), f -> f.reliable() && !f.inlined()));
        }
        for (Traces.Trace trace : traces.all()) {
            add(names, trace.frames(), f -> f.reliable() && !f.inlined());
        }
        for (Traces.Trace trace : traces.all()) {
            add(names, trace.frames(), f -> !f.reliable());
        }
        if (blame == Blame.STACK) {
            add(names, traces.pointers(), f -> !f.inlined());
        }
        return names;
    }

    /**
     * Inlined functions do not count: only a symbolised log shows them, and it must have the same name as the log that it
     * was made of.
     */
    private static void add(List<String> names, List<Frame> frames, Predicate<Frame> which) {
        frames.stream().filter(which).forEach(f -> names.add(f.function()));
    }

    private static String innermost(List<String> names, Predicate<String> skip) {
        for (String name : names) {
            String bare = Signature.bare(name);
            if (!skip.test(bare)) {
                return bare;
            }
        }
        return "";
    }

    private String lock() {
        String safe = below(SAFE_AT);
        if (!safe.isEmpty()) {
            return safe;
        }
        String at = lockTaken();
        if (!at.isEmpty()) {
            return at;
        }
        String chained = draft.opening().format().type() == ReportType.DEADLOCK ? below(CHAIN) : "";
        return chained.isEmpty() ? innermost(stack(), skip) : chained;
    }

    /** The innermost function below a line that begins a trace of a lock's history. */
    private String below(Pattern header) {
        boolean inside = false;
        for (ReportDraft.Line line : draft.lines()) {
            if (header.matcher(line.text()).find()) {
                inside = true;
            } else if (inside && line.kind() == BodyLines.Kind.FRAME) {
                Frame frame = TraceParser.frame(line.text());
                String name = frame == null || frame.inlined() ? "" : Signature.bare(frame.function());
                if (!name.isEmpty() && !skip.test(name)) {
                    return name;
                }
            } else if (inside && line.kind() == BodyLines.Kind.TRACE_HEADER) {
                return "";
            }
        }
        return "";
    }

    /** Where the lock was taken; the list of all that the task holds says where others were. */
    private String lockTaken() {
        boolean holder = draft.opening().format().blame() == Blame.HOLDER
                || draft.opening().title().endsWith("locks held");
        boolean next = false;
        for (ReportDraft.Line line : draft.lines()) {
            boolean others = !holder && HELD.matcher(line.text()).matches();
            if (line.kind() == BodyLines.Kind.TRACE_HEADER || others) {
                break;
            }
            if (line.text().contains(TraceParser.INLINED)) {
                continue;
            }
            Frame frame = next ? TraceParser.frame(line.text()) : null;
            Matcher at = LOCK_AT.matcher(line.text());
            if (frame != null || at.find()) {
                String name = Signature.bare(frame != null ? frame.function() : at.group(1));
                if (!skip.test(name)) {
                    return name;
                }
            }
            next = line.text().endsWith(" at:");
        }
        return "";
    }

    private String hang() {
        boolean waits = draft.opening().format().type() == ReportType.HUNG_TASK;
        for (Traces.Trace trace : candidates(waits)) {
            List<String> names = sure(trace.frames());
            int interrupted =
                    sure(trace.frames().subList(0, trace.interrupted())).size();
            String name = waits ? waiter(names) : looper(names, interrupted);
            if (!name.isEmpty()) {
                return name;
            }
        }
        return "";
    }

    private static List<String> sure(List<Frame> frames) {
        return frames.stream()
                .filter(f -> f.reliable() && !f.inlined())
                .map(f -> Signature.bare(f.function()))
                .toList();
    }

    /** The register dump of a task that runs goes before the first trace, one that waits has none; the grace period's own thread comes last. */
    private List<Traces.Trace> candidates(boolean waits) {
        List<Traces.Trace> good = new ArrayList<>();
        List<Traces.Trace> poor = new ArrayList<>();
        boolean first = true;
        for (Traces.Trace trace : traces.all()) {
            boolean kthread = trace.has("rcu_gp_kthread");
            if (first && !kthread) {
                List<Frame> all = new ArrayList<>(waits ? List.of() : traces.pointers());
                all.addAll(trace.frames());
                good.add(new Traces.Trace(
                        trace.line(),
                        trace.section(),
                        all,
                        trace.interrupted() == 0
                                ? 0
                                : trace.interrupted()
                                        + all.size()
                                        - trace.frames().size()));
                first = false;
            } else {
                (kthread ? poor : good).add(trace);
            }
        }
        good.addAll(poor);
        return good;
    }

    private String waiter(List<String> names) {
        for (String name : names) {
            if (name.equals("rtnl_lock") || name.equals("rtnl_lock_killable")) {
                return name;
            }
            if (SYNCHRONIZE.matcher(name).matches()) {
                return "synchronize_rcu";
            }
        }
        return innermost(names, f -> frames.generic(f) || frames.waiting(f) || f.equals("kthread"));
    }

    /**
     * A loop is caught anywhere inside it, so the innermost function differs each time. What stays is the function that
     * a dispatcher (system call entry, workqueue, softirq) called.
     */
    private String looper(List<String> names, int interrupted) {
        boolean beyond = interrupted > 0
                && interrupted < names.size()
                && names.subList(0, interrupted).stream()
                        .noneMatch(f -> SOFTIRQ.matcher(f).matches());
        int from = beyond ? interrupted : afterInterrupt(names);
        String previous = "";
        String dispatcher = "";
        for (String name : names.subList(from, names.size())) {
            if (name.startsWith("smp_call_function")) {
                return "smp_call_function";
            }
            if (frames.dispatching(name) && !previous.isEmpty()) {
                return BAD_GUESS.matcher(previous).matches() ? "" : previous;
            }
            if (BAD_GUESS.matcher(name).matches()
                    || frames.generic(name)
                    || frames.transparent(name)
                    || frames.interruptEntry(name)) {
                continue;
            }
            if (!frames.dispatching(name)) {
                previous = name;
            } else if (dispatcher.isEmpty()) {
                dispatcher = name;
            }
        }
        return previous.isEmpty() ? dispatcher : previous;
    }

    /** Skips the timer tick that noticed the stall, which comes innermost, and where the interrupt came in below it. */
    private int afterInterrupt(List<String> names) {
        boolean tick = false;
        for (int i = 0; i < names.size(); i++) {
            if (TICK.matcher(names.get(i)).matches()) {
                tick = true;
            } else if (tick && frames.interruptEntry(names.get(i))) {
                int j = i;
                while (j < names.size() && frames.interruptEntry(names.get(j))) {
                    j++;
                }
                return j < names.size() ? j : 0;
            } else if (!tick && i >= TICK_DEPTH) {
                return 0;
            }
        }
        return 0;
    }
}
