/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

/** Subjects and commit messages tidied as git tidies them. */
public final class Messages {
    private Messages() {}

    /** Removes "Re:", bracketed prefixes and colons in front: cleanup_subject of git's mailinfo. */
    public static String cleanSubject(String subject) {
        int at = 0;
        while (at < subject.length()) {
            char first = subject.charAt(at);
            if (first == ' ' || first == '\t' || first == ':') {
                at++;
            } else if (subject.length() - at > 3 && subject.regionMatches(true, at, "re:", 0, 3)) {
                at += 3;
            } else if (first == '[' && subject.indexOf(']', at) > 0) {
                at = subject.indexOf(']', at) + 1;
            } else {
                break;
            }
        }
        return Ascii.oneSpace(Ascii.trim(subject.substring(at)));
    }

    /** {@code git stripspace}: no trailing white space, no two empty lines in a row, none at the ends, newline at the end. */
    public static String stripSpace(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            String kept = Ascii.rtrim(text.substring(from, end));
            from = end + 1;
            if (kept.isEmpty()) {
                gap = out.length() > 0;
                continue;
            }
            out.append(gap ? "\n" : "").append(kept).append('\n');
            gap = false;
        }
        return out.toString();
    }
}
