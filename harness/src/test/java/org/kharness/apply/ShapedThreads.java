/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.kharness.process.Command;
import org.kharness.series.diff.Raw;
import org.kharness.series.mail.Mbox;

/** Threads whose patches git format-patch wrote, in the shape in which archives keep them. */
final class ShapedThreads {
    private static final List<String> OPTIONS = List.of(
            "--cover-letter --thread=shallow",
            "--thread=deep",
            "--thread=shallow --attach",
            "--thread=shallow --inline --cover-letter",
            "--thread --base=base",
            "--cover-letter --thread --from=\"Sender <sender@example.org>\"",
            "--thread -M --no-prefix",
            "--thread --full-index --binary",
            "--thread --signoff --subject-prefix='PATCH net-next'",
            "--thread -U8 --no-signature");
    private static final int HISTORIES = 5;

    private final Path dir;
    private final Random random;

    ShapedThreads(Path dir, long seed) {
        this.dir = dir;
        random = new Random(seed);
    }

    /** Makes threads; the repository of the base must hold the files of {@link ThreadCases}. */
    List<ThreadCases.Thread> make(int count) throws IOException {
        Path work = Files.createDirectories(dir.resolve("shaped"));
        StringBuilder script = new StringBuilder("export GIT_CONFIG_NOSYSTEM=1 HOME=$PWD TZ=Asia/Kolkata\n"
                + "export GIT_COMMITTER_NAME='J\u00f6rg M\u00fcller' GIT_COMMITTER_EMAIL=j@example.org\n"
                + "git init -q -b main .\n");
        for (int file = 0; file < ThreadCases.files(); file++) {
            Files.writeString(work.resolve("f" + file), ThreadCases.base(file));
        }
        script.append("export GIT_AUTHOR_NAME='Ada \u0141ovelace, Jr.' GIT_AUTHOR_EMAIL=ada@example.org\n")
                .append("git add f? && git commit -qm base && git tag base\n");
        int made = 0;
        for (int history = 0; history < HISTORIES; history++) {
            script.append(history(history));
            for (int i = 0; i < count / HISTORIES; i++, made++) {
                String version = i % 3 == 0 ? "" : " -v" + (1 + i % 3);
                script.append("git format-patch -q --stdout %s%s base >out%d\n"
                        .formatted(OPTIONS.get(i % OPTIONS.size()), version, made));
            }
        }
        Files.writeString(work.resolve("make.sh"), script);
        Command.of("sh", "make.sh").in(work).runOrFail();
        List<ThreadCases.Thread> threads = new ArrayList<>();
        for (int i = 0; i < made; i++) {
            threads.add(thread(Raw.of(Files.readAllBytes(work.resolve("out" + i)))));
        }
        return threads;
    }

    private String history(int n) {
        int line = 5 + random.nextInt(30);
        return """
                git reset -q --hard base
                sed -i '%1$ds/.*/first %2$d caf\u00e9/' f0 && git commit -qam 'f0: ein sehr langer Titel, der gefaltet wird, weil er so lang ist wie ein Satz \u2014 %2$d

                Why.

                Fixes: 0123456789ab ("x")
                Link: https://example.org/%2$d'
                git mv f1 g%2$d && sed -i '%1$ds/$/ more/' g%2$d && chmod +x f2 && git commit -qam 'rename [and] mode'
                printf 'a\\0b%2$d' >bin && printf 'no newline' >text && git add . && git commit -qm 'binary: %2$d' -m 'From: nobody in the text'
                git rm -q f3 && sed -i '2d;39a\\added' f4 && git commit -qam 'remove and add

                --- a line that looks like a break
                diff is a word here'
                """.formatted(line, n);
    }

    private ThreadCases.Thread thread(String box) {
        List<String> mails = new ArrayList<>();
        List<String> right = new ArrayList<>();
        int answers = 0;
        for (Mbox.Slice slice : Mbox.split(box, true)) {
            String mail = "Received: from x by y\n\tfor <list@example.org>; Thu, 2 Dec 2021 10:00:00 +0000\n"
                    + slice.raw() + (random.nextInt(4) == 0 ? "\n--\nYou received this from a list.\n" : "");
            mails.add(mail);
            boolean cover = mail.contains("*** SUBJECT HERE ***") || mail.contains(" 0/4] ");
            if (!cover) {
                right.add(mail);
            }
            if (random.nextInt(3) == 0) {
                String id = mail.replaceFirst("(?s).*\nMessage-I[Dd]: (<[^>]*>).*", "$1");
                mails.add(
                        "From: R <r@example.org>\nSubject: Re: [PATCH] about it\nDate: Thu, 2 Dec 2021 10:00:00 +0000\n"
                                + "Message-ID: <answer" + answers++ + "@x>\nIn-Reply-To: " + id
                                + "\n\n> quoted\n\nHm.\n");
            }
        }
        return new ThreadCases.Thread(mails, right, "shaped");
    }
}
