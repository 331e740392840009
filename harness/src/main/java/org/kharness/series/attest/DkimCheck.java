/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.attest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.Headers;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.apache.james.jdkim.impl.BodyHasherImpl;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;
import org.kharness.series.attest.Attestation.State;
import org.kharness.series.diff.Raw;

/** Checks the signature of a sender's server (RFC 6376). That the body is as it was signed can be told without the key. */
final class DkimCheck {
    private static final int SHOWN = 120;

    private final List<String> fields = new ArrayList<>();
    private final byte[] body;

    /** Takes a mail as it came, its line ends as on this machine. */
    DkimCheck(String raw) {
        String mail = raw.replace("\r\n", "\n");
        int at = 0;
        while (at < mail.length() && mail.charAt(at) != '\n') {
            int end = mail.indexOf('\n', at);
            end = end < 0 ? mail.length() : end;
            String line = mail.substring(at, end);
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (folded && !fields.isEmpty()) {
                fields.set(fields.size() - 1, fields.get(fields.size() - 1) + "\r\n" + line);
            } else {
                fields.add(line);
            }
            at = end + 1;
        }
        String rest = mail.substring(Math.min(at + 1, mail.length()));
        body = Raw.bytes(rest.replace("\n", "\r\n"));
    }

    /** Checks one DKIM-Signature field of the mail. */
    Attestation check(org.kharness.series.mail.Headers.Field field, AttestationKeys keys) {
        SignatureRecord record;
        try {
            record = new SignatureRecordImpl(field.value());
            record.validate();
        } catch (RuntimeException e) {
            return new Attestation("DKIM", "?", "?", "?", State.INVALID, "damaged: " + shown(e));
        }
        String domain = record.getDToken().toString();
        String selector = record.getSelector().toString();
        String algorithm = record.getHashKeyType() + "-" + record.getHashMethod();
        try {
            if (!isBodyWhole(record)) {
                String why = "the body was changed, as lists do that add a footer";
                return new Attestation("DKIM", domain, selector, algorithm, State.INVALID, why);
            }
            Optional<List<String>> found = keys.dkim(selector, domain);
            if (found.isEmpty()) {
                String why = "no key is given and the DNS was not asked; the body is as it was signed";
                return new Attestation("DKIM", domain, selector, algorithm, State.NOT_CHECKED, why);
            }
            verify(field, found.get());
            return new Attestation("DKIM", domain, selector, algorithm, State.VALID, "");
        } catch (TempFailException e) {
            String why = "the DNS does not answer; the body is as it was signed";
            return new Attestation("DKIM", domain, selector, algorithm, State.NOT_CHECKED, why);
        } catch (FailException | IOException | RuntimeException e) {
            return new Attestation("DKIM", domain, selector, algorithm, State.INVALID, shown(e));
        }
    }

    private boolean isBodyWhole(SignatureRecord record) throws FailException, IOException {
        BodyHasherImpl hasher = new BodyHasherImpl(record);
        try (OutputStream out = hasher.getOutputStream()) {
            out.write(body);
        }
        return MessageDigest.isEqual(hasher.getDigest(), record.getBodyHash());
    }

    private void verify(org.kharness.series.mail.Headers.Field one, List<String> records)
            throws FailException, IOException {
        List<String> kept = new ArrayList<>(fields);
        kept.removeIf(f -> isNamed(f, "DKIM-Signature") && !same(f, one.raw()));
        new DKIMVerifier((method, selector, domain) -> records)
                .verify(new Fields(kept), new ByteArrayInputStream(body));
    }

    private static boolean same(String field, String raw) {
        return field.replaceAll("\\s", "").equals(raw.replaceAll("\\s", ""));
    }

    private static boolean isNamed(String field, String name) {
        int colon = field.indexOf(':');
        return colon > 0
                && field.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
    }

    private record Fields(List<String> all) implements Headers {
        @Override
        public List<String> getFields() {
            return all;
        }

        @Override
        public List<String> getFields(String name) {
            return all.stream().filter(f -> isNamed(f, name)).toList();
        }
    }

    private static String shown(Exception e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
