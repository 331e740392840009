/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kharness.series.source.Mails.diff;
import static org.kharness.series.source.Mails.mail;
import static org.kharness.series.source.Mails.mbox;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.failure.InputException;
import org.kharness.series.BaseInfo;
import org.kharness.series.Patch;
import org.kharness.series.PatchSeries;
import org.kharness.series.mail.MailFiles;

class SeriesPickerTest {
    private static final SeriesOptions PLAIN = SeriesOptions.DEFAULT;

    private static String member(String version, int n, String id, String parent) {
        return mail(id, "[PATCH " + version + n + "/2] part " + n, parent, "text", diff("f" + n, "a", "b"));
    }

    private static PatchSeries pick(SeriesOptions options, String... mails) {
        return SeriesPicker.pick("id", "box", MailFiles.inText("box", mbox(mails)), options);
    }

    private static List<String> ids(PatchSeries series) {
        return series.patches().stream().map(Patch::messageId).toList();
    }

    @Test
    void ordersByNumberAndLeavesCoverAndRepliesOut() {
        PatchSeries series = pick(
                PLAIN,
                member("", 2, "p2@x", "c@x"),
                mail("c@x", "[PATCH 0/2] cover", "", "about", ""),
                mail("r@x", "Re: [PATCH 1/2] part 1", "p1@x", "> quoted", diff("f1", "a", "c")),
                member("", 1, "p1@x", "c@x"));
        assertThat(ids(series)).containsExactly("p1@x", "p2@x");
        assertThat(series.patches().get(0).subject()).isEqualTo("part 1");
    }

    @Test
    void takesTheNewestVersionUnlessOneIsNamed() {
        String[] mails = {
            member("v2 ", 1, "a1@x", ""), member("v2 ", 2, "a2@x", "a1@x"),
            member("v3 ", 1, "b1@x", ""), member("v3 ", 2, "b2@x", "b1@x")
        };
        assertThat(ids(pick(PLAIN, mails))).containsExactly("b1@x", "b2@x");
        SeriesOptions second = PLAIN.version(2);
        assertThat(ids(pick(second, mails))).containsExactly("a1@x", "a2@x");
    }

    private static String other(String version, int n, String id, String parent) {
        return mail(id, "[PATCH " + version + n + "/2] part " + n, parent, "text", diff("f" + n, "a", "c"));
    }

    @Test
    void twoPostingsOfOneVersionNeedAMessageId() {
        String[] mails = {
            member("v8 ", 1, "a1@x", ""), member("v8 ", 2, "a2@x", "a1@x"),
            other("v8 ", 1, "b1@x", ""), other("v8 ", 2, "b2@x", "b1@x")
        };
        assertThatThrownBy(() -> pick(PLAIN, mails))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "[PATCH v8 1/2] part 1\", v8, 2 of 2 patches, Thu, 2 Dec 2021 16:48:49 +0800, a1@x")
                .hasMessageContaining("b1@x");
        assertThat(ids(pick(PLAIN.about("b2@x"), mails))).containsExactly("b1@x", "b2@x");
    }

    @Test
    void aResendCountsOnce() {
        PatchSeries same = pick(
                PLAIN,
                member("v8 ", 1, "a1@x", ""),
                member("v8 ", 2, "a2@x", "a1@x"),
                member("v8 RESEND ", 1, "b1@x", ""),
                member("v8 RESEND ", 2, "b2@x", "b1@x"));
        assertThat(ids(same)).containsExactly("b1@x", "b2@x");
        PatchSeries rebased = pick(
                PLAIN,
                member("v8 ", 1, "a1@x", ""),
                member("v8 ", 2, "a2@x", "a1@x"),
                other("v8 RESEND ", 1, "b1@x", "a1@x"),
                other("v8 RESEND ", 2, "b2@x", "b1@x"));
        assertThat(ids(rebased)).containsExactly("b1@x", "b2@x");
    }

    private static String single(String prefix, String title, String id, String parent, String to) {
        return mail(id, prefix + " " + title, parent, "text", diff("f", "a", to));
    }

    /** Threads of single patches: what is taken, or a part of the refusal. */
    static List<Arguments> singles() {
        return List.of(
                Arguments.of("r2", new String[] {
                    single("[PATCH]", "x: y", "r1", "", "b"), single("[PATCH v2]", "x: y", "r2", "r1", "c")
                }),
                Arguments.of("r3", new String[] {
                    single("[PATCH v3]", "x: better y", "r3", "", "d"),
                    single("[PATCH]", "x: y", "r1", "", "b"),
                    single("[PATCH v2]", "x: better y", "r2", "r1", "c")
                }),
                Arguments.of("r2", new String[] {
                    single("[PATCH]", "x: y", "r1", "", "b"), single("[PATCH v2]", "other title", "r2", "r1", "c")
                }),
                Arguments.of("r2", new String[] {
                    single("[PATCH]", "x: y", "r1", "", "b"), single("[PATCH]", "x: y", "r2", "r1", "c")
                }),
                Arguments.of("r2", new String[] {
                    single("[PATCH]", "x: y", "r1", "", "b"), single("[PATCH RESEND]", "x: y", "r2", "", "b")
                }),
                Arguments.of("r1 r2", new String[] {
                    single("[PATCH]", "x: y", "r1", "", "b"), single("[PATCH]", "z: q", "r2", "", "c")
                }),
                Arguments.of("r1 s2", new String[] {
                    single("[PATCH]", "x: y", "r1", "", "b"),
                    single("[PATCH]", "z: q", "s1", "", "c"),
                    single("[PATCH v2]", "z: q", "s2", "s1", "d")
                }),
                Arguments.of("!several series fit", new String[] {
                    single("[PATCH]", "x: y", "r1", "", "b"), single("[PATCH]", "another idea", "r2", "r1", "c")
                }),
                Arguments.of("!several series fit", new String[] {
                    single("[PATCH 6.1]", "x: y", "r1", "", "b"), single("[PATCH 5.15]", "x: y", "r2", "r1", "c")
                }),
                Arguments.of("r1", new String[] {
                    single("[PATCH]", "x: y", "r1", "", "b"), single("Re: [PATCH]", "x: y", "r2", "r1", "c")
                }),
                Arguments.of("p1 p2", new String[] {
                    member("", 1, "p1", ""), member("", 2, "p2", "p1"), single("[PATCH]", "an idea", "r2", "p1", "c")
                }),
                Arguments.of("p1 p2", new String[] {
                    member("", 1, "p1", ""),
                    member("", 2, "p2", "p1"),
                    single("[PATCH 1.5/2]", "extra", "r2", "p1", "c")
                }),
                Arguments.of("p1 p2", new String[] {
                    single("[PATCH]", "part 1", "r1", "", "c"),
                    member("v2 ", 1, "p1", "r1"),
                    member("v2 ", 2, "p2", "p1")
                }));
    }

    @ParameterizedTest
    @MethodSource("singles")
    void takesSinglePatchesInTheirNewestVersion(String expected, String[] mails) {
        if (expected.startsWith("!")) {
            assertThatThrownBy(() -> pick(PLAIN, mails))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(expected.substring(1));
        } else {
            assertThat(String.join(" ", ids(pick(PLAIN, mails)))).isEqualTo(expected);
        }
    }

    @Test
    void takesWhatIsThereOfASeriesAndSaysWhatIsNot() {
        PatchSeries series = pick(PLAIN, member("", 2, "p2@x", "c@x"));
        assertThat(ids(series)).containsExactly("p2@x");
        assertThat(series.notes()).contains("v1 (p2@x) is not whole: 1 of 2 is not here; the others are taken");
        assertThatThrownBy(() -> pick(PLAIN.whole(), member("", 2, "p2@x", "c@x")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 of 2 is not here");
        assertThat(Fill.numbers(List.of(1, 2, 4, 5, 6, 7))).isEqualTo("1, 2, 4 to 7");
    }

    @Test
    void aPostingStaysOneHoweverItsMailsAnswerEachOther() {
        String[] absent = {member("v2 ", 1, "p1@x", "old@x"), member("v2 ", 2, "p2@x", "p1@x")};
        assertThat(ids(pick(PLAIN, absent))).containsExactly("p1@x", "p2@x");
        assertThat(ids(pick(PLAIN.about("old@x"), absent))).containsExactly("p1@x", "p2@x");
        String[] unthreaded = {member("", 2, "p2@x", ""), member("", 1, "p1@x", "")};
        assertThat(ids(pick(PLAIN, unthreaded))).containsExactly("p1@x", "p2@x");
        String[] twice = {
            member("", 1, "p1@x", ""), member("", 2, "p2@x", ""), other("", 1, "q1@x", ""), other("", 2, "q2@x", "")
        };
        assertThat(ids(pick(PLAIN.about("q1@x"), twice))).containsExactly("q1@x", "q2@x");
    }

    private static String by(String sender, String mail) {
        return mail.replaceFirst("From: .*", "From: " + sender);
    }

    @Test
    void patchesOfDifferentAuthorsAsFormatPatchWritesThemAreOneSeries() {
        String[] mails = {
            by("A <a@x>", member("", 1, "", "")), by("B <b@x>", member("", 2, "", "")),
        };
        assertThat(pick(PLAIN, mails).patches()).extracting(Patch::subject).containsExactly("part 1", "part 2");
    }

    @Test
    void anotherSenderMayGoOnWithASeries() {
        String[] apart = {
            by("A <a@x>", member("", 1, "p1@x", "")), by("A <a@x>", member("", 2, "p2@x", "p1@x")),
            by("B <b@x>", member("v2 ", 1, "q1@x", "")), by("B <b@x>", member("v2 ", 2, "q2@x", "q1@x"))
        };
        assertThat(ids(pick(PLAIN, apart))).containsExactly("q1@x", "q2@x");
        String[] answer = {
            by("A <a@x>", single("[PATCH]", "x: y", "20200413130359.25372-1-a@x", "", "b")),
            by("B <b@x>", single("[PATCH v2]", "z: q", "20200513130359.1-1-b@x", "20200413130359.25372-1-a@x", "c"))
        };
        assertThat(ids(pick(PLAIN, answer))).containsExactly("20200513130359.1-1-b@x");
        String[] noVersion = {answer[0], answer[1].replace(" v2]", "]")};
        PatchSeries first = pick(PLAIN, noVersion);
        assertThat(ids(first)).containsExactly("20200413130359.25372-1-a@x");
        assertThat(first.notes())
                .anyMatch(n -> n.startsWith("left out, as it answers another patch: \"[PATCH] z: q\""));
    }

    @Test
    void aSeriesPostedAgainInItsThreadWithoutAVersionIsItsReroll() {
        String[] mails = {
            mail("c@x", "[PATCH 0/2] cover", "", "about", ""),
            member("", 1, "p1@x", "c@x"),
            member("", 2, "p2@x", "c@x"),
            mail("d@x", "[PATCH 0/2] cover", "c@x", "about", "").replace("2 Dec", "3 Dec"),
            other("", 1, "q1@x", "d@x").replace("2 Dec", "3 Dec"),
            other("", 2, "q2@x", "d@x").replace("2 Dec", "3 Dec")
        };
        assertThat(ids(pick(PLAIN, mails))).containsExactly("q1@x", "q2@x");
    }

    @Test
    void countsAsMercurialDoes() {
        String[] mails = {
            single("[PATCH 1 of 2]", "x: y", "p1@x", "", "b"), single("[PATCH 2 of 2 V3]", "x: z", "p2@x", "p1@x", "c")
        };
        assertThat(pick(PLAIN, mails[1]).notes()).anyMatch(n -> n.contains("v3") && n.contains("1 of 2 is not here"));
        assertThat(ids(pick(PLAIN, mails[0], mails[1].replace(" V3", "")))).containsExactly("p1@x", "p2@x");
    }

    @Test
    void aMemberThatLostItsDiffIsNotLeftOut() {
        String empty = by("B <b@x>", mail("p2@x", "[PATCH 2/2] part 2", "p1@x", "text", ""));
        assertThatThrownBy(() -> pick(PLAIN, member("", 1, "p1@x", ""), empty))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no diff in patch 2/2");
    }

    @Test
    void anEqualStemIsNotTheMail() {
        String[] mails = {
            member("", 1, "20200413130359.25372-1-a@x", "old@x"), member("", 2, "20200413130359.25372-2-a@x", "old@x")
        };
        assertThatThrownBy(() -> pick(PLAIN.about("20200413130359.25372-9-a@x"), mails))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no series that");
    }

    @Test
    void authorshipIsNotInvented() {
        String good = single("[PATCH]", "x", "p", "", "b");
        assertThatThrownBy(() -> pick(PLAIN, good.replaceFirst("From: .*\n", "")))
                .isInstanceOf(InputException.class)
                .hasMessage("box: no author: it has no From");
        assertThatThrownBy(() -> pick(PLAIN, good.replaceFirst("Date: .*\n", "Date: 1 Jan 1960 00:00:00 +0000\n")))
                .isInstanceOf(InputException.class)
                .hasMessage("box: an impossible date: 1 Jan 1960 00:00:00 +0000");
        assertThatThrownBy(() -> pick(PLAIN, good.replace("text", "te\0xt")))
                .isInstanceOf(InputException.class)
                .hasMessage("box: it has a NUL byte in its commit message");
        PatchSeries undated = pick(PLAIN, good.replaceFirst("Date: .*\n", ""));
        assertThat(undated.notes()).containsExactly("box: no Date: the present time is taken, as with git am");
        assertThat(undated.patches().get(0).date().instant()).isAfter(java.time.Instant.EPOCH);
    }

    @Test
    void aLaterMailOfTheSameNumberCountsAndIsNamed() {
        String again = mail("p1b@x", "[PATCH 1/2] part 1", "p1@x", "t", diff("f1", "a", "z"))
                .replace("2 Dec", "3 Dec");
        PatchSeries series = pick(PLAIN, member("", 1, "p1@x", ""), again, member("", 2, "p2@x", "p1@x"));
        assertThat(ids(series)).containsExactly("p1b@x", "p2@x");
        assertThat(series.notes()).anyMatch(n -> n.contains("p1@x") && n.contains("p1b@x"));
    }

    @Test
    void aPartialRerollIsFilledFromTheVersionItAnswers() {
        PatchSeries series =
                pick(PLAIN, member("", 1, "p1@x", ""), member("", 2, "p2@x", "p1@x"), member("v2 ", 2, "q2@x", "p2@x"));
        assertThat(ids(series)).containsExactly("p1@x", "q2@x");
    }

    @Test
    void collectsTrailersOfRepliesOnRequest() {
        SeriesOptions trailers = PLAIN.with(SeriesOptions.ReplyLines.PATCHES);
        String reply = mail(
                "r@x",
                "Re: [PATCH 1/2] part 1",
                "p1@x",
                "Fine.\n\nReviewed-by: Ada Tester <ada@example.org>\n> Acked-by: Q <q@example.org>\n"
                        + "Tested-by: Other <other@example.org>\n-- \nAcked-by: Ada Tester <ada@example.org>",
                "");
        PatchSeries series = pick(trailers, member("", 1, "p1@x", ""), member("", 2, "p2@x", "p1@x"), reply);
        assertThat(series.patches().get(0).message())
                .isEqualTo("part 1\n\ntext\n\nReviewed-by: Ada Tester <ada@example.org>\n");
        assertThat(series.patches().get(1).message()).doesNotContain("Reviewed-by");
        assertThat(series.notes()).anyMatch(n -> n.contains("Tested-by"));
    }

    @Test
    void anAddressThatWasMadeALinkIsReadAsTheAddress() {
        String answer = mail(
                        "r@x",
                        "Re: [PATCH] x",
                        "p@x",
                        "Acked-by: Rev W <rev@x<mailto:rev@x>> # on arm\n" + "Tested-by: Rev W <mailto:rev@x>",
                        "")
                .replace("Ada Tester <ada@example.org>", "Rev W <rev@x>");
        PatchSeries series =
                pick(PLAIN.with(SeriesOptions.ReplyLines.PATCHES), single("[PATCH]", "x", "p@x", "", "b"), answer);
        assertThat(series.patches().get(0).message())
                .endsWith("\nAcked-by: Rev W <rev@x> # on arm\nTested-by: Rev W <rev@x>\n");
    }

    @Test
    void readsTheBaseThatFormatPatchNames() {
        String id = "0123456789abcdef0123456789abcdef01234567";
        PatchSeries series = pick(
                PLAIN,
                mail(
                        "p@x",
                        "[PATCH] one",
                        "",
                        "t",
                        diff("f", "a", "b") + "base-commit: " + id + "\nprerequisite-patch-id: " + id + "\n"));
        assertThat(series.base()).isEqualTo(new BaseInfo(id, List.of(id)));
    }

    @Test
    void textWithoutADiffIsNoPatch() {
        assertThatThrownBy(() -> pick(PLAIN, "hello\n"))
                .isInstanceOf(InputException.class)
                .hasMessage("box: not a patch: no diff in it");
    }
}
