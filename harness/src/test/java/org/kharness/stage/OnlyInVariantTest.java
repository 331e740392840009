/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kharness.report.RunReport.KernelComplaint;
import org.kharness.report.RunReport.ScenarioResult;

class OnlyInVariantTest {
    private static ScenarioResult result(String variant, String verdict, String... signatures) {
        List<KernelComplaint> complaints = java.util.Arrays.stream(signatures)
                .map(s -> new KernelComplaint("kasan", s, "f", s, 1))
                .toList();
        return new ScenarioResult(
                "one", "One", "madvise", verdict, "why", 1, List.of(), List.of(), null, complaints, List.of(), variant);
    }

    private static String reason(ScenarioResult... results) {
        List<ScenarioResult> named = OnlyInVariant.named(List.of(results));
        return named.get(named.size() - 1).reason();
    }

    @Test
    void namesTheVariantWhoseKernelAloneComplains() {
        assertThat(reason(result("", "PASS"), result("kasan", "FAIL", "uaf"))).isEqualTo("kasan only: why");
        assertThat(reason(result("", "FAIL", "warning"), result("kasan", "FAIL", "warning", "uaf")))
                .isEqualTo("kasan only: why");
    }

    @Test
    void saysNoMoreThanWhatRan() {
        assertThat(reason(result("kasan", "FAIL", "uaf"))).isEqualTo("kasan: why");
    }

    @Test
    void leavesAloneWhatThePlainKernelSaysToo() {
        assertThat(reason(result("", "FAIL", "uaf"), result("kasan", "FAIL", "uaf")))
                .isEqualTo("why");
        assertThat(reason(result("", "PASS"), result("kasan", "FAIL"))).isEqualTo("why");
        assertThat(reason(result("kasan", "FAIL", "uaf"), result("", "FAIL", "warning")))
                .isEqualTo("why");
    }
}
