/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.InputException;
import org.kharness.series.diff.Raw;

/** Mails that stay in their file are read as those that are held. */
class StoredTextTest {
    private static final String SEPARATOR = "From mboxrd@z Thu Jan  1 00:00:00 1970\n";

    @TempDir
    private Path dir;

    /** Mails of about 40 KB: separators, CRLF and quoted lines fall on every place beside the pieces that are read. */
    private static String box(String separator, int shift) {
        StringBuilder box = new StringBuilder();
        for (int n = 1; n <= 40; n++) {
            box.append(separator)
                    .append("From: A <a@x>\r\nSubject: [PATCH ")
                    .append(n)
                    .append("/40] s\r\n\r\n");
            box.append("text ".repeat(shift)).append("\n>From me\n>>From you\n---\ndiff --git a/f b/f\n");
            box.append("--- a/f\n+++ b/f\n@@ -1 +1,2000 @@\n-a\n").append(("+" + "x".repeat(18) + "\n").repeat(2000));
            box.append("-- \n2.39\n\n");
        }
        return box.toString();
    }

    private static List<String> told(List<MailFiles.Found> mails, Function<MailFiles.Found, Object> what) {
        return mails.stream().map(m -> String.valueOf(what.apply(m))).toList();
    }

    private void same(List<MailFiles.Found> stored, String text, boolean keepCr) {
        MailFiles.Reading how = new MailFiles.Reading(false, keepCr);
        List<MailFiles.Found> held = MailFiles.inText("box", MailText.of(text), how);
        assertThat(held).hasSize(40);
        List<Function<MailFiles.Found, Object>> parts = new ArrayList<>();
        parts.add(MailFiles.Found::raw);
        parts.add(m -> m.mail().patch());
        parts.add(m -> m.mail().message());
        parts.add(m -> m.mail().body());
        parts.add(MailFiles.Found::patchId);
        parts.add(MailFiles.Found::hasDiff);
        parts.forEach(p -> assertThat(told(stored, p)).isEqualTo(told(held, p)));
        assertThat(stored).noneMatch(m -> m.slice().text().held());
    }

    @Test
    void aFileIsReadAsItsTextIs() throws IOException {
        for (int shift = 0; shift < 60; shift += 7) {
            String text = box(shift % 2 == 0 ? SEPARATOR : "From nobody Thu Jan  1 00:00:00 1970\n", shift);
            Path file = dir.resolve("box" + shift);
            Files.write(file, Raw.bytes(text));
            boolean keepCr = shift % 3 == 0;
            same(MailFiles.inFile(file, new MailFiles.Reading(false, keepCr)), text, keepCr);
        }
    }

    @Test
    void whatIsUnpackedOrComesByAPipeIsReadAsItsTextIs() throws IOException {
        String text = box(SEPARATOR, 3);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(Raw.bytes(text));
        }
        same(MailFiles.inStream("-", new ByteArrayInputStream(Raw.bytes(text)), MailFiles.Reading.PLAIN), text, false);
        Path file = Files.write(dir.resolve("box.gz"), packed.toByteArray());
        same(MailFiles.inFile(file), text, false);
    }

    @Test
    void aFileThatChangesIsNoticed() throws IOException {
        Path file = Files.write(dir.resolve("box"), Raw.bytes(box(SEPARATOR, 0)));
        MailFiles.Found mail = MailFiles.inFile(file).get(3);
        Files.writeString(file, "other");
        assertThatThrownBy(() -> mail.mail().patch())
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": it was changed while it was read");
    }

    @Test
    void theBodyOfALongMailHoldsLittleOfItsDiff() throws IOException {
        String mail = box("", 4).split("From: ", 3)[1].replace("+x", "+" + "y".repeat(40) + "x")
                + "base-commit: 0123456789012345678901234567890123456789\n";
        String body = MailReader.read("From: " + mail).body();
        assertThat(body).contains("text text").endsWith("base-commit: 0123456789012345678901234567890123456789\n");
        assertThat(body.length()).isLessThan(10_000);
    }
}
