/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

/** Subjects and commit messages tidied as git tidies them. */
public final class Messages {
    private Messages() {}

    /** Removes "Re:", bracketed prefixes and colons in front: cleanup_subject of git's mailinfo. */
    public static String cleanSubject(String subject) {
        String rest = subject;
        while (!rest.isEmpty()) {
            char first = rest.charAt(0);
            if (first == ' ' || first == '\t' || first == ':' || first == '\n') {
                rest = rest.substring(1);
            } else if (rest.length() > 3 && rest.regionMatches(true, 0, "re:", 0, 3)) {
                rest = rest.substring(3);
            } else if (first == '[' && rest.indexOf(']') > 0) {
                rest = rest.substring(rest.indexOf(']') + 1);
            } else {
                break;
            }
        }
        return oneSpace(rest);
    }

    /** Every run of white space made one blank, none at the ends. */
    static String oneSpace(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** {@code git stripspace}: no trailing white space, no two empty lines in a row, none at the ends, newline at the end. */
    public static String stripSpace(String text) {
        StringBuilder out = new StringBuilder();
        boolean gap = false;
        for (String line : text.split("\n", -1)) {
            String kept = line.stripTrailing();
            if (kept.isEmpty()) {
                gap = out.length() > 0;
                continue;
            }
            if (gap) {
                out.append('\n');
                gap = false;
            }
            out.append(kept).append('\n');
        }
        return out.toString();
    }
}
