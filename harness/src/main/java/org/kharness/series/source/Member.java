/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import org.kharness.series.PatchReader;
import org.kharness.series.SubjectLine;
import org.kharness.series.diff.PatchId;
import org.kharness.series.mail.MailDate;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.mail.PatchMail;

/**
 * A mail of a thread.
 *
 * @param mail the mail
 * @param origin what error messages call it
 * @param subject its bracketed prefix
 * @param isPatch true if it brings a patch of its own rather than quoting one
 */
record Member(PatchMail mail, String origin, SubjectLine subject, boolean isPatch) {
    static Member of(MailFiles.Found found) {
        SubjectLine subject = SubjectLine.of(found.mail().subjectLine());
        boolean reply = subject.reply() && !found.mail().references().isEmpty();
        boolean patch = !reply && subject.number() > 0 && PatchReader.hasDiff(found.mail());
        return new Member(found.mail(), found.origin(), subject, patch);
    }

    /** True for the mail 0/N that introduces a series. */
    boolean isCover() {
        return subject.number() == 0 && subject.patch() && !subject.reply();
    }

    /** The message-id, or the subject of a mail without one. */
    String id() {
        return mail.messageId().isEmpty() ? '"' + mail.subjectLine() + '"' : mail.messageId();
    }

    /** True if this mail is older than another; without dates the order of the source counts. */
    boolean sentBefore(Member other) {
        var mine = MailDate.parse(mail.date());
        var theirs = MailDate.parse(other.mail.date());
        return mine.isEmpty() || theirs.isEmpty() || !mine.get().isAfter(theirs.get());
    }

    /** True if both bring the same change. */
    boolean samePatch(Member other) {
        return PatchId.of(mail.patch()).equals(PatchId.of(other.mail.patch()));
    }
}
