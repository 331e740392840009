/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import org.kharness.failure.InputException;
import org.kharness.series.diff.DiffParser;
import org.kharness.series.mail.GitDate;
import org.kharness.series.mail.Ident;
import org.kharness.series.mail.MailDate;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.mail.MailReader;
import org.kharness.series.mail.PatchMail;

/** Makes patches out of mails. What git am would refuse to commit is refused here, in one line. */
public final class PatchReader {
    private static final int SHOWN = 80;

    private PatchReader() {}

    /**
     * The patch in a mail.
     *
     * @throws InputException if the mail holds no patch or a damaged one, no author or an impossible date
     */
    public static Patch read(MailFiles.Found found) {
        return read(found.mail(), found.origin(), found.patchId());
    }

    /**
     * The patch in a mail.
     *
     * @param origin what error messages call it
     * @param patchId of its diff
     * @throws InputException if the mail holds no patch or a damaged one, no author or an impossible date
     */
    public static Patch read(PatchMail mail, String origin, String patchId) {
        if (DiffParser.parse(origin, mail.patch()).isEmpty()) {
            throw new InputException(origin + ": not a patch: no diff in it");
        }
        for (String problem : mail.problems()) {
            if (problem.startsWith("a NUL byte") || problem.startsWith("parts nested")) {
                throw new InputException(origin + ": it has " + problem);
            }
        }
        if (mail.message().indexOf('\0') >= 0) {
            throw new InputException(origin + ": it has a NUL byte in its commit message");
        }
        checkAuthor(mail, origin);
        SubjectLine subject = SubjectLine.of(mail.subjectLine());
        return new Patch(
                subject.number(),
                subject.total(),
                mail.subject(),
                mail.authorName(),
                mail.authorEmail(),
                date(mail, origin),
                mail.message(),
                mail.diff(),
                1,
                false,
                mail.messageId(),
                patchId,
                true,
                origin);
    }

    /** fmt_ident of git's ident.c with IDENT_STRICT. */
    private static void checkAuthor(PatchMail mail, String origin) {
        String name = mail.authorName();
        if (name.isEmpty()) {
            throw new InputException(origin + ": no author: " + whyNobody(mail.from()));
        }
        if (Ident.clean(name, true).isEmpty()) {
            throw new InputException(origin + ": no author: the name holds no letter: " + shown(name));
        }
    }

    private static String whyNobody(String from) {
        if (from.isBlank()) {
            return "it has no From";
        }
        boolean named = !MailReader.read("From: " + from + "\n\n").authorName().isEmpty();
        return named ? "the From in its text names nobody" : "its From names nobody: " + shown(from);
    }

    private static GitDate date(PatchMail mail, String origin) {
        if (mail.date().isEmpty()) {
            return GitDate.now();
        }
        return MailDate.parse(mail.date())
                .orElseThrow(() -> new InputException(origin + ": an impossible date: " + shown(mail.date())));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
