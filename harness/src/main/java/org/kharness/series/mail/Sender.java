/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

/**
 * Name and address out of a From field, picked as git does (handle_from of its mailinfo); bytes, as the field is.
 *
 * @param name the name; the address where no sane name is given; empty where nothing is found
 * @param email the address; empty where nothing is found
 */
record Sender(String name, String email) {
    private static final int LONGEST_NAME = 60;

    static Sender of(String field) {
        String from = unquoted(Ascii.untilNul(field));
        int at = from.indexOf('@');
        if (at < 0) {
            return bogus(Ascii.untilNul(field));
        }
        int start = at;
        boolean bracket = false;
        while (start > 0 && !Ascii.isSpace(from.charAt(start - 1)) && !bracket) {
            bracket = from.charAt(start - 1) == '<';
            start -= bracket ? 0 : 1;
        }
        int end = at;
        while (end < from.length() && !endsAddress(from.charAt(end))) {
            end++;
        }
        String before = bracket ? from.substring(0, start - 1) + " " : from.substring(0, start);
        String rest = before + from.substring(Math.min(end + 1, from.length()));
        String name = Ascii.trim(Ascii.oneSpace(rest));
        if (name.startsWith("(") && name.endsWith(")")) {
            name = name.length() < 2 ? "" : name.substring(1, name.length() - 1);
        }
        String email = from.substring(start, end);
        return new Sender(sane(name, email), email);
    }

    private static boolean endsAddress(char c) {
        return Ascii.isSpace(c) || c == '\u000b' || c == '\f' || c == '>';
    }

    /** An address without an at sign: parse_bogus_from. */
    private static Sender bogus(String field) {
        int open = field.indexOf('<');
        int close = open < 0 ? -1 : field.indexOf('>', open);
        if (close < 0) {
            return new Sender("", "");
        }
        String email = field.substring(open + 1, close);
        return new Sender(sane(Ascii.trim(field.substring(0, open)), email), email);
    }

    private static String sane(String name, String email) {
        boolean odd =
                name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> "@<>".indexOf(c) >= 0);
        return odd ? email : name;
    }

    /** Removes the quotes of quoted strings and the backslashes of quoted pairs (unquote_quoted_pair). */
    private static String unquoted(String field) {
        StringBuilder out = new StringBuilder(field.length());
        boolean quoted = false;
        int comments = 0;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            boolean inside = quoted || comments > 0;
            if (c == '\\' && inside) {
                if (i + 1 < field.length()) {
                    out.append(field.charAt(++i));
                }
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
            } else {
                comments += quoted ? 0 : c == '(' ? 1 : c == ')' && comments > 0 ? -1 : 0;
                out.append(c);
            }
        }
        return out.toString();
    }
}
