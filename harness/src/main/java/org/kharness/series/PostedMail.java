/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.util.List;

/**
 * A mail of a series as it was sent, for those who answer it.
 *
 * @param number its place in the series; 0 for the cover letter
 * @param messageId without angle brackets; empty where it has none
 * @param subject with its bracketed prefixes
 * @param from the sender
 * @param to the To fields, each as it stands
 * @param cc the Cc fields, each as it stands
 * @param references what it answers itself, the nearest first, without angle brackets
 * @param text what it says before its diff, of a long one the beginning
 */
public record PostedMail(
        int number,
        String messageId,
        String subject,
        String from,
        List<String> to,
        List<String> cc,
        List<String> references,
        String text) {
    public PostedMail {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        references = List.copyOf(references);
    }
}
