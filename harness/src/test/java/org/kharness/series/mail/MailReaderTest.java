/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.process.Command;
import org.kharness.series.diff.Raw;

/** Every mail is read by us and by the real {@code git mailsplit} and {@code git mailinfo}: same author, message, patch. */
class MailReaderTest {
    private static final String PATCH =
            "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b = \"\u00c3\u00a9\"\n-- \n2.39\n";

    static List<String> mails() {
        String from = "From: Ada Tester <ada@example.org>\n";
        String head = from + "Subject: [PATCH v2 1/3] x: do y\nDate: Thu, 2 Dec 2021 16:48:49 +0800\n";
        String body = "Why.\n\nMore.   \n\n\n\nSigned-off-by: A <a@b.c>\n---\n f | 2 +-\n\n" + PATCH;
        return List.of(
                head + "\n" + body,
                head.replace("\n", "\r\n") + "\r\n" + body.replace("\n", "\r\n"),
                head + "Content-Type: text/plain; charset=\"UTF-8\"\nContent-Transfer-Encoding: quoted-printable\n\n"
                        + "Caf=C3=A9 =\nsoft\n\n---\n f | 2\n\n"
                        + PATCH.replace("=", "=3D").replace("\u00c3\u00a9", "=C3=A9"),
                head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                        + java.util.Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(Raw.bytes(body)) + "\n",
                head
                        + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nCaf\u00e9\n\n---\n"
                        + PATCH,
                head.replace("x: do y", "=?UTF-8?q?caf=C3=A9_au?=\n =?UTF-8?B?IGxhaXQ=?= end") + "\n" + body,
                head.replace("Ada Tester", "=?iso-8859-1?Q?J=F6rg_M=FCller?=") + "\n" + body,
                head.replace("Ada Tester <ada@example.org>", "ada@example.org (Ada T)") + "\n" + body,
                head.replace("Ada Tester", "\"Tester, Ada\"") + "\n" + body,
                head.replace("[PATCH v2 1/3] x: do y", "Re: [RFC][PATCH] [x] long\n folded  subject") + "\n" + body,
                head
                        + "\nFrom: Real Author <real@example.org>\nSubject: real subject\nDate: Fri, 3 Dec 2021 01:02:03 -0500\n\n"
                        + body,
                head + "\n>From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n"
                        + "From: Real Author <real@example.org>\n\n" + body,
                head + "\nText\n>From here on it goes.\n\n" + body,
                head + "Content-Type: multipart/mixed; boundary=\"zz\"\n\npreamble\n--zz\nContent-Type: text/plain\n\n"
                        + "Inline.\n\n--zz\nContent-Type: text/x-patch\nContent-Transfer-Encoding: quoted-printable\n\n"
                        + PATCH.replace("=", "=3D").replace("\u00c3\u00a9", "=C3=A9") + "\n--zz--\n",
                head + "Content-Type: text/plain; charset=utf-8; format=flowed\n\nSome flowed \ntext here.\n\n---\n"
                        + PATCH.replace("\n ", "\n  "),
                head + "\nWhy.\n\nIndex: f\n====\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n",
                head + "\nWhy.\n\n" + PATCH,
                head + "\nTalk.\n\n-- >8 --\nSubject: cut\n\n" + body,
                head + "\n" + body + "\n_______________________________________________\na list's footer\n");
    }

    @TempDir
    private Path dir;

    @ParameterizedTest
    @MethodSource("mails")
    void agreesWithGit(String raw) throws Exception {
        Files.write(dir.resolve("box"), Raw.bytes(raw));
        Files.createDirectory(dir.resolve("split"));
        Command.of("git", "mailsplit", "-b", "-osplit", "box").in(dir).runOrFail();
        String info = Command.of("git", "mailinfo", "msg", "patch")
                .in(dir)
                .from(dir.resolve("split/0001"))
                .keepErrorApart()
                .runOrFail()
                .output();
        PatchMail mail = MailReader.read(Mbox.split(raw).get(0));
        assertThat("Author: " + mail.authorName() + "\nEmail: " + mail.authorEmail() + "\nSubject: " + mail.subject()
                        + "\nDate: " + mail.date() + "\n\n")
                .isEqualTo(info.replace(" \n", "\n")); // git leaves a blank behind dates in bodies
        String message = Files.readString(dir.resolve("msg"));
        assertThat(mail.message()).isEqualTo(Messages.stripSpace(mail.subject() + "\n\n" + message));
        assertThat(mail.patch()).isEqualTo(Raw.of(Files.readAllBytes(dir.resolve("patch"))));
    }
}
