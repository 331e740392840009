/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.kharness.series.diff.Raw;

/** Made-up mails of every kind that people and their programs send, and some that nobody should; bytes. */
final class MailCases {
    private static final String DIFF =
            "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b = \"" + utf8("\u00e9") + "\"\n-- \n2.39\n";
    private static final List<String> FROM = List.of(
            "Ada Tester <ada@example.org>",
            "\"Tester, Ada\" <ada@example.org>",
            "ada@example.org (Ada T)",
            "ada@example.org",
            "Ada (zzz) Tester <ada@example.org> (Comment)",
            "\"Sammy Davis Jr.\" <sd@example.org>",
            "A <a@b>",
            "\"Ada \\\"the\\\" Tester\" <ada@example.org>",
            "=?utf-8?q?J=C3=B6rg_M=C3=BCller?= <j@example.org>",
            "=?iso-8859-1?Q?J=F6rg?= =?iso-8859-1?Q?_M=FCller?= <j@example.org>",
            "=?UTF-8?B?SsO2cmcgTcO8bGxlcg==?= <j@example.org>",
            "=?koi8-r?B?+s7Byw==?= <k@example.org>",
            utf8("J\u00f6rg M\u00fcller <j@example.org>"),
            "J\u00f6rg <j@example.org>",
            "John Doe <johndoe>",
            "nobody",
            "",
            "  spaced   out\tname   <s@example.org>",
            "x".repeat(61) + " <x@example.org>",
            "(only a comment) c@example.org",
            "Ada <ada@example.org>, Bob <bob@example.org>",
            "=?utf-8?q?broken <b@example.org>",
            "@ <>",
            "<angle@example.org>",
            "Name<tight@example.org>",
            "via list <list@example.org>");
    private static final List<String> SUBJECT = List.of(
            "[PATCH v2 1/3] x: do y",
            "Re: [RFC][PATCH] [x] long\n folded  subject",
            "re:re: [PATCH] x",
            "[PATCH] =?UTF-8?q?caf=C3=A9_au?=\n =?UTF-8?B?IGxhaXQ=?= end",
            "=?us-ascii?Q?=5BPATCH=5D_encoded_bracket?=",
            "[PATCH",
            "",
            "   ",
            "[PATCH] a [b] c",
            "Request: [PATCH] x",
            ": : [PATCH] : x",
            "[PATCH] tab\there",
            utf8("[PATCH] \u4f60\u597d"),
            "[PATCH] \u00e9 in Latin-1",
            "[PATCH] =?utf-8?q?two?= =?utf-8?q?words?= apart",
            "[PATCH] =?utf-8?x?what?=",
            "[PATCH] 2 =? 3",
            "[PATCH] =?nonesuch?q?x?=");
    private static final List<String> DATE =
            List.of("Thu, 2 Dec 2021 16:48:49 +0800", "2 Dec 2021 16:48 GMT", "nonsense", "", "1638434929 +0800");
    private static final List<String> BEFORE = List.of(
            "",
            "\n",
            "\n\n",
            "From: Real Author <real@example.org>\n\n",
            "From: Real Author\n <real@example.org>\nSubject: real\n subject\nDate: Fri, 3 Dec 2021 01:02:03 -0500\n\n",
            "\n\nfrom: lower <l@example.org>\n\n",
            ">From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: Q <q@example.org>\n\n",
            "[PATCH] in the body\n\n",
            "From: twice <one@example.org>\nFrom: twice <two@example.org>\n\n",
            "Subject: no blank line behind\n",
            "Talk.\n\n-- >8 --\nFrom: Cut <c@example.org>\nSubject: cut\n\n",
            "From: A <a@b.c>\n  -- >8 --  \nSubject: cut\n\n",
            "Content-Type: text/plain\n\n");
    private static final List<String> MESSAGE = List.of(
            "Why.\n\nMore.   \n\n\n\nSigned-off-by: A <a@b.c>\n",
            "",
            ">From here on it goes.\n",
            utf8("Caf\u00e9 \u2014 with a dash\u00a0\n"),
            "Latin \u00e9\u00e8 and " + utf8("\u00e9") + " both\n",
            "From: not a header here\nx\n",
            "---- not a break\n-- \nsig\n",
            "a\f\u000b\n\ttab at start \t\n",
            "line ends with = sign=\nand =3D\n",
            "trailing blank \n flowed \nend\n",
            "--zz\nlooks like a boundary\n");
    private static final List<String> BREAK =
            List.of("---\n f | 2 +-\n\n", "---  \n", "", "Index: f\n====\n", "--- \n", "---\n\nFrom: late <l@b.c>\n\n");

    private final Random random;

    MailCases(long seed) {
        random = new Random(seed);
    }

    private static String utf8(String text) {
        return Raw.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A mail; the more steps the odder. */
    String next() {
        List<String> header = new ArrayList<>();
        header.add(often() ? "From: " + one(FROM) : chance(2) ? "from: " + one(FROM) : "X-From: none");
        header.add(often() ? "Subject: " + one(SUBJECT) : "X-Nothing: " + one(SUBJECT));
        header.add(often() ? "Date: " + one(DATE) : "X-Date: none");
        header.add("Message-ID: <" + random.nextInt() + "@x>");
        String body = one(BEFORE) + one(MESSAGE) + one(BREAK) + (chance(8) ? "" : DIFF);
        String mail = switch (random.nextInt(8)) {
            case 0, 1, 2 -> whole(header, "", body);
            case 3 -> whole(header, "Content-Type: text/plain; charset=" + charset() + "\n", body);
            case 4, 5 -> coded(header, body);
            case 6 -> whole(header, flowed(), body);
            default -> multipart(header, body);
        };
        mail = chance(8) ? "\n \n" + mail : mail;
        mail = chance(10) ? "From nobody Thu Jan  1 00:00:00 1970\n" + mail : mail;
        mail = chance(10) ? mail.substring(0, mail.length() - 1 - random.nextInt(20)) : mail;
        return chance(12) ? mail.replaceFirst("\n\n", "\nno header line\n\n") : mail;
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private boolean often() {
        return random.nextInt(12) > 0;
    }

    private String charset() {
        return one(List.of("utf-8", "\"UTF-8\"", "us-ascii", "iso-8859-1", "windows-1252", "ISO-8859-15", "utf8", ""));
    }

    private String flowed() {
        return "Content-Type: text/plain; charset=utf-8; format=flowed" + (chance(2) ? "; delsp=yes" : "") + "\n";
    }

    private String whole(List<String> header, String more, String body) {
        String head = String.join("\n", header) + "\n";
        return chance(2) ? head + more + "\n" + body : more + head + (chance(9) ? " \n" : "") + "\n" + body;
    }

    private String coded(List<String> header, String body) {
        boolean base64 = chance(2);
        String type = "Content-Type: text/plain; charset=" + charset() + "\nContent-Transfer-Encoding: "
                + (base64 ? "base64" : "Quoted-Printable") + "\n";
        return whole(header, type, base64 ? base64(body) : quoted(body));
    }

    private String base64(String body) {
        int width = chance(4) ? 20 : 76;
        return Base64.getMimeEncoder(width, new byte[] {'\n'}).encodeToString(Raw.bytes(body)) + "\n";
    }

    private String quoted(String body) {
        StringBuilder out = new StringBuilder();
        int column = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            String next = c == '=' || c > 126 || (c < 32 && c != '\n') ? "=%02X".formatted((int) c) : String.valueOf(c);
            out.append(next);
            column = c == '\n' ? 0 : column + next.length();
            if (column > 70) {
                out.append("=\n");
                column = 0;
            }
        }
        return out.toString();
    }

    private String multipart(List<String> header, String body) {
        String boundary = one(List.of("zz", "=_x", "a b"));
        String type =
                "Content-Type: multipart/" + (chance(2) ? "mixed" : "signed") + "; boundary=\"" + boundary + "\"\n";
        StringBuilder out = new StringBuilder("preamble\n");
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            out.append("--").append(boundary).append('\n');
            boolean coded = chance(2);
            out.append(chance(4) ? "" : "Content-Type: text/x-patch; charset=" + charset() + "\n");
            out.append(coded ? "Content-Transfer-Encoding: base64\n" : "").append(chance(8) ? "" : "\n");
            String part = i == 0 && parts > 1 ? one(MESSAGE) : body;
            out.append(coded ? base64(part) : part);
            if (chance(6)) {
                String inner = "--in\n\n" + one(MESSAGE) + "\n--in--\n";
                out.append("--")
                        .append(boundary)
                        .append("\nContent-Type: multipart/x; boundary=in\n\n")
                        .append(inner);
            }
        }
        out.append(chance(4) ? "" : "--" + boundary + "--\n").append(chance(3) ? "list footer\n" : "");
        return whole(header, type, out.toString());
    }
}
