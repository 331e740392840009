/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.kharness.series.diff.Raw;
import org.kharness.series.source.SeriesOptions;

/** A thread being written: all its mails as they lie in a mailbox, and those of them that a person would give to git am. */
final class MailThread {
    /** How prefixes look; %1$s is a version such as " v2", %2$s a number such as " 1/3". */
    private static final List<String> PREFIXES = List.of(
            "[PATCH%1$s%2$s]",
            "[PATCH%1$s%2$s]",
            "[RFC PATCH%1$s%2$s]",
            "[PATCH net-next%1$s%2$s]",
            "[PATCH%1$s -next%2$s]",
            "[RFC][PATCH%1$s%2$s]",
            "[RFC%1$s%2$s]",
            "[PATCH 6.1.y%1$s%2$s]",
            "[ndctl PATCH%1$s%2$s]",
            "[PATCH,RFC%1$s%2$s]");

    private static final String SENDER = "Ada Tester <ada@example.org>";

    private final Topics topics;
    private final Random random;
    private final int topic;
    private final String prefix;
    private final int idStyle;
    private final List<Letter> all = new ArrayList<>();
    private final List<Letter> right = new ArrayList<>();
    private int day;
    private int mails;
    private Box box = Box.MBOX;
    private SeriesOptions options = SeriesOptions.DEFAULT;
    private String am = "";
    private Like like = Like.GIT;

    MailThread(Topics topics, Random random, int topic) {
        this.topics = topics;
        this.random = random;
        this.topic = topic;
        prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
        idStyle = random.nextInt(4);
    }

    /** What a mailbox is. */
    enum Box {
        MBOX,
        MBOXRD,
        GZIP,
        FOLDER,
        MAILDIR,
        PATCHES,
        MUTT
    }

    /** How our answer is to be like git's. */
    enum Like {
        /** In every bit. */
        GIT,
        /** In its tree: git takes the present time. */
        TREE,
        /** We take what git does not, with a note. */
        MORE
    }

    /** Mails that were sent together; the cover letter first if there is one. */
    record Posting(List<Letter> mails, List<Letter> patches) {
        Letter head() {
            return mails.get(0);
        }
    }

    /** Which mail a patch answers. */
    enum Nesting {
        FLAT,
        DEEP,
        NONE,
        ODD
    }

    Random random() {
        return random;
    }

    int topic() {
        return topic;
    }

    List<Letter> all() {
        return all;
    }

    List<Letter> right() {
        return right;
    }

    Box box() {
        return box;
    }

    SeriesOptions options() {
        return options;
    }

    String am() {
        return am;
    }

    Like like() {
        return like;
    }

    MailThread in(Box other) {
        box = other;
        return this;
    }

    MailThread asked(SeriesOptions of, String sameOfGit) {
        options = of;
        am = sameOfGit;
        return this;
    }

    MailThread like(Like other) {
        like = other;
        return this;
    }

    /** Sets what is right. */
    MailThread right(List<Letter> mails) {
        right.clear();
        right.addAll(mails);
        return this;
    }

    int patches() throws IOException {
        return topics.letters(topic, 1).size();
    }

    /** Posts a version. */
    Posting post(int version, String again, String parent, Nesting nesting, boolean cover) throws IOException {
        return post(topic, version, again, parent, nesting, cover);
    }

    /** Posts a version of a topic into this mailbox, as an answer to a mail unless the id is empty. */
    Posting post(int about, int version, String again, String parent, Nesting nesting, boolean cover)
            throws IOException {
        day++;
        List<Letter> patches = topics.letters(about, version);
        boolean numbered = patches.size() > 1 || cover;
        String stem = random.nextInt(1_000_000) + "-";
        List<Letter> mails = new ArrayList<>();
        if (cover) {
            Letter letter = Letter.of(patches.get(0).raw().replaceFirst("(?s)\n\n.*", "\n\n"));
            letter.without("Content-Type").without("Content-Transfer-Encoding").without("MIME-Version");
            letter.set("From", SENDER).set("Subject", "t" + about + ": all of it");
            letter.body("This is about it.\n\nAda (" + patches.size()
                    + "):\n  one\n\n mm/memory.c | 2 +-\n\n-- \n2.39.5\n\n");
            mails.add(letter);
        }
        mails.addAll(patches);
        for (int i = 0; i < mails.size(); i++) {
            Letter mail = mails.get(i);
            int number = cover ? i : i + 1;
            String n = numbered ? " " + number + "/" + patches.size() : "";
            String v = (again.isEmpty() ? "" : " " + again) + (version > 1 ? " v" + version : "");
            mail.set("Subject", prefix.formatted(v, n) + " " + mail.title());
            asSent(mail);
            sent(mail, id(stem, number, version));
            String above = switch (nesting) {
                case NONE -> "";
                case FLAT -> i == 0 ? parent : mails.get(0).get("Message-ID");
                case DEEP -> i == 0 ? parent : mails.get(i - 1).get("Message-ID");
                case ODD -> i == 0 ? parent : mails.get(random.nextInt(i)).get("Message-ID");
            };
            if (!above.isEmpty()) {
                mail.set("In-Reply-To", above).set("References", above);
            }
        }
        all.addAll(mails);
        return new Posting(mails, patches);
    }

    /** The sender's own address, the author's in the body, as git send-email does. */
    private static void asSent(Letter mail) {
        String author = mail.get("From");
        if (!author.equals(SENDER) && !mail.isMultipart()) {
            mail.set("From", SENDER)
                    .body("From: " + author + "\n\n" + mail.body().replaceFirst("^From: .*\n\n", ""));
        }
    }

    private void sent(Letter mail, String id) {
        mails++;
        String zone = List.of("+0000", "+0800", "-0700", "+0530").get(random.nextInt(4));
        mail.set(
                "Date",
                "%d Jan 2022 %02d:%02d:%02d %s".formatted(day, 1 + mails / 60 % 20, mails % 60, mails % 60, zone));
        mail.set("Message-ID", "<" + id + ">");
    }

    private String id(String stem, int number, int version) {
        return switch (idStyle) {
            case 0 -> "2022010%d084849.%s%d-ada@example.org".formatted(day % 10, stem, number);
            case 1 ->
                "2022010%d-topic-v%d-%d-%010x@example.org"
                        .formatted(day % 10, version, number, random.nextInt(1 << 30));
            case 2 -> "%040x.16384%05d.git.ada@example.org".formatted(random.nextInt(1 << 30), day * 1000);
            default -> Long.toHexString(random.nextLong()) + "@mail.example.org";
        };
    }

    /** An answer that quotes all of a mail. */
    Letter answer(Letter to, String text) {
        String quoted = to.body().replaceAll("(?m)^", "> ");
        Letter answer = Letter.of("From: Rev Viewer <rev@example.org>\n\n");
        answer.set("Subject", "Re: " + to.get("Subject"));
        sent(answer, "re" + mails + "-" + Long.toHexString(random.nextLong()) + "@example.org");
        answer.set("In-Reply-To", to.get("Message-ID")).set("References", to.get("Message-ID"));
        answer.body("On Monday, Ada wrote:\n" + quoted + "\n" + text);
        all.add(answer);
        return answer;
    }

    /** Writes the mailbox; what a user names. */
    Path write(Path folder) throws IOException {
        switch (box) {
            case FOLDER, MAILDIR -> {
                Path cur = Files.createDirectories(folder.resolve(box == Box.FOLDER ? "mails" : "mails/cur"));
                for (int i = 0; i < all.size(); i++) {
                    Files.write(
                            cur.resolve(i + (box == Box.FOLDER ? ".eml" : ".host:2,S")),
                            Raw.bytes(all.get(i).raw()));
                }
                return folder.resolve("mails");
            }
            default -> {
                Path file = folder.resolve("box" + (box == Box.GZIP ? ".gz" : ""));
                try (OutputStream plain = Files.newOutputStream(file);
                        OutputStream out = box == Box.GZIP ? new GZIPOutputStream(plain) : plain) {
                    for (Letter letter : all) {
                        String raw = letter.raw();
                        String text = box == Box.MBOXRD ? raw.replaceAll("(?m)^(?=>*From )", ">") : raw;
                        out.write(Raw.bytes(separator() + text + "\n"));
                    }
                }
                return file;
            }
        }
    }

    private String separator() {
        return switch (box) {
            case MBOXRD -> "From mboxrd@z Thu Jan  1 00:00:00 1970\n";
            case PATCHES -> "From %040x Mon Sep 17 00:00:00 2001\n".formatted(random.nextInt(1 << 30));
            case MUTT -> "From ada@example.org Tue Jan %2d 09:08:07 2022\n".formatted(1 + random.nextInt(28));
            default -> "From nobody Thu Jan  1 00:00:00 1970\n";
        };
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("topic " + topic + ", " + box.name().toLowerCase(Locale.ROOT) + " " + am);
        all.forEach(l -> text.append("\n  ")
                .append(right.contains(l) ? "* " : "  ")
                .append(l.get("Subject").replace("\n", ""))
                .append("  ")
                .append(l.get("Message-ID"))
                .append(" -> ")
                .append(l.get("In-Reply-To")));
        return text.toString();
    }
}
