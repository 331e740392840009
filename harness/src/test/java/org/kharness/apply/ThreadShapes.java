/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kharness.apply.MailThread.Box;
import org.kharness.apply.MailThread.Like;
import org.kharness.apply.MailThread.Nesting;
import org.kharness.apply.MailThread.Posting;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.source.SeriesOptions;

/** Threads in the shapes that lists have, by name: which mails of a thread are meant. */
final class ThreadShapes {
    private static final SeriesOptions PLAIN = SeriesOptions.DEFAULT;

    private ThreadShapes() {}

    /** Writes a thread. */
    interface Shape {
        void write(MailThread thread) throws IOException;
    }

    static Map<String, Shape> all() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        versions(shapes);
        answers(shapes);
        members(shapes);
        boxes(shapes);
        LetterShapes.all().forEach((name, change) -> shapes.put(name, t -> changed(t, change)));
        return shapes;
    }

    private static void changed(MailThread t, LetterShapes.Change change) throws IOException {
        Posting posting = t.post(1, "", "", Nesting.FLAT, t.patches() > 2);
        t.right(posting.patches());
        for (Letter letter : posting.patches()) {
            change.change(t, letter);
        }
    }

    private static void versions(Map<String, Shape> shapes) {
        shapes.put("a reroll that answers the first version", t -> {
            Posting first = t.post(1, "", "", Nesting.FLAT, true);
            t.right(t.post(2, "", id(first.head()), Nesting.FLAT, true).patches());
        });
        shapes.put("three versions in one thread, the newest first", t -> {
            Posting first = t.post(1, "", "", Nesting.DEEP, true);
            t.post(2, "", id(first.head()), Nesting.DEEP, true);
            t.right(t.post(3, "", id(first.head()), Nesting.DEEP, true).patches());
            Collections.reverse(t.all());
        });
        shapes.put("three versions, each in a thread of its own", t -> {
            t.post(1, "", "", Nesting.FLAT, true);
            t.post(2, "", "", Nesting.DEEP, true);
            t.right(t.post(3, "", "", Nesting.FLAT, true).patches());
        });
        shapes.put("a single patch and its versions without cover letters", t -> {
            Letter last = null;
            for (int version = 1; version <= Topics.VERSIONS; version++) {
                String parent = last == null ? "" : id(last);
                Posting posting = t.post(version, "", parent, Nesting.FLAT, false);
                last = posting.patches().get(0);
                t.right(posting.patches());
            }
        });
        shapes.put("a reroll with another title", t -> {
            Posting first = t.post(1, "", "", Nesting.FLAT, false);
            Posting second = t.post(2, "", id(first.head()), Nesting.FLAT, false);
            Letter renamed = second.patches().get(0);
            renamed.set("Subject", renamed.get("Subject").replaceFirst("(?s)\\] .*", "] quite another title"));
            t.right(second.patches());
        });
        shapes.put("a partial reroll that answers what it corrects", ThreadShapes::partial);
        shapes.put("a corrected patch under the same number", t -> {
            Posting first = t.post(1, "", "", Nesting.FLAT, true);
            Posting second = t.post(2, "", "", Nesting.FLAT, true);
            t.all().removeAll(second.mails());
            Letter old = first.patches().get(0);
            Letter corrected = second.patches().get(0).set("Subject", old.get("Subject"));
            corrected.set("In-Reply-To", id(old)).set("References", id(old));
            t.all().add(corrected);
            List<Letter> right = new ArrayList<>(first.patches());
            right.set(0, corrected);
            t.right(right);
        });
        shapes.put("a resend of everything", t -> {
            t.post(1, "", "", Nesting.FLAT, true);
            t.right(t.post(1, "RESEND", "", Nesting.FLAT, true).patches());
        });
        shapes.put("a resend of the second version in the thread", t -> {
            Posting first = t.post(1, "", "", Nesting.DEEP, true);
            t.post(2, "", id(first.head()), Nesting.FLAT, true);
            t.right(t.post(2, "RESEND", id(first.head()), Nesting.FLAT, true).patches());
        });
        shapes.put("a single patch sent again without a word", t -> {
            t.post(1, "", "", Nesting.FLAT, false);
            t.right(t.post(1, "", "", Nesting.FLAT, false).patches());
        });
        shapes.put("an older version by its number", t -> {
            Posting first = t.post(1, "", "", Nesting.FLAT, true);
            t.right(t.post(2, "", id(first.head()), Nesting.FLAT, true).patches());
            t.post(3, "", id(first.head()), Nesting.FLAT, true);
            t.asked(PLAIN.version(2), "");
        });
        shapes.put("one of two series by a message-id", t -> {
            Posting one = t.post(1, "", "", Nesting.FLAT, true);
            t.post(t.topic() + 1, 1, "", "", Nesting.FLAT, true);
            Letter named = one.patches().get(one.patches().size() - 1);
            t.right(one.patches()).asked(PLAIN.about(id(named).replaceAll("[<>]", "")), "");
        });
    }

    private static void partial(MailThread t) throws IOException {
        Posting first = t.post(1, "", "", Nesting.FLAT, true);
        Posting second = t.post(2, "", "", Nesting.FLAT, true);
        t.all().removeAll(second.mails());
        int last = first.patches().size() - 1;
        Letter again = second.patches().get(last);
        again.set("In-Reply-To", id(first.patches().get(last)))
                .set("References", id(first.patches().get(last)));
        t.all().add(again);
        List<Letter> right = new ArrayList<>(first.patches());
        right.set(last, again);
        t.right(right);
    }

    private static void answers(Map<String, Shape> shapes) {
        shapes.put("answers with quoted diffs and trailers", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            t.right(posting.patches());
            for (Letter mail : posting.mails()) {
                Letter answer = t.answer(mail, "Reviewed-by: Rev Viewer <rev@example.org>\n");
                t.answer(answer, "Thanks!\n");
            }
        });
        shapes.put("an answer that brings the whole patch unquoted", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            t.right(posting.patches());
            Letter answer = t.answer(posting.patches().get(0), "");
            answer.set("Subject", answer.get("Subject").replace("Re: ", "AW: "));
            answer.body("Looks good!\n-----Original Message-----\n"
                    + posting.patches().get(0).body());
        });
        shapes.put("an answer with an idea of its own", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            t.right(posting.patches());
            Letter answer = t.answer(posting.head(), "");
            answer.set("Subject", "[PATCH] what about this instead").body(other(t));
        });
        shapes.put("a patch squeezed in between", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            t.right(posting.patches());
            Letter extra = t.answer(posting.patches().get(0), "");
            extra.set("Subject", "[PATCH 1.5/" + posting.patches().size() + "] forgotten")
                    .body(other(t));
        });
        shapes.put("the same mails by way of two lists", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            t.right(posting.patches());
            posting.mails().forEach(m -> t.all().add(m.copy().set("X-List", "other@example.org")));
        });
    }

    private static String other(MailThread t) throws IOException {
        Posting posting = t.post(t.topic() + 1, 1, "", "", Nesting.NONE, false);
        t.all().removeAll(posting.mails());
        return posting.patches().get(0).body();
    }

    private static void members(Map<String, Shape> shapes) {
        shapes.put("no cover letter, shuffled", t -> {
            t.right(t.post(2, "", "", Nesting.DEEP, false).patches());
            Collections.shuffle(t.all(), t.random());
        });
        shapes.put(
                "members that answer each other oddly",
                t -> t.right(t.post(1, "", "", Nesting.ODD, true).patches()));
        shapes.put(
                "members that answer nothing",
                t -> t.right(t.post(1, "", "", Nesting.NONE, t.patches() > 1).patches()));
        shapes.put(
                "an answer to a mail that is not there",
                t -> t.right(
                        t.post(2, "", "<gone@example.org>", Nesting.FLAT, true).patches()));
        shapes.put("a cover letter that was not saved", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            t.all().remove(posting.head());
            String id = id(posting.head()).replaceAll("[<>]", "");
            t.right(posting.patches()).asked(PLAIN.about(id), "");
        });
        shapes.put("the last of a series alone", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            Letter last = posting.patches().get(posting.patches().size() - 1);
            t.all().retainAll(List.of(last));
            t.right(List.of(last));
        });
        shapes.put("no message-ids", t -> {
            Posting posting = t.post(1, "", "", Nesting.NONE, t.patches() > 1);
            posting.mails().forEach(m -> m.without("Message-ID"));
            t.right(posting.patches());
        });
        shapes.put("separate patches in one mailbox", t -> {
            List<Letter> right = new ArrayList<>();
            for (Letter letter : t.post(1, "", "", Nesting.NONE, false).patches()) {
                letter.set("Subject", letter.get("Subject").replaceFirst("\\[[^\\]]*\\d+/\\d+\\]", "[PATCH]"));
                right.add(letter);
            }
            t.right(right);
        });
        shapes.put("numbers with leading zeros", t -> {
            Posting posting = t.post(2, "", "", Nesting.FLAT, true);
            posting.mails()
                    .forEach(m -> m.set("Subject", m.get("Subject").replaceFirst(" (\\d)/(\\d)\\]", " 0$1/0$2]")));
            t.right(posting.patches());
        });
    }

    private static void boxes(Map<String, Shape> shapes) {
        for (Box box : Box.values()) {
            shapes.put("in a box of kind " + box, t -> {
                Posting posting = t.post(2, "", "", Nesting.FLAT, true);
                t.right(posting.patches()).in(box);
                t.answer(posting.head(), "Fine.\n");
            });
        }
        shapes.put("lines like separators, quoted as public-inbox quotes", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            for (Letter letter : posting.patches()) {
                if (!letter.isMultipart()) {
                    letter.body("From nobody Thu Jan  1 00:00:00 1970\n>From me\n" + letter.body());
                }
            }
            t.right(posting.patches()).in(Box.MBOXRD);
        });
        shapes.put("scissors that are asked for", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            LetterShapes.scissors(posting.patches());
            t.right(posting.patches()).asked(PLAIN.reading(new MailFiles.Reading(true, false)), "--scissors");
        });
        shapes.put("scissors that are not asked for", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            LetterShapes.scissors(posting.patches());
            t.right(posting.patches());
        });
        shapes.put("CRLF kept", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            t.right(posting.patches()).asked(PLAIN.reading(new MailFiles.Reading(false, true)), "--keep-cr");
        });
        shapes.put("no Date", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            posting.patches().forEach(m -> m.without("Date"));
            t.right(posting.patches()).like(Like.TREE);
        });
        shapes.put("a character set that nobody knows", t -> {
            Posting posting = t.post(1, "", "", Nesting.FLAT, true);
            Letter odd = posting.patches().get(0);
            if (!odd.isMultipart()) {
                odd.set("Content-Type", "text/plain; charset=x-nonesuch");
                t.like(Like.MORE);
            }
            t.right(posting.patches());
        });
    }

    private static String id(Letter letter) {
        return letter.get("Message-ID");
    }
}
