/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kharness.apply.MailThread.Like;

/** What people, their programs and lists do to a single mail. */
final class LetterShapes {
    private static final List<String> DATES = List.of(
            "Thu, 2 Dec 2021 16:48:49 +0800 (CST)",
            "2 Dec 2021 16:48 GMT",
            "Thu, 02 Dec 21 16:48:49 EST",
            "Thu Dec  2 16:48:49 2021 -0800",
            "2021-12-02T16:48:49Z",
            "1638434929 +0100",
            "Thu,  2 Dec 2021 16:48:49 -0030");
    private static final List<String> SENDERS = List.of(
            "\"Sammy Davis Jr.\" <sd@example.org>",
            "\"Doe, Jane\" <jane@example.org>",
            "Jane Doe via list <list@example.org>",
            "jane@example.org (Jane Doe)",
            "jane@example.org",
            "<jane@example.org>",
            "=?utf-8?q?J=C3=B6rg_M=C3=BCller?= <jm@example.org>",
            "=?iso-8859-1?Q?J=F6rg?=\n =?iso-8859-1?Q?_M=FCller?= <jm@example.org>",
            "=?UTF-8?B?SsO2cmcgTcO8bGxlcg==?= <jm@example.org>",
            "Jane \"JD\" Doe (work) <jane@example.org>",
            "'Jane Doe' <jane@example.org>",
            "jane at example.org <jane>",
            "Jane Doe <jane@example.org>, Joe <joe@example.org>");

    private LetterShapes() {}

    /** Changes a mail. */
    interface Change {
        void change(MailThread thread, Letter letter);
    }

    static Map<String, Change> all() {
        Map<String, Change> changes = harmless();
        damage(changes);
        return changes;
    }

    /** Those that leave the patch whole, mostly. */
    static Map<String, Change> harmless() {
        Map<String, Change> changes = new LinkedHashMap<>();
        encodings(changes);
        bodies(changes);
        headers(changes);
        return changes;
    }

    private static Change whole(java.util.function.Consumer<Letter> change) {
        return (t, letter) -> {
            if (!letter.isMultipart()) {
                change.accept(letter);
            }
        };
    }

    private static Change body(java.util.function.UnaryOperator<String> change) {
        return whole(l -> l.body(change.apply(l.body())));
    }

    private static void encodings(Map<String, Change> changes) {
        changes.put("as it is", (t, l) -> {});
        changes.put("quoted-printable", whole(Letter::quotedPrintable));
        changes.put("base64", whole(Letter::base64));
        changes.put("Latin-1", whole(l -> l.latin1(false)));
        changes.put("Latin-1, quoted-printable", whole(l -> l.latin1(true)));
        changes.put("format=flowed", whole(Letter::flowed));
        changes.put("the diff attached", whole(l -> l.attached("mixed", false, false)));
        changes.put("the diff attached, base64, and a footer", whole(l -> l.attached("mixed", true, true)));
        changes.put("signed and nested", whole(Letter::signedAndNested));
        changes.put("CRLF on the wire", (t, l) -> l.crlf());
        changes.put("8bit without a word", whole(l -> l.without("Content-Type").without("MIME-Version")));
        changes.put(
                "us-ascii declared, UTF-8 sent",
                whole(l -> l.set("Content-Type", "text/plain; charset=us-ascii")
                        .body(l.body().replaceAll("[\u0080-\u00ff]", "?"))));
    }

    private static void bodies(Map<String, Change> changes) {
        changes.put("a list's footer", body(b -> b + "_".repeat(47) + "\nlist mailing list\nlist@example.org\n"));
        changes.put("the author in the body", body(b -> "From: Real Author <real@example.org>\n\n" + b));
        changes.put(
                "author, subject and date in the body",
                body(b -> "From: Real\n Author <real@example.org>\nSubject: [PATCH] the real\n subject\n"
                        + "Date: Fri, 3 Dec 2021 01:02:03 -0500\n\n" + b));
        changes.put(
                "what format-patch wrote, pasted",
                body(b -> ">From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n"
                        + "From: Real Author <real@example.org>\nSubject: [PATCH] the real one\n\n" + b));
        changes.put(
                "index lines edited", body(b -> b.replaceAll("(?m)^(index [0-9a-f]+\\.\\.)[0-9a-f]{7}", "$1badc0de")));
        changes.put("index lines gone", body(b -> b.replaceAll("(?m)^index [0-9a-f]+\\.\\.[0-9a-f]+.*\n", "")));
        changes.put("an added line edited by hand", body(b -> b.replaceFirst("(?m)^\\+(?!\\+)", "+/* edited */ ")));
        changes.put(
                "a diff without its git lines",
                body(b -> b.replaceAll("(?m)^(diff --git|index) .*\n(?=((diff|index) .*\n)*--- )", "")));
        changes.put("empty context lines stripped", body(b -> b.replaceAll("(?m)^ $", "")));
        changes.put("another text after each @@", body(b -> b.replaceAll("(?m)^(@@ -.* @@).*$", "$1 @@ x")));
        changes.put(
                "a long change log below the line",
                body(
                        b -> b.replaceFirst(
                                "\n---\n",
                                "\n---\nChanges since v1:\n  - one\n\n-- old: --\n  diff --git a/x b/x\n\nRange-diff:\n1:  abc ! 1:  def x\n    --- a/x\n\n")));
        changes.put("text between message and line", body(b -> b.replaceFirst("\n---\n", "\n\n--- \nand more\n---\n")));
        changes.put(
                "lines moved by an earlier change",
                body(b -> b.replaceAll("(?m)^@@ -(\\d\\d),(\\d+) \\+(\\d\\d),", "@@ -1$1,$2 +1$3,")));
        changes.put("Reply above, the patch below", body(b -> "Hi,\n\nplease take this.\n\n" + b));
        changes.put("no end of line at the end", body(b -> b.endsWith("\n\n") ? b.stripTrailing() : b));
        changes.put("a signature below", body(b -> b + "-- \nJane Doe\nhttps://example.org/\n"));
    }

    private static void headers(Map<String, Change> changes) {
        changes.put(
                "odd senders", (t, l) -> l.set("From", SENDERS.get(t.random().nextInt(SENDERS.size()))));
        changes.put("other dates", (t, l) -> l.set("Date", DATES.get(t.random().nextInt(DATES.size()))));
        changes.put("blank lines in front", (t, l) -> l.before("\n\n"));
        changes.put(
                "much header",
                (t, l) -> l.before("Received: from x by y with SMTP id 1;\n\tThu,  2 Dec 2021 16:48:49 +0800 (CST)\n"
                        + "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=k; h=from:to;\n\tbh=x; b=y\nX-Face: :a:b\n"
                        + "Cc: " + "someone else <s@example.org>,\n ".repeat(60) + "end@example.org\n"));
        changes.put(
                "a folded subject", (t, l) -> l.set("Subject", l.get("Subject").replaceFirst(": ", ":\n\t ")));
        changes.put("a subject in a coded word", (t, l) -> {
            if (!l.get("Subject").contains("=?")) {
                l.set(
                        "Subject",
                        "=?UTF-8?q?" + l.get("Subject").replaceAll("\n? ", "_").replace("=", "=3D") + "?=");
            }
        });
        changes.put("names in other cases", (t, l) -> {
            String id = l.get("Message-ID");
            String subject = l.get("Subject");
            l.without("Message-ID").set("message-id", id).without("Subject").set("SUBJECT", subject);
        });
        changes.put(
                "no blank behind the bracket",
                (t, l) -> l.set("Subject", l.get("Subject").replaceFirst("\\] ", "]")));
    }

    private static void damage(Map<String, Change> changes) {
        changes.put("tabs made blanks", body(b -> b.replace("\t", "        ")));
        changes.put("long lines wrapped", body(b -> b.replaceAll("(?m)^([ +-]\\S{3}.{8})", "$1\n")));
        changes.put("cut off", body(b -> b.substring(0, b.indexOf("\n", b.lastIndexOf("@@") + 20) + 1)));
        changes.put("no sender", (t, l) -> l.without("From"));
        changes.put("an impossible date", (t, l) -> l.set("Date", "Thu, 32 Foo 1921 99:48:49 +0800"));
        changes.put("a NUL in the message", body(b -> "some\0thing\n" + b));
        changes.put("a hunk that fits nowhere", body(b -> b.replaceFirst("(?m)^-(?!-)", "-not there ")));
        changes.put("a damaged coded word", (t, l) -> {
            l.set("Subject", l.get("Subject") + " =?utf-8?x?odd");
            t.like(Like.MORE);
        });
        changes.put("HTML beside the text", whole(l -> {
            String text = l.body();
            l.attached("alternative", false, false);
            l.body(l.body().replaceFirst("text/x-patch", "text/html") + text.substring(0, 0));
        }));
    }

    /** Talk above a line of scissors. */
    static void scissors(List<Letter> letters) {
        for (Letter letter : letters) {
            if (!letter.isMultipart()) {
                letter.body(
                        "I wrote this on a train.\n\n-- >8 --\nFrom: Train <train@example.org>\nSubject: [PATCH] on a train\n\n"
                                + letter.body());
            }
        }
    }
}
