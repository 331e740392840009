/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Whether a commit is signed off by its author (kernel documentation, process/submitting-patches). */
public final class SignOff {
    private static final String NAME = "sign-off";
    private static final Pattern LINE =
            Pattern.compile("^Signed-off-by:\\s*(?<name>[^<\\n]*?)\\s*<(?<mail>[^>\\n]*)>\\s*$", Pattern.MULTILINE);

    private SignOff() {}

    /** Checks a commit message. */
    public static Check check(String authorName, String authorEmail, String message) {
        List<MatchResult> lines = LINE.matcher(message).results().toList();
        if (lines.isEmpty()) {
            return Check.of(NAME, Check.Outcome.FAIL, "no Signed-off-by");
        }
        if (lines.stream().anyMatch(l -> same(l.group(2), authorEmail))) {
            return Check.pass(NAME);
        }
        if (lines.stream().anyMatch(l -> same(l.group(1), authorName))) {
            return Check.of(
                    NAME, Check.Outcome.WARN, "signed off by the author with another address than " + authorEmail);
        }
        return Check.of(
                NAME, Check.Outcome.FAIL, "not signed off by the author, " + authorName + " <" + authorEmail + ">");
    }

    private static boolean same(String one, String other) {
        return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }
}
