/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines of call traces and of register dumps, as the architectures print them. */
final class TraceParser {
    /** How scripts/decode_stacktrace.sh and syzbot's symboliser mark what was inlined into the next line's function. */
    static final String INLINED = "[inline]";

    private static final String SYMBOL =
            "(<[\\w: ,&*<>\\[\\]'=-]+>(?:::[\\w<>:{}#]+)*|[A-Za-z_$.][\\w$.]*(?:::[\\w<>:{}#]+)*)";
    private static final String OFFSET = "(?:\\+(0x[0-9a-f]+(?:/0x[0-9a-f]+)?|[0-9a-f]+/[0-9a-f]+))";
    private static final String ADDRESSES =
            "(?:\\(?(?:\\[<?\\s*(?:[0-9a-f]{4,16}|inline|  none  )\\s*>?\\]|\\b[0-9a-f]{8}\\b)\\)?\\s*)*";
    private static final String SOURCE = "(?:\\s+(?:at )?([\\w./+-]+\\.(?:[chS]|rs|inc):\\d+))";
    private static final String MODULE = "(?:\\s*\\[([\\w-]+)(?: [0-9a-f]+)?\\])";

    /** What may stand before the address: arm's inner frames, sparc's callers, m68k's first one, ksymoops's own lines. */
    private static final String LEAD =
            "(?:\\(?from |Caller\\[[0-9a-f]+\\]: |Call [Tt]race: *|Trace; [0-9a-f]{8,16} <|\\[\\w+\\+\\d+/\\d+\\] |>)?";

    /** The module before the symbol, as x86-64 kernels up to 2.6.24 had it. */
    private static final String OLD_MODULE = "(?::[\\w-]+:)?";

    private static final Pattern FRAME = Pattern.compile("^\\s*" + LEAD + ADDRESSES + "(\\? )?\\(?" + OLD_MODULE
            + SYMBOL + OFFSET + MODULE + "?[)>]?" + MODULE + "?" + SOURCE + "?(.*)$");

    /** Frames in a row, as klogd decoded them for kernels up to 2.6. */
    private static final Pattern IN_A_ROW =
            Pattern.compile("\\[([A-Za-z_][\\w.]*)\\+(\\d+/\\d+|0x[0-9a-f]+/0x[0-9a-f]+)\\]");

    private static final Pattern INLINE =
            Pattern.compile("^\\s*" + ADDRESSES + "(\\? )?" + SYMBOL + SOURCE + "(?: \\[inline\\])?\\s*$");
    /** As scripts/decode_stacktrace.sh writes frames: the places of what was inlined there come first. */
    private static final String DECODED = " \\(([\\w./+-]+\\.(?:[chS]|rs):\\d+)(?: (?:[^ ()]+|\\([^()]*\\)))*\\)";

    private static final Pattern DECODED_FRAME =
            Pattern.compile("^\\s*" + ADDRESSES + "(\\? )?" + SYMBOL + DECODED + "(?: (\\w+))?\\s*$");
    private static final Pattern DECODED_POINTER = Pattern.compile(
            "^\\s*(?:RIP: [0-9a-f]{4}:|EIP: |pc : |epc : |NIP: )" + SYMBOL + DECODED + "(?: (\\w+))?\\s*$");

    private static final Pattern ARM_FROM = Pattern.compile(
            "^\\s*(?:\\[<[0-9a-f]+>\\] )?\\(?([A-Za-z_$.][\\w$.]*)(?:\\+?(0x[0-9a-f]+/0x[0-9a-f]+)?)" + MODULE
                    + "?\\)? from (?:\\[<[0-9a-f]+>\\] )?\\(?(?<caller>[A-Za-z_$.][\\w$.]*)\\+(?<at>0x[0-9a-f]+/0x[0-9a-f]+).*$");
    private static final Pattern POINTER = Pattern.compile(
            "^\\s*(?:RIP: [0-9a-f]{4}:|RIP:? |EIP: +(?:[0-9a-f]{4}:)?|(?:EIP|PC|pc|NIP|ip|IP) is at |IP: |pc ?: (?:\\[?<?[0-9a-f]+>?\\]? )?|epc *: (?:[0-9a-f]+ )?|pc: [0-9a-f]{8,16}: |NIP |"
                    + "Krnl PSW ?: .*\\(|ERA: [0-9a-f]+ |TPC: <|IAOQ\\[0\\]: |\\[ERET *\\]: |PC: |>>(?:EIP|RIP|PC|NIP); [0-9a-f]{8,16} <)\\s*(?:\\[<?[0-9a-f]+>?\\]\\s*)*(?:[0-9a-f]{16} )?\\[?"
                    + OLD_MODULE + SYMBOL + OFFSET + MODULE + "?" + SOURCE + "?.*$");
    /** The first two letters of each of those. */
    private static final String POINTERS = "RI EI PC pc NI ip IP ep Kr ER TP IA [E >>";

    private static final Pattern LINK =
            Pattern.compile("^\\s*(?:LR is at |lr ?: (?:\\[?<?[0-9a-f]+>?\\]? )?|LR \\[[0-9a-f]+\\] | ?ra : )" + SYMBOL
                    + OFFSET + MODULE + "?.*$");
    private static final Pattern UNRELIABLE = Pattern.compile("\\(unreliable\\)");

    private TraceParser() {}

    /** The frame in this line; null where it is none. */
    static KernelReport.@Nullable Frame frame(String text) {
        if (text.length() < 4) {
            return null;
        }
        int plus = text.indexOf('+');
        KernelReport.Frame usual = plus > 0 ? usual(text, plus) : null;
        if (usual != null) {
            return usual;
        }
        Matcher m = hasOffset(text, plus) ? FRAME.matcher(text) : null;
        if (m != null && m.matches()) {
            boolean reliable =
                    m.group(1) == null && !UNRELIABLE.matcher(m.group(7)).find();
            String module = m.group(4) != null ? m.group(4) : m.group(5);
            return new KernelReport.Frame(
                    m.group(2), or(m.group(3)), module == null ? "" : module, or(m.group(6)), false, reliable);
        }
        boolean source = mayHaveSource(text);
        if (source && text.contains(" (")) {
            Matcher decoded = DECODED_FRAME.matcher(text);
            if (decoded.matches()) {
                return new KernelReport.Frame(
                        decoded.group(2), "", or(decoded.group(4)), decoded.group(3), false, decoded.group(1) == null);
            }
        }
        if (text.contains(" from ")) {
            Matcher arm = ARM_FROM.matcher(text);
            if (arm.matches()) {
                return new KernelReport.Frame(arm.group(1), or(arm.group(2)), or(arm.group(3)), "", false, true);
            }
        }
        Matcher inline = source ? INLINE.matcher(text) : null;
        if (inline != null && inline.matches()) {
            return new KernelReport.Frame(
                    inline.group(2), "", "", inline.group(3), text.contains(INLINED), inline.group(1) == null);
        }
        return null;
    }

    /**
     * The caller that a line of arm's trace names, "(f) from (caller+0x1f/0x40)": in the next line it stands first, and only
     * the last one's caller has no line of its own. Null where this is no such line.
     */
    static KernelReport.@Nullable Frame caller(String text) {
        Matcher m = text.contains(" from ") ? ARM_FROM.matcher(text) : null;
        return m != null && m.matches()
                ? new KernelReport.Frame(m.group("caller"), m.group("at"), "", "", false, true)
                : null;
    }

    /**
     * What nearly every frame is, " ? name+0x1f/0x40 [module]" with or without the address before, without a pattern's
     * cost; null for whatever is not that.
     */
    private static KernelReport.@Nullable Frame usual(String text, int plus) {
        int from = 0;
        while (from < plus && text.charAt(from) == ' ') {
            from++;
        }
        if (text.startsWith("[<", from)) {
            int close = text.indexOf(">] ", from);
            if (close < 0 || close > plus || !hex(text, from + 2, close)) {
                return null;
            }
            from = close + ">] ".length();
        }
        boolean guess = text.startsWith("? ", from);
        int name = guess ? from + 2 : from;
        int slash = text.indexOf("/0x", plus);
        if (!symbol(text, name, plus) || slash < 0 || !text.startsWith("0x", plus + 1) || !hex(text, plus + 3, slash)) {
            return null;
        }
        int end = slash + 3;
        while (end < text.length() && isHex(text.charAt(end))) {
            end++;
        }
        String module = "";
        int rest = end;
        if (text.startsWith(" [", end)) {
            rest = text.indexOf(']', end) + 1;
            if (rest == 0 || !symbol(text, end + 2, rest - 1)) {
                return null;
            }
            module = text.substring(end + 2, rest - 1);
        }
        boolean whole = end > slash + 3 && text.length() == rest;
        return whole
                ? new KernelReport.Frame(
                        text.substring(name, plus), text.substring(plus + 1, end), module, "", false, !guess)
                : null;
    }

    /** True where a file's name and a line's number may be in the text, such as "dax.c:347". */
    private static boolean mayHaveSource(String text) {
        for (int at = text.indexOf(':'); at > 0 && at + 1 < text.length(); at = text.indexOf(':', at + 1)) {
            char digit = text.charAt(at + 1);
            if ("chSs".indexOf(text.charAt(at - 1)) >= 0 && digit >= '0' && digit <= '9') {
                return true;
            }
        }
        return false;
    }

    /** True where a plus is before a number; in most other lines it is a kernel's release that has one. */
    private static boolean hasOffset(String text, int plus) {
        int at = plus;
        while (at >= 0 && at + 1 < text.length()) {
            if (isHex(text.charAt(at + 1))) {
                return true;
            }
            at = text.indexOf('+', at + 1);
        }
        return false;
    }

    private static boolean symbol(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == from || ((c < '0' || c > '9') && c != '.'))) {
                return false;
            }
        }
        return to > from;
    }

    private static boolean hex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isHex(text.charAt(i))) {
                return false;
            }
        }
        return to > from;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /** All frames in this line: one where {@link #frame} sees it, several where klogd wrote them in a row. */
    static List<KernelReport.Frame> frames(String text) {
        List<KernelReport.Frame> frames = new ArrayList<>();
        int bracket = text.indexOf('[');
        if (bracket >= 0 && text.indexOf('+', bracket) > 0 && text.indexOf('[', bracket + 1) > 0) {
            Matcher row = IN_A_ROW.matcher(text);
            while (row.find()) {
                frames.add(new KernelReport.Frame(row.group(1), row.group(2), "", "", false, true));
            }
        }
        if (frames.size() > 1) {
            return frames;
        }
        KernelReport.Frame frame = frame(text);
        return frame != null ? List.of(frame) : frames;
    }

    /** The function at the instruction pointer, as this line of a register dump has it; null where it has none. */
    static KernelReport.@Nullable Frame pointer(String text) {
        if (!mayBePointer(text)) {
            return null;
        }
        if (text.contains(" (") && mayHaveSource(text)) {
            Matcher decoded = DECODED_POINTER.matcher(text);
            if (decoded.matches()) {
                return new KernelReport.Frame(
                        decoded.group(1), "", or(decoded.group(3)), decoded.group(2), false, true);
            }
        }
        Matcher m = text.indexOf('+') < 0 ? null : POINTER.matcher(text);
        return m == null || !m.matches()
                ? null
                : new KernelReport.Frame(m.group(1), or(m.group(2)), or(m.group(3)), or(m.group(4)), false, true);
    }

    /** The function at the link register, as this line of a register dump has it; null where it has none. */
    static KernelReport.@Nullable Frame link(String text) {
        if (text.length() < 6 || "Ll r".indexOf(text.charAt(0)) < 0 || text.indexOf('+') < 0) {
            return null;
        }
        Matcher m = LINK.matcher(text);
        return m.matches() ? new KernelReport.Frame(m.group(1), or(m.group(2)), or(m.group(3)), "", false, true) : null;
    }

    /** False for nearly all lines that show no instruction pointer, without a pattern's cost. */
    private static boolean mayBePointer(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        int register = i + 1 < text.length() ? POINTERS.indexOf(text.substring(i, i + 2)) : -1;
        return register >= 0
                && register % 3 == 0
                && (text.indexOf(':', i) > 0 || text.startsWith("NIP", i) || text.contains(" is at "));
    }

    private static String or(@Nullable String s) {
        return s == null ? "" : s;
    }
}
