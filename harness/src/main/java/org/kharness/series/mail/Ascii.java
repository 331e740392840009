/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

/** Characters as git sees them: bytes, and white space is blank, tab, line feed and carriage return only. */
final class Ascii {
    private Ascii() {}

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The character at an index; NUL beyond the end, as in C. */
    static char at(String text, int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    /** Without white space at the end: strbuf_rtrim. */
    static String rtrim(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Without white space at both ends: strbuf_trim. */
    static String trim(String text) {
        return skipSpace(rtrim(text), 0);
    }

    /** What follows an index and the white space there. */
    static String skipSpace(String text, int from) {
        int start = from;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    /** Every run of white space made one blank: cleanup_space of git's mailinfo. */
    static String oneSpace(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isSpace(c)) {
                out.append(c);
            } else if (i == 0 || !isSpace(text.charAt(i - 1))) {
                out.append(' ');
            }
        }
        return out.toString();
    }

    /** What C sees of a string: up to the first NUL. */
    static String untilNul(String text) {
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    static boolean startsWithIgnoringCase(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
