/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.series.diff.Raw;

/** Reads one mail as {@code git mailinfo} does: transfer encodings and parts undone, message and patch told apart. */
public final class MailReader {
    private static final int DEEPEST = 5; // as MAX_BOUNDARIES of git's mailinfo

    private final BodyFilter filter;
    private final StringBuilder body = new StringBuilder();

    private MailReader(boolean scissors) {
        filter = new BodyFilter(scissors);
    }

    /** Reads a mail; text before a scissors line stays in the message, as with git unless configured. */
    public static PatchMail read(String raw) {
        return read(raw, false);
    }

    /**
     * Reads a mail.
     *
     * @param raw the mail without an mbox separator, see {@link Raw}
     * @param scissors true to forget everything before a scissors line, as {@code git am --scissors}
     */
    public static PatchMail read(String raw, boolean scissors) {
        MailReader reader = new MailReader(scissors);
        List<String> lines = Raw.lines(raw);
        Headers headers = Headers.read(lines, 0);
        reader.part(headers, lines.subList(headers.end(), lines.size()), 0);
        return reader.finish(headers);
    }

    private void part(Headers headers, List<String> lines, int depth) {
        String boundary = headers.parameter("boundary");
        if (boundary != null && depth < DEEPEST) {
            multipart("--" + boundary, lines, depth);
            return;
        }
        String charset = headers.parameter("charset");
        List<String> decoded = switch (headers.encoding()) {
            case "base64" -> Raw.lines(Words.base64(String.join("", lines)));
            case "quoted-printable" -> Raw.lines(Words.quotedPrintable(String.join("", lines), false));
            default -> lines;
        };
        boolean flowed = "flowed".equalsIgnoreCase(headers.parameter("format"));
        if (flowed) {
            decoded = unflow(decoded, "yes".equalsIgnoreCase(headers.parameter("delsp")));
        }
        for (String line : decoded) {
            body.append(Words.text(line, charset));
            filter.take(line, charset);
        }
    }

    private void multipart(String boundary, List<String> lines, int depth) {
        int start = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith(boundary)) {
                continue;
            }
            String rest = line.substring(boundary.length()).strip();
            if (!rest.isEmpty() && !rest.equals("--")) {
                continue;
            }
            if (start >= 0) {
                onePart(lines.subList(start, i), depth);
            }
            if (rest.equals("--")) {
                filter.take("\n", null); // as git does at the end of a multipart
            }
            start = rest.equals("--") ? -1 : i + 1;
        }
        if (start >= 0) {
            onePart(lines.subList(start, lines.size()), depth);
        }
    }

    private void onePart(List<String> lines, int depth) {
        Headers headers = Headers.read(lines, 0);
        part(headers, lines.subList(headers.end(), lines.size()), depth + 1);
    }

    /** Joins the lines that format=flowed (RFC 3676) broke; handle_filter_flowed of git's mailinfo. */
    private static List<String> unflow(List<String> lines, boolean deleteSpace) {
        List<String> joined = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : lines) {
            String end = line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
            String text = line.substring(0, line.length() - end.length());
            if (text.equals("-- ")) {
                if (open.length() > 0) {
                    joined.add(open.toString());
                    open.setLength(0);
                }
                joined.add(line);
                continue;
            }
            text = text.startsWith(" ") ? text.substring(1) : text;
            if (text.endsWith(" ")) {
                open.append(text, 0, text.length() - (deleteSpace ? 1 : 0));
                continue;
            }
            joined.add(open + text + end);
            open.setLength(0);
        }
        if (open.length() > 0) {
            joined.add(open.toString());
        }
        return joined;
    }

    private PatchMail finish(Headers headers) {
        boolean inBody = !filter.patch().isEmpty();
        String from = chosen(inBody ? filter.inBody("from") : null, headers.text("from"));
        String subject = chosen(inBody ? filter.inBody("subject") : null, headers.text("subject"));
        String date = chosen(inBody ? filter.inBody("date") : null, headers.text("date"));
        Sender author = Sender.of(from);
        String clean = Messages.cleanSubject(subject);
        Set<String> references = new LinkedHashSet<>(headers.ids("in-reply-to"));
        List<String> older = headers.ids("references");
        for (int i = older.size() - 1; i >= 0; i--) {
            references.add(older.get(i));
        }
        List<String> id = headers.ids("message-id");
        return new PatchMail(
                id.isEmpty() ? "" : id.get(0),
                List.copyOf(references),
                headers.text("from"),
                Messages.oneSpace(headers.text("subject")),
                clean,
                author.name(),
                author.email(),
                Messages.oneSpace(date),
                Messages.stripSpace(clean + "\n\n" + filter.message()),
                filter.patch(),
                body.toString());
    }

    private static String chosen(@Nullable String inBody, String header) {
        return inBody == null ? header : inBody;
    }
}
