/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.attest;

import java.util.ArrayList;
import java.util.List;
import org.kharness.series.mail.Headers;
import org.kharness.series.mail.PatchMail;

/** Finds and checks the signatures of a mail. */
public final class Attestations {
    /** No mail needs more; a hostile one must not cost more. */
    private static final int MOST = 4;

    private static final String DKIM = "DKIM-Signature";
    private static final String PATATT = "X-Developer-Signature";

    private Attestations() {}

    /** True if the mail says that it is signed: looking costs nothing. */
    public static boolean in(PatchMail mail) {
        return mail.headers().last(DKIM).isPresent()
                || mail.headers().last(PATATT).isPresent();
    }

    /**
     * The signatures of a mail, those of its developer first.
     *
     * @param mail the mail
     * @param raw the same as it came, without an mbox separator
     * @param keys what to check with
     */
    public static List<Attestation> of(PatchMail mail, String raw, AttestationKeys keys) {
        List<Attestation> found = new ArrayList<>();
        for (Headers.Field field : some(mail.headers().all(PATATT))) {
            found.add(new PatattCheck(mail.headers(), raw).check(field, keys));
        }
        for (Headers.Field field : some(mail.headers().all(DKIM))) {
            found.add(new DkimCheck(raw).check(field, keys));
        }
        return found;
    }

    private static List<Headers.Field> some(List<Headers.Field> fields) {
        return fields.subList(0, Math.min(MOST, fields.size()));
    }
}
