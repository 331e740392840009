/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kharness.series.source.Mails.diff;
import static org.kharness.series.source.Mails.mail;
import static org.kharness.series.source.Mails.mbox;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;
import org.kharness.series.PatchSeries;
import org.kharness.series.mail.MailFiles;

/** Threads in which several versions of a series are mixed: which patch is taken in each place. */
class VersionMixTest {
    private static final String WHOLE =
            "a0|[PATCH 0/3] s||;a1|[PATCH 1/3] t1|a0|;a2|[PATCH 2/3] t2|a0|;a3|[PATCH 3/3] t3|a0|;";

    /** Mails written as "id|subject|what it answers|sender"; covers and answers bring no diff. */
    private static String[] mails(String text) {
        List<String> mails = new ArrayList<>();
        for (String one : text.replace("WHOLE;", WHOLE).split(";", -1)) {
            String[] parts = one.strip().split("\\|", -1);
            boolean plain = parts[1].contains("0/") || parts[1].startsWith("Re:");
            String file = "f" + parts[1].replaceAll(".* t", "");
            String mail = mail(
                    parts[0] + "@x",
                    parts[1],
                    parts[2].isEmpty() ? "" : parts[2] + "@x",
                    "text",
                    plain ? "" : diff(file, "two", parts[0]));
            mail = parts.length > 3 && !parts[3].isEmpty() ? mail.replace("ada@", parts[3] + "@") : mail;
            mails.add(mail.replace("16:48:49", "16:48:%02d".formatted(mails.size())));
        }
        return mails.toArray(String[]::new);
    }

    private static PatchSeries pick(SeriesOptions options, String text) {
        return SeriesPicker.pick("id", "box", MailFiles.inText("box", mbox(mails(text))), options);
    }

    private static String ids(PatchSeries series) {
        return series.patches().stream()
                .map(p -> p.number() + ":" + p.messageId().replace("@x", ""))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '=',
            value = {
                "each patch answers its old one = WHOLE; b1|[PATCH v2 1/3] t1|a1; b2|[PATCH v2 2/3] t2|a2; b3|[PATCH v2 3/3] t3|a3 = 1:b1 2:b2 3:b3",
                "one patch answers its old one = WHOLE; b2|[PATCH v2 2/3] t2|a2 = 1:a1 2:b2 3:a3",
                "one answers by way of an answer = WHOLE; r|Re: [PATCH 2/3] t2|a2|rev; b2|[PATCH v2 2/3] t2|r = 1:a1 2:b2 3:a3",
                "two versions of single patches = WHOLE; b3|[PATCH v2 3/3] t3|a3; c2|[PATCH v3 2/3] t2|a2 = 1:a1 2:c2 3:b3",
                "a chain of corrections = WHOLE; b2|[PATCH v2 2/3] t2|a2; b3|[PATCH v2 3/3] t3|a3; c2|[PATCH v3 2/3] t2|b2 = 1:a1 2:c2 3:b3",
                "a mail of the new version is lost = WHOLE; b0|[PATCH v2 0/3] s|a0; b1|[PATCH v2 1/3] t1|b0; b3|[PATCH v2 3/3] t3|b0 = 1:b1 3:b3",
                "a correction without a number = WHOLE; b2|[PATCH v2] t2|a2 = 1:a1 2:b2 3:a3",
                "the same, of no new version = WHOLE; b2|[PATCH] t2|a2 = 1:a1 2:b2 3:a3",
                "the same, by way of an answer and twice = WHOLE; r|Re: [PATCH 2/3] t2|a2|rev; b2|[PATCH v2] t2|r; c2|[PATCH v3] t2|b2 = 1:a1 2:c2 3:a3",
                "the same by somebody else = WHOLE; b2|[PATCH] t9|a2|rev = 1:a1 2:a2 3:a3",
                "corrections of an old version do not count = WHOLE; b2|[PATCH] t2|a2; b0|[PATCH v2 0/2] s|a0; b1|[PATCH v2 1/2] t1|b0; x2|[PATCH v2 2/2] t2|b0 = 1:b1 2:x2",
                "a version number is forgotten = b1|[PATCH v2 1/3] t1|; b2|[PATCH 2/3] t2|; b3|[PATCH v2 3/3] t3| = 1:b1 2:b2 3:b3",
                "a tree is named in one subject = b0|[PATCH 0/2] s|; b1|[PATCH 1/2] [media] t1|b0; b2|[PATCH 2/2] t2|b0 = 1:b1 2:b2",
                "one is sent again under a label = WHOLE; b2|[PATCH 2/3 fixed] t2|a2 = 1:a1 2:b2 3:a3",
                "one is sent again as RESEND = WHOLE; b2|[PATCH RESEND 2/3] t2|a2 = 1:a1 2:b2 3:a3",
                "PATCH after RFC = r0|[RFC PATCH v3 0/2] s|; r1|[RFC PATCH v3 1/2] t1|r0; r2|[RFC PATCH v3 2/2] t2|r0; b0|[PATCH 0/1] s|r0; b1|[PATCH 1/1] t1|b0 = 1:b1",
                "RFC after PATCH = b1|[PATCH] t1|; r1|[RFC PATCH v2] t1|b1 = 1:r1",
                "a total is wrong = b1|[PATCH 1/2] t1|; b2|[PATCH 2/3] t2|b1 = 1:b1 2:b2",
                "somebody else answers a patch with one = b1|[PATCH] t1|; c1|[PATCH] t2|b1|robot = 1:b1",
                "somebody else answers with the next version = b1|[PATCH] t1|; c1|[PATCH v2] t1|b1|rev = 1:c1",
                "odd ways to write a version = WHOLE; b1|[PATCH-v2 1/3] t1|a0; b2|[PATCH (v2) 2/3] t2|a0; b3|[PATCH:v2: 3/3] t3|a0 = 1:b1 2:b2 3:b3",
            })
    void takesOfEachPatchTheOneThatIsMeant(String what, String mails, String expected) {
        assertThat(ids(pick(SeriesOptions.DEFAULT, mails))).as(what).isEqualTo(expected);
    }

    @Test
    void saysWhatItPutTogether() {
        assertThat(pick(SeriesOptions.DEFAULT, "WHOLE; b2|[PATCH v2] t2|a2").notes())
                .contains("patch 2/3: took b2@x, which answers and corrects a2@x");
        assertThat(pick(SeriesOptions.DEFAULT, "b1|[PATCH v2 1/2] t1|; b2|[PATCH 2/2] t2|")
                        .notes())
                .contains("its patches name several versions: v1 for 2, v2 for 1");
    }

    @Test
    void anIdAndAVersionNameThatVersionOfTheSeries() {
        String both =
                "WHOLE; b0|[PATCH v2 0/2] s|a0; b1|[PATCH v2 1/2] t1|b0; b2|[PATCH v2 2/2] t2|b0; z|[PATCH v2] t9|";
        SeriesOptions second = SeriesOptions.DEFAULT.about("a0@x").version(2);
        assertThat(ids(pick(second, both))).isEqualTo("1:b1 2:b2");
        SeriesOptions third = SeriesOptions.DEFAULT.about("a0@x").version(3);
        assertThatThrownBy(() -> pick(third, both))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("box: a0@x has no version 3; there are ");
    }

    @Test
    void aCorrectionThatIsNamedStandsForItself() {
        String mails = "WHOLE; b2|[PATCH v2] t2|a2";
        assertThat(ids(pick(SeriesOptions.DEFAULT.about("b2@x"), mails))).isEqualTo("1:b2");
        assertThat(ids(pick(SeriesOptions.DEFAULT.about("a0@x"), mails))).isEqualTo("1:a1 2:a2 3:a3");
    }

    @Test
    void aNewestVersionWithoutADiffIsNotPassedOver() {
        String[] mails = mails("b1|[PATCH] t1|; b2|[PATCH v2] t1|b1");
        mails[1] = mails[1].replaceFirst("(?s)---\n.*", "<html>\n");
        String box = mbox(mails);
        assertThatThrownBy(() -> SeriesPicker.pick("id", "box", MailFiles.inText("box", box), SeriesOptions.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessage("box (mail 2): not a patch: no diff in v2 (b2@x); --version-number 1 takes the one before");
        assertThat(ids(SeriesPicker.pick("id", "box", MailFiles.inText("box", box), SeriesOptions.DEFAULT.version(1))))
                .isEqualTo("1:b1");
    }
}
