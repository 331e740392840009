/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kharness.console.BodyLines.Kind;
import org.kharness.console.ReportFormat.Role;
import org.kharness.console.ReportFormats.Opening;

/** Finds where reports begin and end. Reports of several callers may be open at a time, one of each. */
final class ReportScanner {
    /** Callers that may have a report open; more than that is no kernel's log. */
    private static final int MAX_OPEN = 32;
    /** Lines after which a report that gets none is closed. */
    private static final int IDLE_LINES = 400;

    private final ConsoleListener listener;
    private final Limits limits;
    private final Map<String, ReportDraft> open = new LinkedHashMap<>();
    private int startLine;
    private String startCaller = "";

    ReportScanner(ConsoleListener listener, Limits limits) {
        this.listener = listener;
        this.limits = limits;
    }

    /** Takes the next line; cut is true where the line's end is missing. */
    void line(ConsoleLine line, boolean cut) {
        Opening opening = ReportFormats.find(line.text());
        ReportDraft draft = open.get(line.caller());
        if (opening != null) {
            opening(opening, line, draft);
        } else if (!open.isEmpty()) {
            inside(line, draft);
        }
        noteStart(line);
        if (cut && open.get(line.caller()) != null) {
            open.get(line.caller()).markCut();
        }
    }

    /** The log is at its end. */
    void end() {
        for (ReportDraft draft : List.copyOf(open.values())) {
            if (!draft.ended() && !draft.traceSeen()) {
                draft.markCut();
            }
            close(draft);
        }
    }

    private void opening(Opening opening, ConsoleLine line, @Nullable ReportDraft draft) {
        if (draft != null && draft.takes(opening)) {
            draft.join(
                    opening,
                    line,
                    ReportFormats.rank(opening.format()),
                    ReportFormats.rank(draft.opening().format()));
            return;
        }
        if (draft != null) {
            close(draft);
        }
        int first = startLine > 0 && startCaller.equals(line.caller()) && line.number() - startLine <= 6
                ? startLine
                : line.number();
        startLine = 0;
        ReportDraft begun = new ReportDraft(opening, line, first, limits.reportLines());
        if (opening.format().role() == Role.LINE) {
            listener.report(ReportReading.read(begun));
            return;
        }
        open.put(line.caller(), begun);
        if (open.size() > MAX_OPEN) {
            close(open.values().iterator().next());
        }
    }

    private void inside(ConsoleLine line, @Nullable ReportDraft own) {
        Kind kind = BodyLines.kind(line.text());
        if (own != null && !own.offer(line, kind)) {
            close(own);
        }
        List<ReportDraft> idle = new ArrayList<>();
        for (ReportDraft draft : open.values()) {
            if (line.number() - draft.lastLine() > IDLE_LINES) {
                idle.add(draft);
            }
        }
        idle.forEach(this::close);
    }

    /** Remembers a separator or "cut here" line: the report that follows begins with it. */
    private void noteStart(ConsoleLine line) {
        if (line.text().startsWith("=====") || line.text().contains("[ cut here ]")) {
            startLine = line.number();
            startCaller = line.caller();
        }
    }

    private void close(ReportDraft draft) {
        open.remove(draft.caller());
        listener.report(ReportReading.read(draft));
    }
}
