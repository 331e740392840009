/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.regex.Pattern;
import org.kharness.console.ReportFormats.Opening;

/** Names reports as people do in bug reports: what happened, then "in" the function at fault. */
final class Titles {
    private static final Pattern NUMBER = Pattern.compile("\\b(?:0x)?[0-9a-f]{6,}\\b|\\b0x[0-9a-f]+\\b|\\b\\d+\\b");

    private Titles() {}

    static String title(Opening opening, ReportDraft draft, String function) {
        String title = opening.title();
        if (opening.format().type() == ReportType.KASAN) {
            title += access(draft);
        }
        title = NUMBER.matcher(title).replaceAll("NUM");
        return function.isEmpty() ? title : title + " in " + function;
    }

    private static String access(ReportDraft draft) {
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
}
