/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;
import java.util.regex.Pattern;

/** Names reports as people do in bug reports: what happened, then "in" the function at fault. */
final class Titles {
    private static final Pattern NUMBER =
            Pattern.compile("(?<=unknown-block\\()[\\d,]+|\\b0x[0-9a-f]+\\b|\\b[0-9a-f]{8,}\\b|(?<![A-Za-z_])\\d+\\b");
    private static final String RUST_PANIC = "Rust panic";

    /** Titles that name their function already. */
    private static final Pattern NAMED = Pattern.compile("(?:KCSAN|kernel panic|BUG: Dentry).* in .*");

    private static final Pattern STACK_IN = Pattern.compile(".*stack is corrupted in: *(?:\\[<)?([A-Za-z_][\\w.]*)?.*");

    /** What every USB driver calls: a warning there is told by driver and this. */
    private static final String SUBMIT = "usb_submit_urb";

    /**
     * Warnings in a helper are about its caller's mistake.
     *
     * @param file the helper's source file, or how its path begins
     * @param site the helper's names
     * @param title the name that they go by
     */
    private record Helper(String file, Pattern site, String title) {
        boolean at(String place, List<String> named) {
            return place.contains(file)
                    && named.stream()
                            .anyMatch(f -> site.matcher(Signature.bare(f)).matches());
        }
    }

    private static final List<Helper> HELPERS = List.of(
            helper("kernel/locking/lockdep.c", ".*lock_.*", "WARNING: locking bug"),
            helper("", "refcount_.*|kref_.*", "WARNING: refcount bug"),
            helper("lib/debugobjects.c", ".*", "WARNING: ODEBUG bug"),
            helper("", "debug_print_object", "WARNING: ODEBUG bug"),
            helper("mm/vmalloc.c", "__vmalloc_node_range.*", "WARNING: zero-size vmalloc"),
            helper("mm/", "k?.?malloc.*", "WARNING: kmalloc bug"),
            helper("", "_*proc_register|remove_proc_entry|__?xlate_proc_name", "WARNING: proc registration bug"),
            helper("lib/kobject.c", ".*", "WARNING: kobject bug"),
            helper("", "kobject_.*", "WARNING: kobject bug"),
            helper("", "usercopy_warn", "WARNING: bad usercopy"));

    private Titles() {}

    static String title(ReportDraft draft, String function) {
        String title = switch (draft.opening().format().type()) {
            case KASAN -> draft.opening().title() + access(draft);
            case WARNING -> warning(draft);
            case KCSAN -> draft.opening().title() + race(draft);
            case UBSAN -> draft.opening().title().replace("Undefined behaviour", "undefined-behaviour");
            case BUG -> message(draft);
            case PANIC -> panic(draft.opening().title());
            default -> draft.opening().title();
        };
        title = NUMBER.matcher(title).replaceAll(m -> m.group().contains(",") ? m.group() : "NUM");
        if (title.equals("WARNING") && !function.isEmpty() && draft.named().contains(SUBMIT)) {
            return title + " in " + function + "/" + SUBMIT;
        }
        return function.isEmpty() || NAMED.matcher(title).matches() ? title : title + " in " + function;
    }

    private static String warning(ReportDraft draft) {
        return HELPERS.stream()
                .filter(helper -> helper.at(draft.place(), sites(draft)))
                .map(Helper::title)
                .findFirst()
                .orElseGet(() -> draft.opening().title());
    }

    /** Where the warning is: as its first line says, else as the register dump does. */
    private static List<String> sites(ReportDraft draft) {
        return draft.named().isEmpty()
                ? Traces.of(draft.lines()).pointers().stream()
                        .map(KernelReport.Frame::function)
                        .toList()
                : draft.named();
    }

    private static String access(ReportDraft draft) {
        if (draft.opening().title().endsWith("free") && !draft.opening().title().contains("after")) {
            return "";
        }
        for (ReportDraft.Line line : draft.lines()) {
            String text = line.text().stripLeading();
            if (text.startsWith("Read of size") || text.startsWith("Read at addr")) {
                return " Read";
            }
            if (text.startsWith("Write of size") || text.startsWith("Write at addr")) {
                return " Write";
            }
        }
        return "";
    }

    /** What Rust panics about is in the line after the first. */
    private static String message(ReportDraft draft) {
        String title = draft.opening().title();
        List<ReportDraft.Line> lines = draft.lines();
        if (!title.equals(RUST_PANIC) || lines.size() < 2 || lines.get(1).kind() == BodyLines.Kind.CUT_HERE) {
            return title;
        }
        return lines.get(1).text().strip();
    }

    private static String race(ReportDraft draft) {
        String functions =
                draft.opening().group("race").replaceAll("\\+0x\\S+", "").strip();
        return functions.isEmpty() ? "" : " in " + functions;
    }

    private static String panic(String title) {
        var stack = STACK_IN.matcher(title);
        if (stack.matches()) {
            return "kernel panic: stack is corrupted"
                    + (stack.group(1) == null ? "" : " in " + Signature.bare(stack.group(1)));
        }
        return title.replaceFirst("(Attempted to kill init!).*", "$1")
                .replaceFirst("(Fatal exception).*", "$1")
                .replaceFirst("(panic_on_warn set).*", "$1");
    }

    private static Helper helper(String file, String site, String title) {
        return new Helper(file, Pattern.compile(site), title);
    }
}
