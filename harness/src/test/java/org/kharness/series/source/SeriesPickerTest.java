/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kharness.series.source.Mails.diff;
import static org.kharness.series.source.Mails.mail;
import static org.kharness.series.source.Mails.mbox;

import java.util.List;
import org.junit.jupiter.api.Test;
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
        SeriesOptions second = new SeriesOptions(2, null, false, false, PLAIN.lore());
        assertThat(ids(pick(second, mails))).containsExactly("a1@x", "a2@x");
    }

    @Test
    void twoPostingsOfOneVersionNeedAMessageId() {
        String[] mails = {
            member("v8 ", 1, "a1@x", ""), member("v8 ", 2, "a2@x", "a1@x"),
            member("v8 RESEND ", 1, "b1@x", ""), member("v8 RESEND ", 2, "b2@x", "b1@x")
        };
        assertThatThrownBy(() -> pick(PLAIN, mails))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a1@x")
                .hasMessageContaining("b1@x");
        assertThat(ids(pick(PLAIN.about("b2@x"), mails))).containsExactly("b1@x", "b2@x");
    }

    @Test
    void namesMissingMembers() {
        assertThatThrownBy(() -> pick(PLAIN, member("", 2, "p2@x", "c@x")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("patch 1/2");
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
        SeriesOptions trailers = new SeriesOptions(0, null, true, false, PLAIN.lore());
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
