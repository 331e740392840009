/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.kharness.failure.InputException;
import org.kharness.series.diff.DiffParser;
import org.kharness.series.diff.PatchId;
import org.kharness.series.mail.MailDate;
import org.kharness.series.mail.PatchMail;

/** Makes patches out of mails. */
public final class PatchReader {
    private PatchReader() {}

    /** True if the mail carries a diff that git would take. */
    public static boolean hasDiff(PatchMail mail) {
        return mail.patch().contains("\n@@ -")
                || mail.patch().contains("diff --git ")
                || mail.patch().startsWith("--- ");
    }

    /**
     * The patch in a mail.
     *
     * @param origin what error messages call it
     * @throws InputException if the mail holds no patch or a damaged one
     */
    public static Patch read(PatchMail mail, String origin) {
        if (DiffParser.parse(origin, mail.patch()).isEmpty()) {
            throw new InputException(origin + ": not a patch: no diff in it");
        }
        SubjectLine subject = SubjectLine.of(mail.subjectLine());
        OffsetDateTime date =
                MailDate.parse(mail.date()).orElse(OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC));
        return new Patch(
                subject.number(),
                subject.total(),
                mail.subject(),
                mail.authorName(),
                mail.authorEmail(),
                date,
                mail.message(),
                mail.patch(),
                1,
                false,
                mail.messageId(),
                PatchId.of(mail.patch()),
                true,
                origin);
    }
}
