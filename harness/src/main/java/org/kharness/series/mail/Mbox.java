/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.kharness.series.diff.Raw;

/** Cuts an mbox into its mails as {@code git mailsplit} does; the rare "mboxrd" quoting is undone where it is declared. */
public final class Mbox {
    private static final Pattern QUOTED_FROM = Pattern.compile(">+From .*", Pattern.DOTALL);

    private Mbox() {}

    /** True if the text begins with the separator line of an mbox. */
    public static boolean looksLikeOne(String raw) {
        int end = raw.indexOf('\n');
        return isSeparator(end < 0 ? raw : raw.substring(0, end + 1));
    }

    /**
     * The mails of an mbox, each without its separator line and with CRLF line ends made LF, as git does unless told to
     * keep them. Text that does not begin with a separator is one mail.
     */
    public static List<String> split(String raw) {
        List<String> lines = Raw.lines(raw);
        if (!looksLikeOne(raw)) {
            return List.of(joined(lines, 0, lines.size(), false));
        }
        boolean mboxrd = lines.get(0).startsWith("From mboxrd@z ");
        List<String> mails = new ArrayList<>();
        int from = 1;
        for (int i = 1; i <= lines.size(); i++) {
            if (i == lines.size() || isSeparator(lines.get(i))) {
                mails.add(joined(lines, from, i, mboxrd));
                from = i + 1;
            }
        }
        return mails;
    }

    private static String joined(List<String> lines, int from, int to, boolean mboxrd) {
        StringBuilder mail = new StringBuilder();
        for (String line : lines.subList(from, to)) {
            int start = mboxrd && QUOTED_FROM.matcher(line).matches() ? 1 : 0;
            if (line.endsWith("\r\n")) {
                mail.append(line, start, line.length() - 2).append('\n');
            } else {
                mail.append(line, start, line.length());
            }
        }
        return mail.toString();
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
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static int year(String text) {
        int year = 0;
        for (int i = 0; i < text.length() && i < 6; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                break;
            }
            year = year * 10 + (c - '0');
        }
        return year;
    }
}
