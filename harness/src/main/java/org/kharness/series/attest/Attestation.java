/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.attest;

import java.util.Locale;

/**
 * A signature of a mail and what is known of it.
 *
 * @param kind "DKIM" or "patatt"
 * @param signer the domain or the address that it speaks for, as the mail says
 * @param selector which of the signer's keys is meant
 * @param algorithm such as "rsa-sha256" or "ed25519-sha256"
 * @param state what the check gave
 * @param detail why; empty where the state says all
 */
public record Attestation(String kind, String signer, String selector, String algorithm, State state, String detail) {
    private static final int SHOWN = 80;

    /** What a check gave. */
    public enum State {
        /** The signature is the key's, and the mail is as it was signed. */
        VALID,
        /** The mail was changed, or the signature is not the key's. */
        INVALID,
        /** There is no key to check it with, or no way to. */
        NOT_CHECKED
    }

    /** One line, whatever the mail says. */
    @Override
    public String toString() {
        String words = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return kind + " signature of " + shown(signer) + ", key " + shown(selector) + " (" + shown(algorithm) + "): "
                + words + (detail.isEmpty() ? "" : ": " + detail);
    }

    private static String shown(String text) {
        String plain = text.replaceAll("[^!-~]", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }
}
