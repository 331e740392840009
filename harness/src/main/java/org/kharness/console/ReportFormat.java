/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of report begins and how it is named.
 *
 * @param type what it is
 * @param keywords texts of which every such first line contains one, for a quick look
 * @param opening the first line; its group "f" is the function where the line names one, "place" the source line ("file"
 *     and "line" where they are apart), "dev" the device
 * @param title the title; "$1" and the like stand for groups of the opening
 * @param blame where the function at fault is looked for
 * @param role how it behaves when another report is open
 */
record ReportFormat(ReportType type, List<String> keywords, Pattern opening, String title, Blame blame, Role role) {
    /** Where the function at fault is looked for. */
    enum Blame {
        /** In the first line, else the instruction pointer, else the call trace. */
        OPENING,
        /** The same where a call trace need not follow. */
        NAMED,
        /** At the instruction pointer, else in the call trace. */
        POINTER,
        /** In the call trace only: the instruction pointer is somewhere generic. */
        STACK,
        /** In the stack of the task that hangs, below what waits and schedules. */
        HANG,
        /** Where a lock is taken, as "at: function" says, else in the call trace. */
        LOCK,
        /** The same where no call trace follows. */
        HOLDER,
        /** Nowhere: the title says all. */
        NONE
    }

    /** How it behaves when another report is open in the same context. */
    enum Role {
        /** It begins a report. */
        BEGINS,
        /** It goes on with a report that is open, else begins one. */
        GOES_ON,
        /** It begins a report only where a trace follows: user space prints the like. */
        MAY_BEGIN,
        /** It is one line; no trace follows. */
        LINE
    }

    /** The match of the first line; null where this is none. */
    @Nullable
    Matcher match(String text) {
        Matcher m = opening.matcher(text);
        return m.find() ? m : null;
    }
}
