/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.series.diff.DiffText;

/**
 * Reads one mail as {@code git mailinfo} does (mailinfo.c of git 2.39): transfer encodings and parts undone, message and patch
 * told apart. One pass over the lines, whatever the mail holds.
 */
public final class MailReader {
    private static final int MOST_BOUNDARIES = 5; // as MAX_BOUNDARIES of git's mailinfo
    private static final int MOST_BODY = 1 << 20;
    /** In a mail longer than this */
    private static final int LONG = 1 << 16;
    /** so much of a diff is kept in the body. */
    private static final int LONG_DIFF = 1 << 12;

    private static final int MOST_PROBLEMS = 5;
    private static final List<String> NAMES = List.of("From", "Subject", "Date");

    private final Set<String> problems = new LinkedHashSet<>();
    private final Map<String, String> header = new HashMap<>();
    private final List<Headers.Field> fields = new ArrayList<>();
    private final Deque<String> boundaries = new ArrayDeque<>();
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder open = new StringBuilder();
    private final BodyFilter filter;
    private final Lines lines;
    private String charset = "";
    private String encoding = "";
    private boolean flowed;
    private boolean deleteSpace;
    private int mostBody = MOST_BODY;
    private boolean diffOnly;
    private final int mostDiff;

    private MailReader(String raw, boolean scissors) {
        int start = 0;
        while (start < raw.length() && Ascii.isSpace(raw.charAt(start))) {
            start++;
        }
        lines = new Lines(raw, start);
        filter = new BodyFilter(scissors, this::problem, lines::left);
        mostDiff = raw.length() <= LONG ? LONG : LONG_DIFF;
    }

    /** Reads a mail; text before a scissors line stays in the message, as with git unless configured. */
    public static PatchMail read(String raw) {
        return read(raw, false);
    }

    /**
     * Reads a mail.
     *
     * @param raw the mail without an mbox separator, see {@link org.kharness.series.diff.Raw}
     * @param scissors true to forget everything before a scissors line, as {@code git am --scissors}
     */
    public static PatchMail read(String raw, boolean scissors) {
        MailReader reader = new MailReader(raw, scissors);
        String first = reader.headers(true);
        reader.body(first);
        return reader.finish();
    }

    /**
     * What {@code git mailinfo --no-scissors} says of a mail, as bytes (see {@link org.kharness.series.diff.Raw}).
     *
     * @param author the author's name
     * @param email the author's address
     * @param subject the first line of the commit message
     * @param message the rest of it, as it stands
     * @param patch what follows the commit message
     */
    public record Parts(String author, String email, String subject, String message, String patch) {}

    /** What follows the commit message in a mail, the same as {@link #read} finds. */
    static String patch(String raw, boolean scissors) {
        MailReader reader = new MailReader(raw, scissors);
        reader.mostBody = 0;
        reader.diffOnly = true;
        String first = reader.headers(true);
        reader.body(first);
        return reader.filter.patch();
    }

    /** Reads a mail and leaves its parts as they are. */
    public static Parts parts(String raw) {
        MailReader reader = new MailReader(raw, false);
        String first = reader.headers(true);
        reader.body(first);
        Sender author = Sender.of(Ascii.oneSpace(reader.chosen("From")));
        String subject = Messages.cleanSubject(reader.chosen("Subject"));
        return new Parts(author.name(), author.email(), subject, reader.filter.message(), reader.filter.patch());
    }

    private void problem(String problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }

    /** Reads header lines; the line that ends them, null at the end of the mail (read_one_header_line). */
    private @Nullable String headers(boolean top) {
        for (String line = lines.next(); line != null; line = lines.next()) {
            String text = Ascii.rtrim(line);
            if (text.isEmpty() || !isHeader(text)) {
                return text + "\n";
            }
            StringBuilder whole = new StringBuilder(text);
            StringBuilder raw = new StringBuilder(text);
            while (lines.peek() == ' ' || lines.peek() == '\t') {
                String more = Ascii.rtrim(String.valueOf(lines.next()));
                whole.append(Ascii.rtrim(" " + more.substring(Math.min(1, more.length()))));
                raw.append('\n').append(more);
            }
            take(whole.toString(), top);
            if (top && !diffOnly) {
                keep(whole.toString(), raw.toString());
            }
        }
        return null;
    }

    private void keep(String field, String raw) {
        int colon = field.indexOf(':');
        if (colon > 0 && !field.startsWith("From ") && !field.startsWith(">From ")) {
            fields.add(
                    new Headers.Field(field.substring(0, colon), Ascii.trim(field.substring(colon + 1)), raw + "\n"));
        }
    }

    private static boolean isHeader(String line) {
        if (line.startsWith("From ") || line.startsWith(">From ")) {
            return true;
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ':') {
                return true;
            }
            if (c < 33 || c > 126) {
                return false;
            }
        }
        return false;
    }

    /** check_header of git's mailinfo; the header of a part only fills in what the mail's own does not say. */
    private void take(String line, boolean top) {
        for (String name : NAMES) {
            if ((top || !header.containsKey(name)) && Ascii.startsWithIgnoringCase(line, name + ":")) {
                header.put(name, diffOnly ? "" : value(line, name));
                return;
            }
        }
        if (Ascii.startsWithIgnoringCase(line, "Content-Type:")) {
            contentType(value(line, "Content-Type"));
        } else if (Ascii.startsWithIgnoringCase(line, "Content-Transfer-Encoding:")) {
            String value = value(line, "Content-Transfer-Encoding").toLowerCase(Locale.ROOT);
            encoding = value.contains("base64") ? "base64" : value.contains("quoted-printable") ? "qp" : "";
        }
    }

    private String value(String line, String name) {
        return Words.header(Ascii.skipSpace(line, name.length() + 1), this::problem);
    }

    private void contentType(String value) {
        flowed = "flowed".equalsIgnoreCase(attribute(value, "format="));
        deleteSpace = "yes".equalsIgnoreCase(attribute(value, "delsp="));
        String boundary = attribute(value, "boundary=");
        if (boundary != null) {
            if (boundaries.size() + 1 >= MOST_BOUNDARIES) {
                problem("parts nested too deep");
                return;
            }
            boundaries.push("--" + boundary);
        }
        String named = attribute(value, "charset=");
        charset = named == null ? "" : named;
    }

    /** slurp_attr of git's mailinfo. */
    private static @Nullable String attribute(String line, String name) {
        int at = line.toLowerCase(Locale.ROOT).indexOf(name);
        if (at < 0) {
            return null;
        }
        at += name.length();
        boolean quoted = Ascii.at(line, at) == '"';
        at += quoted ? 1 : 0;
        int end = at;
        while (end < line.length() && (quoted ? "\"" : "; \t").indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return line.substring(at, end);
    }

    private void body(@Nullable String first) {
        String line = boundaries.isEmpty() ? first : nextBoundary();
        while (line != null) {
            if (isBoundary(line)) {
                leftover();
                line = part(line);
                if (line == null) {
                    return;
                }
            }
            decode(line);
            line = lines.next();
        }
        leftover();
        filter.flush();
    }

    private boolean isBoundary(String line) {
        String boundary = boundaries.peek();
        return boundary != null && line.startsWith(boundary);
    }

    private @Nullable String nextBoundary() {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (isBoundary(line)) {
                return line;
            }
        }
        return null;
    }

    /** Steps over a boundary; the first line of the part behind it, null where there is none (handle_boundary). */
    private @Nullable String part(String boundary) {
        String line = boundary;
        String newline = "\n";
        while (line.startsWith("--", String.valueOf(boundaries.peek()).length())) {
            boundaries.pop();
            filter.take(newline, charset);
            newline = ""; // git's is used up by the first of several ends in a row
            String next = nextBoundary();
            if (next == null) {
                return null;
            }
            line = next;
        }
        encoding = "";
        charset = "";
        headers(false);
        String first = lines.next();
        return first == null || first.endsWith("\n") ? first : first + "\n";
    }

    private void leftover() {
        if (open.length() > 0) {
            String line = open.toString();
            open.setLength(0);
            give(line);
        }
    }

    private void decode(String line) {
        if (encoding.isEmpty()) {
            unflow(line);
            return;
        }
        open.append(encoding.equals("qp") ? Words.quotedPrintable(line, false) : Words.base64(line));
        String text = open.toString();
        open.setLength(0);
        int from = 0;
        for (int end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', from) + 1) {
            unflow(text.substring(from, end));
            from = end;
        }
        open.append(text, from, text.length());
    }

    /** Joins the lines that format=flowed (RFC 3676) broke; handle_filter_flowed of git's mailinfo. */
    private void unflow(String line) {
        if (!flowed) {
            give(line);
            return;
        }
        String end = line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
        String text = line.substring(0, line.length() - end.length());
        if (text.equals("-- ")) {
            leftover();
            give(line);
            return;
        }
        text = text.startsWith(" ") ? text.substring(1) : text;
        if (text.endsWith(" ")) {
            open.append(text, 0, text.length() - (deleteSpace ? 1 : 0));
            return;
        }
        String whole = open + text + end;
        open.setLength(0);
        give(whole);
    }

    private void give(String line) {
        if (body.length() < mostBody || line.startsWith("base-commit: ") || line.startsWith("prerequisite-")) {
            body.append(Words.toUtf8(line, charset, problem -> {}));
        }
        if (line.startsWith("diff --git ")) {
            mostBody = Math.min(mostBody, body.length() + mostDiff);
        }
        filter.take(line, charset);
    }

    /** handle_info of git's mailinfo, and what git am makes of it. */
    private PatchMail finish() {
        String from = Ascii.oneSpace(chosen("From"));
        String subject = chosen("Subject");
        String date = Ascii.trim(Ascii.oneSpace(Ascii.untilNul(chosen("Date"))));
        Sender author = Sender.of(from);
        String clean = Messages.cleanSubject(subject);
        String message = Messages.stripSpace(clean + "\n\n" + filter.message());
        Headers headers = new Headers(fields);
        return new PatchMail(
                headers,
                headers.messageId(),
                headers.references(),
                Utf8.text(header.getOrDefault("From", "")),
                Ascii.trim(Ascii.oneSpace(Utf8.text(header.getOrDefault("Subject", "")))),
                Utf8.text(clean),
                Utf8.text(author.name()),
                Utf8.text(author.email()),
                Utf8.text(date),
                Utf8.text(message),
                DiffText.of(filter.patch()),
                Utf8.text(body.toString()),
                List.copyOf(problems));
    }

    /** What the body says counts only where there is a patch. */
    private String chosen(String name) {
        String inBody = filter.patch().isEmpty() ? null : filter.inBody(name);
        String value = inBody == null ? header.getOrDefault(name, "") : inBody;
        if (value.indexOf('\0') >= 0) {
            problem("a NUL byte in its " + name);
        }
        return value;
    }
}
