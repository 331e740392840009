/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

    /**
     * A line as part of a report.
     *
     * @param kind what it is
     * @param frames the frames in it where it is one of a call trace, or the header of one; else none
     * @param pointer the function at the instruction pointer where it is a line that shows that
     */
    record Body(Kind kind, List<KernelReport.Frame> frames, KernelReport.@Nullable Frame pointer) {
        static final Body OTHER = new Body(Kind.OTHER, List.of(), null);
        private static final Body PLAIN = new Body(Kind.BODY, List.of(), null);

        static Body of(Kind kind) {
            return kind == Kind.OTHER ? OTHER : kind == Kind.BODY ? PLAIN : new Body(kind, List.of(), null);
        }
    }

    private static final List<String> STARTS = Resource.lines("report-lines.txt").stream()
            .filter(line -> !line.isEmpty())
            .toList();

    /** The same by their first character, an ASCII one. */
    private static final List<List<String>> BY_FIRST = IntStream.range(0, 128)
            .mapToObj(c -> STARTS.stream().filter(s -> s.charAt(0) == c).toList())
            .toList();

    private static final Pattern TRACE_HEADER = Pattern.compile(
            "^\\s*(?:(?:[Cc]all [Tt]race|Backtrace|[Ss]tack [Bb]acktrace|\\s*backtrace(?: \\(crc \\w+\\))?):.*|Backtrace: |Call Trace ?:?|Backtrace:)\\s*$");
    private static final Pattern INDENTED = Pattern.compile(
            "^(?: {0,3}</?[A-Z#]+\\d*> ?(?:</?[A-Z#]+> ?)*| +\\^~*|[ >][0-9a-f]{8,16}: .*|[0-9a-f]{4} ?:?(?: [0-9a-f]{2,8}){2,}.*|(?: ?[0-9a-f]{8,16}){3,}.*"
                    + "|#PF: .*|-> #\\d+ .*|#\\d+: .*|\\d+ locks? held by.*| #\\d+: .*|\\s+-->.*|\\s+lock\\(.*|\\s+CPU\\d\\s+CPU\\d.*|\\s+----.*|\\s*\\*\\*\\* DEADLOCK.*|[\\w./-]+:\\d+ .*| {2,}\\S.*|\\t.*|-{8,}|Code: .*|[A-Z][A-Z0-9]{1,3} ?: ?[0-9a-fx]{4,}.*)$");
    private static final Pattern AFTERMATH = Pattern.compile(
            "^(?:Kernel panic - not|Kernel Offset|Rebooting|---\\[|RIP|Code: |RSP|R[A-Z0-9]{2}: |FS:|CS:|CR2|DR[03]|PKRU|EIP|CPU: |Hardware name|Call [Tt]race| <|note: |Disabling lock|SMP: stopping|CPU features|Memory Limit|Dumping ftrace|   \\(ftrace|Fixing recursive|BUG: .*unmatched|EAX|ESI|DS:|CR0|DR6|ESP|x\\d|Code|Modules linked).*");

    private BodyLines() {}

    /** What this line is. */
    static Body read(String text) {
        if (text.isEmpty()) {
            return Body.PLAIN;
        }
        Kind mark = mark(text);
        if (mark != null) {
            return Body.of(mark);
        }
        if (text.contains("race") && TRACE_HEADER.matcher(text).matches()) {
            return new Body(Kind.TRACE_HEADER, TraceParser.frames(text), null);
        }
        KernelReport.Frame pointer = TraceParser.pointer(text);
        if (pointer != null) {
            return new Body(Kind.POINTER, List.of(), pointer);
        }
        List<KernelReport.Frame> frames = TraceParser.frames(text);
        if (!frames.isEmpty()) {
            return new Body(Kind.FRAME, frames, null);
        }
        return starts(text) || INDENTED.matcher(text).matches() ? Body.PLAIN : Body.OTHER;
    }

    private static @Nullable Kind mark(String text) {
        char c = text.charAt(0);
        if (c == '=' && text.startsWith("==========")) {
            return Kind.SEPARATOR;
        }
        if (c == '-' && text.contains("[ cut here ]")) {
            return Kind.CUT_HERE;
        }
        return c == '-' && text.startsWith("---[ end ") ? Kind.END : null;
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
