/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.attest;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kharness.series.attest.Attestation.State;
import org.kharness.series.diff.Raw;
import org.kharness.series.mail.Headers;
import org.kharness.series.mail.MailReader;

/**
 * Checks a developer's signature as patatt makes it: over sender, subject and body as {@code git mailinfo} reads them. Signatures
 * by OpenPGP and OpenSSH keys are named, not checked.
 */
final class PatattCheck {
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410
    private static final int SIGNATURE_BYTES = 64;

    private final Headers headers;
    private final String raw;

    PatattCheck(Headers headers, String raw) {
        this.headers = headers;
        this.raw = raw;
    }

    /** Checks one X-Developer-Signature field of the mail. */
    Attestation check(Headers.Field field, AttestationKeys keys) {
        String value = canonical(field.raw().substring(field.raw().indexOf(':') + 1));
        Map<String, String> tags = tags(value);
        String signer = tags.containsKey("i")
                ? tags.getOrDefault("i", "")
                : MailReader.parts(raw).email();
        String selector = tags.getOrDefault("s", "default");
        String algorithm = tags.getOrDefault("a", "?");
        if (!algorithm.startsWith("ed25519")) {
            return new Attestation(
                    "patatt", signer, selector, algorithm, State.NOT_CHECKED, "only ed25519 keys are checked here");
        }
        Optional<String> key = keys.patatt(signer, selector);
        if (key.isEmpty()) {
            return new Attestation("patatt", signer, selector, algorithm, State.NOT_CHECKED, "its key is not at hand");
        }
        String wrong;
        try {
            wrong = wrong(value, tags, key.get());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            wrong = "damaged signature or key";
        }
        return new Attestation(
                "patatt", signer, selector, algorithm, wrong.isEmpty() ? State.VALID : State.INVALID, wrong);
    }

    private String wrong(String value, Map<String, String> tags, String key) throws GeneralSecurityException {
        MailReader.Parts parts = MailReader.parts(raw);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] body = sha.digest(Raw.bytes(body(parts)));
        if (!Base64.getEncoder().encodeToString(body).equals(tags.get("bh"))) {
            return "the text was changed";
        }
        List<String> signed = List.of(tags.getOrDefault("h", "").split(":", -1));
        if (!signed.contains("from") || !signed.contains("subject")) {
            return "sender and subject are not signed";
        }
        StringBuilder text = new StringBuilder(headers(parts, signed));
        int b = value.lastIndexOf("b=");
        text.append("x-developer-signature:").append(value, 0, b + 2);
        byte[] digest = sha.digest(Raw.bytes(text.toString()));
        byte[] both = Base64.getMimeDecoder().decode(tags.getOrDefault("b", ""));
        if (both.length != SIGNATURE_BYTES + digest.length) {
            return "damaged signature";
        }
        byte[] message = Arrays.copyOfRange(both, SIGNATURE_BYTES, both.length);
        Signature check = Signature.getInstance("Ed25519");
        byte[] bits = Base64.getMimeDecoder().decode(key);
        byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + bits.length);
        System.arraycopy(bits, 0, encoded, SPKI.length, bits.length);
        check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        check.update(message);
        if (!check.verify(both, 0, SIGNATURE_BYTES)) {
            return "the signature is not this key's";
        }
        return MessageDigest.isEqual(message, digest) ? "" : "sender, subject or id were changed";
    }

    /** Message and patch as mailinfo parts them, lines ended as on the wire, no blank lines at the end. */
    private static String body(MailReader.Parts parts) {
        StringBuilder out = new StringBuilder();
        String whole = (parts.message() + parts.patch()).replaceFirst("[\r\n]+\\z", "");
        for (String line : whole.split("\n", -1)) {
            out.append(line.replaceFirst("\r+\\z", "")).append("\r\n");
        }
        return out.toString();
    }

    /** The signed fields in their order; of fields that come twice the last counts first, as with DKIM. */
    private String headers(MailReader.Parts parts, List<String> signed) {
        List<Headers.Field> left = new ArrayList<>(headers.fields());
        StringBuilder out = new StringBuilder();
        for (String name : signed) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (left.get(i).name().equalsIgnoreCase(name)) {
                    String raw1 = left.remove(i).raw();
                    String value = switch (name) {
                        case "from" -> parts.author() + " <" + parts.email() + ">";
                        case "subject" -> parts.subject();
                        default -> raw1.substring(raw1.indexOf(':') + 1);
                    };
                    out.append(name).append(':').append(canonical(value)).append("\r\n");
                    break;
                }
            }
        }
        return out.toString();
    }

    private static Map<String, String> tags(String value) {
        Map<String, String> tags = new HashMap<>();
        for (String tag : value.replaceAll("\\s", "").split(";", -1)) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.put(tag.substring(0, equals).toLowerCase(Locale.ROOT), tag.substring(equals + 1));
            }
        }
        return tags;
    }

    /** Unfolded, white space made one blank: relaxed header canonicalization of RFC 6376. */
    private static String canonical(String value) {
        return value.replaceAll("[\r\n]", "").replaceAll("[ \t\f\u000b]+", " ").strip();
    }
}
