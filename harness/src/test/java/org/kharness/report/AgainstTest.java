/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.report.Against.Effect;
import org.kharness.report.RunReport.ScenarioResult;

class AgainstTest {
    @ParameterizedTest
    @CsvSource({
        "PASS, holds, FAIL, no signal, BROKE",
        "FIXED, holds, KNOWN, no signal, BROKE",
        "FAIL, no signal, PASS, holds, MENDED",
        "KNOWN, no signal, FIXED, holds, MENDED",
        "FAIL, no signal at 0x7f00, FAIL, no signal at 0x7e00, FAILS_AS_BEFORE",
        "FAIL, no signal, KNOWN, no signal, FAILS_AS_BEFORE",
        "FAIL, no signal, FAIL, kernel complaint, FAILS_OTHERWISE",
        "ERROR, no answer, FAIL, no signal, CANNOT_TELL",
        "FAIL, no signal, ERROR, no answer, CANNOT_TELL",
        "PASS, holds, ERROR, no answer, CANNOT_TELL",
        "SKIP, no reflink, FAIL, no signal, CANNOT_TELL",
    })
    void tellsWhatTheSeriesDid(String before, String why, String after, String whyNow, Effect effect) {
        Against against = Against.of(
                "base",
                "6.1",
                "",
                List.of(result(before, why)),
                List.of(result(after, whyNow), result("new", "PASS", "")));
        assertThat(against.differences()).singleElement().satisfies(d -> {
            assertThat(d.effect()).isEqualTo(effect);
            assertThat(d.reasonBefore()).isEqualTo(why);
            assertThat(d.reasonAfter()).isEqualTo(whyNow);
        });
    }

    @ParameterizedTest
    @CsvSource({"PASS, PASS", "FIXED, PASS", "SKIP, SKIP"})
    void isSilentWhereNothingFails(String before, String after) {
        assertThat(Against.of("base", "6.1", "", List.of(result(before, "")), List.of(result(after, "")))
                        .differences())
                .isEmpty();
    }

    @Test
    void countsInWords() {
        Against against = Against.of(
                "debian:6.1",
                "6.1",
                "",
                List.of(result("a", "PASS", ""), result("b", "FAIL", "x"), result("c", "FAIL", "x")),
                List.of(result("a", "FAIL", "y"), result("b", "PASS", ""), result("c", "FAIL", "x")));
        assertThat(against.headline()).isEqualTo("against debian:6.1 the series broke 1, mended 1, 1 fail as before");
        assertThat(Against.of("debian:6.1", "6.1", "", List.of(), List.of()).headline())
                .isEqualTo("against debian:6.1 nothing fails on either");
    }

    private static ScenarioResult result(String verdict, String reason) {
        return result("s", verdict, reason);
    }

    private static ScenarioResult result(String id, String verdict, String reason) {
        return new ScenarioResult(id, "", "", verdict, reason, 0, List.of(), List.of(), null, List.of(), List.of(), "");
    }
}
