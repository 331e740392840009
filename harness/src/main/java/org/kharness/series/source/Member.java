/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kharness.series.PostedMail;
import org.kharness.series.SubjectLine;
import org.kharness.series.mail.GitDate;
import org.kharness.series.mail.Headers;
import org.kharness.series.mail.MailDate;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.mail.Mbox;
import org.kharness.series.mail.PatchMail;

/**
 * A mail of a thread.
 *
 * @param mail the mail
 * @param origin what error messages call it
 * @param subject its bracketed prefix
 * @param hasDiff true if it brings a diff of its own rather than quoting one
 * @param patchId of its diff; empty where it has none
 * @param place its place in the source, from 0
 * @param slice the mail as it came
 */
record Member(
        PatchMail mail,
        String origin,
        SubjectLine subject,
        boolean hasDiff,
        String patchId,
        int place,
        Mbox.Slice slice) {
    private static final int MOST_TEXT = 1 << 16;

    static Member of(MailFiles.Found found, int place) {
        PatchMail mail = found.mail();
        return new Member(
                mail,
                found.origin(),
                SubjectLine.of(mail.subjectLine()),
                found.hasDiff(),
                found.patchId(),
                place,
                found.slice());
    }

    /** The same mail in the place of another one in its series. */
    Member numberedAs(Member other) {
        return new Member(mail, origin, other.subject, hasDiff, patchId, place, slice);
    }

    /** True for an answer rather than a posting. */
    boolean isReply() {
        return subject.reply() && !mail.references().isEmpty();
    }

    /** True for a mail that brings a patch of a posting. */
    boolean isPatch() {
        return hasDiff && !isReply() && subject.number() > 0;
    }

    /** True for the mail 0/N that introduces a series. */
    boolean isCover() {
        return subject.number() == 0 && !subject.reply();
    }

    /** The message-id, or the subject of a mail without one. */
    String id() {
        return mail.messageId().isEmpty() ? '"' + mail.subjectLine() + '"' : mail.messageId();
    }

    /** True if the mail has this message-id. */
    boolean isCalled(String messageId) {
        return !messageId.isEmpty() && mail.messageId().equals(messageId);
    }

    /** The ids that it answers, the nearest first. */
    List<String> references() {
        return mail.references();
    }

    /** What those who answer it need to know. */
    PostedMail posted(int number) {
        return new PostedMail(
                number,
                mail.messageId(),
                mail.subjectLine(),
                mail.from(),
                field("to"),
                field("cc"),
                mail.references(),
                beforeDiff());
    }

    private String beforeDiff() {
        String text = mail.body();
        int diff = text.indexOf("\ndiff --git ");
        return text.substring(0, Math.min(diff < 0 ? text.length() : diff, MOST_TEXT));
    }

    private List<String> field(String name) {
        return mail.headers().all(name).stream().map(Headers.Field::value).toList();
    }

    /** The sender's address, in lower case. */
    String sender() {
        String from = mail.from();
        int open = from.lastIndexOf('<');
        int close = from.indexOf('>', open + 1);
        String address = open >= 0 && close > open ? from.substring(open + 1, close) : from;
        return address.strip().toLowerCase(Locale.ROOT);
    }

    /** When it was sent, by its header. */
    Optional<GitDate> sent() {
        return MailDate.parse(mail.headers().last("date").orElse(""));
    }

    /** True if this mail is older than another; without dates the order of the source counts. */
    boolean sentBefore(Member other) {
        var mine = sent();
        var theirs = other.sent();
        if (mine.isEmpty()
                || theirs.isEmpty()
                || mine.get().seconds() == theirs.get().seconds()) {
            return place < other.place;
        }
        return mine.get().seconds() < theirs.get().seconds();
    }

    /** True if its message-id says that it was sent in one go with another. */
    boolean sentWith(Member other) {
        return !stem().isEmpty() && stem().equals(other.stem());
    }

    /** What is left of a message-id when the mail's own number is taken out: the same for all that was sent in one go. */
    String stem() {
        String id = mail.messageId();
        String sendEmail = id.replaceFirst("^(\\d{8,14}\\.\\d+)-\\d+-", "$1-N-"); // git send-email
        if (!sendEmail.equals(id)) {
            return sendEmail;
        }
        String b4 = id.replaceFirst("^(\\d{8}-.*-v\\d+)-\\d+-[0-9a-f]+@", "$1-N@"); // b4 send
        if (!b4.equals(id)) {
            return b4;
        }
        String thread =
                id.replaceFirst("^(?:cover|[0-9a-f]{40})\\.(\\d+\\.git\\.)", "N.$1"); // git format-patch --thread
        return thread.equals(id) ? "" : thread;
    }
}
