/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.series.diff.DiffText;
import org.kharness.series.diff.PatchId;
import org.kharness.series.diff.Raw;
import org.kharness.series.mail.GitDate;
import org.kharness.series.mail.MailDate;
import org.kharness.series.mail.MailReader;
import org.kharness.series.mail.Messages;
import org.kharness.series.mail.PatchMail;

/** Makes patches out of diffs whose header may be a mail's, Debian's (DEP-3), plain text or nothing. */
public final class DescribedDiff {
    private static final Pattern FIELD =
            Pattern.compile("(?m)^(Subject|Description|From|Author|Date|Last-Update): *(.*)$");
    private static final Pattern DIFF = Pattern.compile("(?m)^(diff |Index: |--- \\S)");

    private DescribedDiff() {}

    /**
     * The patch in a text.
     *
     * @param origin what error messages call it
     * @param name its subject where the text names none
     * @param strip how many leading folders its paths have, as with patch -p
     */
    public static Patch read(String origin, String name, String raw, int strip) {
        int start = diffStart(raw);
        String head = Raw.utf8(raw.substring(0, start));
        PatchMail mail = MailReader.read(raw);
        String subject = mail.subject();
        String message = mail.message();
        if (subject.isEmpty()) {
            String described = field(head, "Subject", field(head, "Description", ""));
            subject = described.isEmpty() ? name : Messages.cleanSubject(described);
            message = Messages.stripSpace(subject + "\n\n" + head);
        }
        String author = field(head, "From", field(head, "Author", ""));
        GitDate date = date(mail.date(), field(head, "Last-Update", ""));
        boolean known = !mail.authorName().isEmpty() || author.isEmpty();
        PatchMail from = known ? mail : MailReader.read("From: " + author + "\n\n");
        String rest = raw.substring(start);
        String diff = rest.isEmpty() || rest.endsWith("\n") ? rest : rest + "\n"; // as patch does, unlike git
        return new Patch(
                1,
                1,
                subject,
                from.authorName().isEmpty() ? "unknown" : from.authorName(),
                from.authorEmail(),
                date,
                message,
                DiffText.of(diff),
                strip,
                false,
                mail.messageId(),
                PatchId.of(diff),
                false,
                origin);
    }

    /** The mail's date, else DEP-3's, which has no time of day; the present where neither can be read. */
    private static GitDate date(String sent, String updated) {
        String text = sent.isEmpty() && updated.matches("\\d{4}-\\d\\d-\\d\\d") ? updated + " 00:00:00 +0000" : sent;
        return MailDate.parse(text).orElseGet(GitDate::now);
    }

    private static int diffStart(String raw) {
        Matcher start = DIFF.matcher(raw);
        return start.find() ? start.start() : raw.length();
    }

    private static String field(String head, String name, String other) {
        Matcher field = FIELD.matcher(head);
        while (field.find()) {
            if (field.group(1).equals(name)) {
                return field.group(2).strip();
            }
        }
        return other;
    }
}
