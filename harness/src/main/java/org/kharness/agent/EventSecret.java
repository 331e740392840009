/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.agent;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the harness gives the guest agent over the command port when a scenario begins, and what both sign their events with:
 * an event's last field {@code mac} holds the first 96 bits of HMAC-SHA256 (RFC 2104) over all that stands before it, the
 * event's number included. qemu-images/guest/agent/event.c does the same.
 *
 * @param value 32 hexadecimal digits
 */
public record EventSecret(String value) {
    /** The agent's verb that takes the secret. */
    public static final String VERB = "secret";

    private static final int BYTES = 16;
    private static final int SIGNATURE_BYTES = 12;
    private static final Pattern SIGNED = Pattern.compile("(\\{.*),\"mac\":\"([0-9a-f]{24})\"\\}");

    /** True for a text that a secret can have. */
    public static boolean isOne(String text) {
        return text.matches("[0-9a-f]{32}");
    }

    /** A secret that nobody can guess. */
    public static EventSecret random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new EventSecret(HexFormat.of().formatHex(bytes));
    }

    /** The command that gives it to the agent; its "done" is the first event that is signed. */
    public GuestCommand command() {
        return GuestCommand.of(VERB, VERB).with("value", value).build();
    }

    /** A JSON object with its signature added. */
    public String sign(String event) {
        String unsigned = event.substring(0, event.length() - 1);
        return unsigned + ",\"mac\":\"" + signature(unsigned) + "\"}";
    }

    /** True for a JSON object that was signed with this secret. */
    public boolean signed(String event) {
        Matcher parts = SIGNED.matcher(event);
        return parts.matches()
                && MessageDigest.isEqual(
                        signature(parts.group(1)).getBytes(StandardCharsets.US_ASCII),
                        parts.group(2).getBytes(StandardCharsets.US_ASCII));
    }

    /** True for a JSON object that has the form of a signed one, whatever it was signed with. */
    public static boolean looksSigned(String event) {
        return SIGNED.matcher(event).matches();
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(value.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Says nothing of the value, so that no log holds it. */
    @Override
    public String toString() {
        return "EventSecret";
    }
}
