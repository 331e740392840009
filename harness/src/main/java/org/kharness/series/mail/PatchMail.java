/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.List;
import org.kharness.series.diff.DiffText;

/**
 * A mail as {@code git am} sees it.
 *
 * @param headers the fields of its header, as they stand
 * @param messageId without angle brackets; empty where there is none
 * @param references message-ids that it answers, the nearest first
 * @param from the decoded From field as it stands
 * @param subjectLine the decoded Subject field with its bracketed prefixes
 * @param subject the first line of the commit message
 * @param authorName the author's name; empty where none is found
 * @param authorEmail the author's address; may be empty
 * @param date the date as written; empty where there is none
 * @param message the whole commit message, ended by a newline
 * @param diff what follows the commit message: the part that may hold a diff
 * @param body the decoded text of the whole mail; of a very long one the beginning, less of its diff, and what it says of
 *     its base
 * @param problems what git could not read of it, in words that follow "it has"
 */
public record PatchMail(
        Headers headers,
        String messageId,
        List<String> references,
        String from,
        String subjectLine,
        String subject,
        String authorName,
        String authorEmail,
        String date,
        String message,
        DiffText diff,
        String body,
        List<String> problems) {
    public PatchMail {
        references = List.copyOf(references);
        problems = List.copyOf(problems);
    }

    /** What follows the commit message: the part that may hold a diff (see {@link org.kharness.series.diff.Raw}). */
    public String patch() {
        return diff.read();
    }

    /** The same mail, its diff kept elsewhere. */
    PatchMail with(DiffText other) {
        return new PatchMail(
                headers,
                messageId,
                references,
                from,
                subjectLine,
                subject,
                authorName,
                authorEmail,
                date,
                message,
                other,
                body,
                problems);
    }
}
