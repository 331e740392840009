/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

/** Names and addresses as git writes them into commits: what would disturb its format goes (ident.c). */
public final class Ident {
    private Ident() {}

    /**
     * A name or an address without odd characters at its ends and without those that delimit it.
     *
     * @param dots true to take full stops off the ends too, as git before 2.42
     */
    public static String clean(String text, boolean dots) {
        int from = 0;
        int to = text.length();
        while (from < to && isCrud(text.charAt(from), dots)) {
            from++;
        }
        while (to > from && isCrud(text.charAt(to - 1), dots)) {
            to--;
        }
        StringBuilder out = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c != '\n' && c != '<' && c != '>') {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isCrud(char c, boolean dots) {
        return c <= ' ' || ",:;<>\"\\'".indexOf(c) >= 0 || (dots && c == '.');
    }
}
