/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.james.jdkim.DKIMSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.InputException;
import org.kharness.series.attest.Attestation.State;
import org.kharness.series.mail.MailReader;

class AttestationsTest {
    private static final String DIFF = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n-- \n2.39.5\n\n";
    private static final String MAIL = "From: Ada Tester <ada@example.org>\nSubject: [PATCH v2] f: be better\n"
            + "Date: Thu, 2 Dec 2021 16:48:49 +0800\nMessage-ID: <a@example.org>\n\nBecause.\n---\n f | 2 +-\n\n"
            + DIFF;

    @TempDir
    private Path dir;

    private static List<Attestation> check(String mail, AttestationKeys keys) {
        return Attestations.of(MailReader.read(mail), mail, keys);
    }

    private static State state(String mail, AttestationKeys keys) {
        List<Attestation> all = check(mail, keys);
        assertThat(all).hasSize(1);
        return all.get(0).state();
    }

    private AttestationKeys dkimKeys(KeyPair pair) throws IOException {
        String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        Path file = Files.writeString(
                dir.resolve("keys"), "# mine\nk1._domainkey.example.org  v=DKIM1; k=rsa; p=" + key + "\n");
        return AttestationKeys.of(file, null, false);
    }

    private static KeyPair pair(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private static String dkimSigned(KeyPair pair, String canonical) throws Exception {
        String template = "v=1; a=rsa-sha256; c=" + canonical + "; d=example.org; s=k1; h=from:subject:date; bh=; b=;";
        byte[] sent = MAIL.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        String field = new DKIMSigner(template, pair.getPrivate()).sign(new ByteArrayInputStream(sent));
        return field.replace("\r\n", "\n") + "\n" + MAIL;
    }

    @Test
    void checksDkim() throws Exception {
        KeyPair pair = pair("RSA");
        AttestationKeys others = dkimKeys(pair("RSA"));
        AttestationKeys keys = dkimKeys(pair);
        for (String canonical : List.of("relaxed/relaxed", "simple/simple", "relaxed/simple")) {
            String mail = dkimSigned(pair, canonical);
            assertThat(check(mail, keys))
                    .as(canonical + mail)
                    .hasToString("[DKIM signature of example.org, key k1 (rsa-sha256): valid]");
            assertThat(state(mail + "\n", keys)).isEqualTo(State.VALID);
            assertThat(state(mail.replace("be better", "be worse"), keys)).isEqualTo(State.INVALID);
            assertThat(state(mail + "list footer\n", keys)).isEqualTo(State.INVALID);
            assertThat(state("X-Seen: by a list\n" + mail, keys)).isEqualTo(State.VALID);
            assertThat(state(mail, others)).isEqualTo(State.INVALID);
        }
    }

    @Test
    void namesADkimSignatureThatItCannotCheckAndTellsOfTheBody() throws Exception {
        String mail = dkimSigned(pair("RSA"), "relaxed/relaxed");
        assertThat(check(mail, AttestationKeys.NONE))
                .hasToString("[DKIM signature of example.org, key k1 (rsa-sha256): not checked: no key is given and the"
                        + " DNS was not asked; the body is as it was signed]");
        assertThat(check(mail.replace("+b", "+c"), AttestationKeys.NONE).get(0).detail())
                .contains("body was changed");
    }

    @Test
    void takesDamagedAndHostileFieldsAsInformation() {
        for (String field : List.of(
                "DKIM-Signature: nonsense",
                "DKIM-Signature: v=1; a=rsa-sha256; d=\u001b[31m; s=x; h=from; bh=AA==; b=AA==",
                "DKIM-Signature:",
                "X-Developer-Signature: v=1; a=openpgp-sha256; i=ada@example.org; h=from:subject; bh=x; b=y",
                "X-Developer-Signature: ;;;===",
                "X-Developer-Signature: a=ed25519-sha256; i=../../etc@..; s=passwd; b=x")) {
            List<Attestation> all = check(field + "\n" + MAIL, AttestationKeys.NONE);
            assertThat(all).hasSize(1);
            assertThat(all.get(0).state()).isNotEqualTo(State.VALID);
            assertThat(all.get(0).toString()).matches("[ -~]+");
        }
        assertThat(check("DKIM-Signature: x\n".repeat(500) + MAIL, AttestationKeys.NONE))
                .hasSize(4);
        assertThat(Attestations.in(MailReader.read(MAIL))).isFalse();
    }

    /** As patatt signs: the key's signature of a digest over the fields, then the digest. */
    private static String patattSigned(KeyPair pair) throws Exception {
        String body = "Because.\n---\n f | 2 +-\n\n" + DIFF;
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        String bodyHash = base64(sha.digest(bytes(body.stripTrailing().replace("\n", "\r\n") + "\r\n")));
        String field =
                "v=1; a=ed25519-sha256; t=1620249230; l=9; i=ada@example.org; s=k1; h=from:subject:message-id; bh="
                        + bodyHash + "; b=";
        String fields = "from:Ada Tester <ada@example.org>\r\nsubject:f: be better\r\nmessage-id:<a@example.org>\r\n";
        byte[] digest = sha.digest(bytes(fields + "x-developer-signature:" + field));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(digest);
        byte[] signature = signer.sign();
        byte[] both = Arrays.copyOf(signature, signature.length + digest.length);
        System.arraycopy(digest, 0, both, signature.length, digest.length);
        String b = base64(both);
        String folded = field.replace("; h=", ";\n h=") + b.substring(0, 60) + "\n " + b.substring(60);
        return MAIL.replaceFirst("\n\n", "\nX-Developer-Signature: " + folded + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private AttestationKeys patattKeys(KeyPair pair) throws IOException {
        Path folder = Files.createDirectories(dir.resolve("ring/ed25519/example.org/ada"));
        byte[] encoded = pair.getPublic().getEncoded();
        Files.writeString(
                folder.resolve("k1"), base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
        return AttestationKeys.of(null, dir.resolve("ring"), false);
    }

    @Test
    void checksPatatt() throws Exception {
        KeyPair pair = pair("Ed25519");
        AttestationKeys keys = patattKeys(pair);
        String mail = patattSigned(pair);
        assertThat(check(mail, keys))
                .hasToString("[patatt signature of ada@example.org, key k1 (ed25519-sha256): valid]");
        assertThat(state(mail.replace("\n[PATCH v2]", "\n[PATCH v3]"), keys)).isEqualTo(State.VALID);
        assertThat(state(mail.replace("better", "worse"), keys)).isEqualTo(State.INVALID);
        assertThat(state(mail.replace("+b\n", "+c\n"), keys)).isEqualTo(State.INVALID);
        assertThat(state(mail.replace("From: Ada", "From: Eve"), keys)).isEqualTo(State.INVALID);
        assertThat(state(mail, patattKeys(pair("Ed25519")))).isEqualTo(State.INVALID);
        assertThat(state(mail, AttestationKeys.NONE)).isEqualTo(State.NOT_CHECKED);
    }

    @Test
    void badKeysOfTheUserAreOneLine() throws Exception {
        Path file = Files.writeString(dir.resolve("keys"), "what?\n");
        assertThatThrownBy(() -> AttestationKeys.of(file, null, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("keys:1");
        assertThatThrownBy(() -> AttestationKeys.of(null, dir.resolve("none"), false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such folder");
    }
}
