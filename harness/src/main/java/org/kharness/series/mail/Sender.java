/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

/**
 * Name and address out of a From field, picked as git does (handle_from of its mailinfo).
 *
 * @param name the name; the address where no sane name is given
 * @param email the address
 */
record Sender(String name, String email) {
    static Sender of(String field) {
        String from = unquoted(field);
        int at = from.indexOf('@');
        if (at < 0) {
            return bogus(field);
        }
        int start = at;
        while (start > 0 && !Character.isWhitespace(from.charAt(start - 1)) && from.charAt(start - 1) != '<') {
            start--;
        }
        int end = at;
        while (end < from.length() && !Character.isWhitespace(from.charAt(end)) && from.charAt(end) != '>') {
            end++;
        }
        String email = from.substring(start, end);
        int before = start > 0 && from.charAt(start - 1) == '<' ? start - 1 : start;
        String rest = from.substring(0, before) + " " + from.substring(Math.min(end + 1, from.length()));
        String name = Messages.oneSpace(rest);
        if (name.startsWith("(") && name.endsWith(")") && name.length() > 1) {
            name = name.substring(1, name.length() - 1);
        }
        return new Sender(sane(name, email), email);
    }

    /** An address without an at sign. */
    private static Sender bogus(String field) {
        int open = field.indexOf('<');
        int close = field.indexOf('>');
        if (open < 0 || close < open) {
            return new Sender(field, "");
        }
        String email = field.substring(open + 1, close);
        return new Sender(sane(Messages.oneSpace(field.substring(0, open)), email), email);
    }

    private static String sane(String name, String email) {
        boolean odd =
                name.length() < 3 || name.length() > 60 || name.chars().anyMatch(c -> c == '@' || c == '<' || c == '>');
        return odd ? email : name;
    }

    /** Removes the quotes of quoted strings and the backslashes of quoted pairs. */
    private static String unquoted(String field) {
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && i + 1 < field.length()) {
                out.append(field.charAt(++i));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
