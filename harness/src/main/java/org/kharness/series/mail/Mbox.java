/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts an mbox into its mails as {@code git mailsplit} does; "mboxrd" quoting is undone where it is declared, as public-inbox
 * does in the first separator.
 */
public final class Mbox {
    private static final Pattern FORMAT_PATCH = Pattern.compile("From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\\s*");
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+:.*", Pattern.DOTALL);
    private static final int LONGEST_SEPARATOR = 1000;

    private final MailText text;
    private final Window window;
    private final boolean mboxrd;
    private final boolean formatted;
    private boolean diffSeen;
    private boolean blankBefore;

    private Mbox(MailText text, Window window, String first) {
        this.text = text;
        this.window = window;
        mboxrd = first.startsWith("From mboxrd@z ");
        formatted = FORMAT_PATCH.matcher(first).matches();
    }

    /**
     * Where a mail lies in a text, of which it keeps nothing that is not held anyway.
     *
     * @param text the text
     * @param from its first character
     * @param to the character after its last
     * @param unquote true to take one {@code >} off lines like {@code >From}
     * @param keepCr false to make CRLF line ends LF
     */
    public record Slice(MailText text, int from, int to, boolean unquote, boolean keepCr) {
        /** How many bytes it has as it lies there. */
        public int length() {
            return to - from;
        }

        /** The mail. */
        public String raw() {
            String mail = text.part(from, to);
            boolean carriage = !keepCr && mail.contains("\r\n"); // asked of this mail alone: an archive holds many
            if (!carriage && !unquote) {
                return mail;
            }
            StringBuilder plain = new StringBuilder(mail.length());
            int at = 0;
            while (at < mail.length()) {
                int end = mail.indexOf('\n', at) + 1;
                end = end == 0 ? mail.length() : end;
                boolean crlf = !keepCr && end - at > 1 && mail.startsWith("\r\n", end - 2);
                plain.append(mail, at + (unquote && isQuoted(mail, at) ? 1 : 0), crlf ? end - 2 : end);
                plain.append(crlf ? "\n" : "");
                at = end;
            }
            return plain.toString();
        }

        private static boolean isQuoted(String text, int from) {
            int at = from;
            while (Ascii.at(text, at) == '>') {
                at++;
            }
            return at > from && text.startsWith("From ", at);
        }
    }

    /**
     * The mails of an mbox, each without its separator line. Text that does not begin with a separator is one mail.
     *
     * @param keepCr false to make CRLF line ends LF, as git does unless told to keep them
     */
    public static List<Slice> split(MailText text, boolean keepCr) {
        Window window = new Window(text);
        int start = skipSpace(window, 0);
        String first = line(window, start);
        if (!isSeparator(first)) {
            return List.of(new Slice(text, start, text.length(), false, keepCr));
        }
        return new Mbox(text, window, first).slices(window.lineEnd(start), keepCr);
    }

    private List<Slice> slices(int begin, boolean keepCr) {
        List<Slice> mails = new ArrayList<>();
        int from = begin;
        int at = begin;
        while (at < window.length()) {
            int next = window.lineEnd(at);
            if (window.startsWith("From ", at) && separates(line(window, at), next)) {
                mails.add(new Slice(text, from, at, mboxrd, keepCr));
                from = next;
                diffSeen = false;
            }
            diffSeen |= window.startsWith("diff --git ", at) || window.startsWith("+++ ", at);
            blankBefore = next - at == 1 || (next - at == 2 && window.at(at) == '\r');
            at = next;
        }
        mails.add(new Slice(text, from, window.length(), mboxrd, keepCr));
        return mails;
    }

    /**
     * True for a separator. The line that every file of {@code git format-patch} begins with also stands in bodies, where
     * somebody pasted such a file: it separates only where a header follows and, in an mbox of another kind, a patch and
     * a blank line went before.
     */
    private boolean separates(String line, int next) {
        if (!isSeparator(line)) {
            return false;
        }
        if (!FORMAT_PATCH.matcher(line).matches()) {
            return true;
        }
        int from = skipSpace(window, next); // blank lines may stand before the header
        String following = line(window, from);
        boolean header = FIELD.matcher(following).matches() || following.startsWith(">From ");
        return header && (formatted || (blankBefore && diffSeen));
    }

    private static int skipSpace(Window window, int from) {
        int at = from;
        while (at < window.length() && Ascii.isSpace(window.at(at))) {
            at++;
        }
        return at;
    }

    private static String line(Window window, int from) {
        return window.part(from, Math.min(window.lineEnd(from), from + LONGEST_SEPARATOR));
    }

    /** is_from_line of git's mailsplit: a "From " line that ends in a time and a year. */
    static boolean isSeparator(String line) {
        if (line.length() < 20 || !line.startsWith("From ")) {
            return false;
        }
        int colon = line.lastIndexOf(':', line.length() - 3);
        if (colon < 9 || colon + 3 >= line.length()) {
            return false;
        }
        if (!digits(line, colon - 4, 1) || !digits(line, colon - 2, 2) || !digits(line, colon + 1, 2)) {
            return false;
        }
        return year(line.substring(colon + 3).strip()) > 90;
    }

    private static boolean digits(String line, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Ascii.isDigit(line.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int year(String text) {
        int year = 0;
        for (int i = 0; i < text.length() && i < 6 && Ascii.isDigit(text.charAt(i)); i++) {
            year = year * 10 + (text.charAt(i) - '0');
        }
        return year;
    }
}
