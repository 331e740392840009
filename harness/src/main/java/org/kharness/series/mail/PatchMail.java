/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.List;

/**
 * A mail as {@code git am} sees it.
 *
 * @param messageId without angle brackets; empty where there is none
 * @param references message-ids that it answers, the nearest first
 * @param from the decoded From field as it stands
 * @param subjectLine the decoded Subject field with its bracketed prefixes
 * @param subject the first line of the commit message
 * @param authorName the author's name
 * @param authorEmail the author's address
 * @param date the date as written
 * @param message the whole commit message, ended by a newline
 * @param patch what follows the commit message: the part that may hold a diff (see
 *     {@link org.kharness.series.diff.Raw})
 * @param body the decoded text of the whole mail
 */
public record PatchMail(
        String messageId,
        List<String> references,
        String from,
        String subjectLine,
        String subject,
        String authorName,
        String authorEmail,
        String date,
        String message,
        String patch,
        String body) {
    public PatchMail {
        references = List.copyOf(references);
    }
}
