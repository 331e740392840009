/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.process.Command;
import org.kharness.series.diff.Raw;

/** Mails read by us and by the real {@code git mailinfo}: same author, subject, date, message, patch. */
class MailReaderTest {
    private static final int CASES = Integer.getInteger("kharness.differential.mails", 300);
    private static final long SEED = Long.getLong("kharness.differential.seed", 20211202L);

    @TempDir
    private Path dir;

    @Test
    void agreesWithGit() throws Exception {
        MailCases cases = new MailCases(SEED);
        List<String> mails = new ArrayList<>();
        while (mails.size() < CASES) {
            mails.add(cases.next());
        }
        for (String options : List.of("", "--scissors")) {
            List<Integer> exits = gitMailinfo(mails, options);
            int taken = 0;
            for (int i = 0; i < mails.size(); i++) {
                PatchMail mail = MailReader.read(mails.get(i), !options.isEmpty());
                String what = "mail " + i + options + "\n" + mails.get(i) + "\n" + git(i, "err");
                if (exits.get(i) != 0) {
                    assertThat(mail.problems()).as(what).isNotEmpty();
                    continue;
                }
                taken++;
                compare(i, what, mail);
            }
            assertThat(taken).isGreaterThan(CASES / 2);
        }
    }

    private void compare(int i, String what, PatchMail mail) throws IOException {
        String info = git(i, "info");
        assertThat(mail.authorName()).as(what).isEqualTo(field(info, "Author"));
        assertThat(mail.authorEmail()).as(what).isEqualTo(field(info, "Email"));
        assertThat(mail.subject()).as(what).isEqualTo(field(info, "Subject"));
        assertThat(mail.date()).as(what).isEqualTo(field(info, "Date"));
        String message = Messages.stripSpace(fieldRaw(info, "Subject") + "\n\n" + git(i, "msg"));
        assertThat(mail.message()).as(what).isEqualTo(Utf8.text(message));
        assertThat(mail.patch()).as(what).isEqualTo(git(i, "patch"));
        assertThat(mail.problems()).as(what).isEmpty();
    }

    private static String field(String info, String name) {
        return Utf8.text(fieldRaw(info, name)).strip();
    }

    private static String fieldRaw(String info, String name) {
        for (String line : Raw.lines(info)) {
            if (line.startsWith(name + ": ")) {
                return line.substring(name.length() + 2, line.length() - 1);
            }
        }
        return "";
    }

    private String git(int i, String part) throws IOException {
        return Raw.of(Files.readAllBytes(dir.resolve(i + "." + part)));
    }

    /** One shell for all: starting git is what costs. */
    private List<Integer> gitMailinfo(List<String> mails, String options) throws IOException {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < mails.size(); i++) {
            Files.write(dir.resolve(i + ".mail"), Raw.bytes(mails.get(i)));
            script.append("git mailinfo %s %2$d.msg %2$d.patch <%2$d.mail >%2$d.info 2>%2$d.err; echo $?\n"
                    .formatted(options, i));
        }
        Files.writeString(dir.resolve("run.sh"), script);
        return Command.of("sh", "run.sh")
                .in(dir)
                .keepErrorApart()
                .runOrFail()
                .output()
                .lines()
                .map(Integer::valueOf)
                .toList();
    }

    @Test
    void readsDatesAsGitDoes() throws Exception {
        List<String> dates = List.of(
                "Thu, 2 Dec 2021 16:48:49 +0800",
                "2 Dec 2021 16:48:49 +2359",
                "2 Dec 2021 16:48:49 +9900",
                "2 Dec 2021 16:48:49 -0030",
                "31 Feb 2021 10:00:00 +0000",
                "Thu, 32 Dec 2021 16:48:49 +0000",
                "Thu, 2 Dec 2021 24:00:60 +0000",
                "Thu, 2 Dec 2021 25:00:00 +0000",
                "Thu, 2 Dec 1969 16:48:49 +0000",
                "Thu, 2 Dec 2100 16:48:49 +0000",
                "Thu, 2 Dec 21 16:48:49 +0000",
                "Thu, 2 Dec 99 16:48:49 +0000",
                "2021-12-02 16:48:49 +0100",
                "2021-12-02T16:48:49Z",
                "2021-12-02T16:48:49.123+01:00",
                "2021-12-02",
                "12/02/2021 16:48:49 +0000",
                "02.12.2021 16:48:49 +0000",
                "Thu Dec  2 16:48:49 2021 +0800",
                "Thu Dec  2 16:48:49 PST 2021",
                "Thu, 2 Dec 2021 4:48:49 PM +0000",
                "1638434929 +0800",
                "@1638434929 +0800",
                "@0 +0000",
                "20211202T164849Z",
                "tomorrow",
                "nonsense",
                "Thu, 2 Dec 2021 16:48:49 GMT+0100",
                "Thu, 2 Dec 2021 16:48:49 +0800 (CST)",
                "Thu, 2 December 2021 16:48 -0700",
                "2 Dec 2021 16:48:49 EST",
                "2 Dec 2021 16:48:49 NZST",
                "99999999999999999999 +0000",
                "Mi, 02 Dez 2021 16:48:49 +0100");
        StringBuilder script = new StringBuilder("export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@x TZ=UTC\n");
        for (String date : dates) {
            script.append("GIT_AUTHOR_DATE='")
                    .append(date)
                    .append("' git var GIT_AUTHOR_IDENT 2>/dev/null || echo no\n");
        }
        Files.writeString(dir.resolve("dates.sh"), script);
        List<String> git = Command.of("sh", "dates.sh")
                .in(dir)
                .keepErrorApart()
                .runOrFail()
                .output()
                .lines()
                .map(l -> l.replaceFirst(".*> ", ""))
                .toList();
        List<String> ours = dates.stream()
                .map(d -> MailDate.parse(d).map(GitDate::toString).orElse("no"))
                .toList();
        assertThat(ours).isEqualTo(git);
    }
}
