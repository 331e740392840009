/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        if (opening == null || !opening(opening, line)) {
            inside(line);
        }
        noteStart(line);
        if (cut) {
            open.values().stream().filter(d -> d.caller().equals(line.caller())).forEach(ReportDraft::markCut);
        }
    }

    /** The log is at its end. */
    void end() {
        for (String key : List.copyOf(open.keySet())) {
            ReportDraft draft = open.get(key);
            if (draft != null && !draft.ended() && !draft.traceSeen() && draft.expectsTrace()) {
                draft.markCut();
            }
            close(key);
        }
    }

    /** Begins a report or goes on with one; false where the line does neither. */
    private boolean opening(Opening opening, ConsoleLine line) {
        String key = key(opening.format(), line.caller());
        ReportDraft draft = open.get(key);
        if (draft != null && draft.takes(opening)) {
            draft.join(opening, line);
            return true;
        }
        if (opening.format().role() == Role.MAY_BEGIN && draft != null && !draft.ended()) {
            return false;
        }
        ReportDraft begun = new ReportDraft(opening, line, firstLine(line), limits.reportLines());
        if (opening.format().role() == Role.LINE) {
            listener.report(ReportReading.read(begun));
            return true;
        }
        startLine = 0;
        close(key);
        open.put(key, begun);
        if (open.size() > MAX_OPEN) {
            close(open.keySet().iterator().next());
        }
        return true;
    }

    private int firstLine(ConsoleLine line) {
        boolean near = startLine > 0 && startCaller.equals(line.caller()) && line.number() - startLine <= 6;
        return near ? startLine : line.number();
    }

    /** Errors of devices and filesystems come in between the lines of other reports and do not end them. */
    private static String key(ReportFormat format, String caller) {
        return switch (format.type()) {
            case IO_ERROR, FS_CORRUPTION, FS_SHUTDOWN -> caller + "#";
            default -> caller;
        };
    }

    private void inside(ConsoleLine line) {
        if (open.isEmpty()) {
            return;
        }
        Kind kind = BodyLines.kind(line.text());
        for (String key : List.copyOf(open.keySet())) {
            ReportDraft draft = open.get(key);
            boolean own = draft != null && draft.caller().equals(line.caller());
            if (draft != null && (own ? !draft.offer(line, kind) : line.number() - draft.lastLine() > IDLE_LINES)) {
                close(key);
            }
        }
    }

    /** Remembers a separator or "cut here" line: the report that follows begins with it. */
    private void noteStart(ConsoleLine line) {
        if (line.text().startsWith("=====") || line.text().contains("[ cut here ]")) {
            startLine = line.number();
            startCaller = line.caller();
        }
    }

    private void close(String key) {
        ReportDraft draft = open.remove(key);
        if (draft != null && !(draft.opening().format().role() == Role.MAY_BEGIN && draft.idle())) {
            listener.report(ReportReading.read(draft));
        }
    }
}
