/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

/** Made-up patch mails. */
public final class Mails {
    private Mails() {}

    /** A diff that changes one line of a file of three. */
    public static String diff(String file, String from, String to) {
        return "diff --git a/" + file + " b/" + file + "\n--- a/" + file + "\n+++ b/" + file
                + "\n@@ -1,3 +1,3 @@\n one\n-" + from + "\n+" + to + "\n three\n";
    }

    /** A mail with a diff, or without one if it is empty. */
    public static String mail(String id, String subject, String inReplyTo, String text, String diff) {
        return "From: Ada Tester <ada@example.org>\nSubject: " + subject
                + "\nDate: Thu, 2 Dec 2021 16:48:49 +0800\nMessage-ID: <" + id + ">\n"
                + (inReplyTo.isEmpty() ? "" : "In-Reply-To: <" + inReplyTo + ">\n")
                + "\n" + text + "\n" + (diff.isEmpty() ? "" : "---\n f | 2 +-\n\n" + diff + "-- \n2.39.5\n\n");
    }

    /** An mbox. */
    public static String mbox(String... mails) {
        StringBuilder box = new StringBuilder();
        for (String mail : mails) {
            box.append("From nobody Thu Jan  1 00:00:00 1970\n").append(mail).append('\n');
        }
        return box.toString();
    }
}
