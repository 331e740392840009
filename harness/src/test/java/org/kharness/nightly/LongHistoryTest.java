/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a history is read for without being read whole. */
class LongHistoryTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> VERDICTS = List.of("PASS", "FAIL", "KNOWN", "FIXED", "SKIP", "ERROR");

    @TempDir
    Path dir;

    @Test
    void whatIsKeptOfThePastTellsAsMuchAsAllOfIt() {
        Random random = new Random(1);
        try (History history = History.open(dir.resolve("history.sqlite"))) {
            for (int n = 0; n < 45; n++) {
                Night night = history.begin("night-" + n, FIRST.plus(Duration.ofDays(n)));
                for (String kernel : List.of("a", "b")) {
                    history.add(run(night, kernel, n, random));
                }
                history.finish(night, night.started().plusSeconds(60));
            }
            int told = 0;
            for (Night night : history.nights()) {
                for (KernelNight run : history.runs(night)) {
                    List<KernelNight> before = history.runs(run.kernel(), run.plan()).stream()
                            .takeWhile(r -> !r.night().equals(night.id()))
                            .toList();
                    assertThat(Comparison.of(run, night, history.past(run.kernel(), run.plan())))
                            .isEqualTo(Comparison.of(run, before));
                    List<KernelNight> kept =
                            history.past(run.kernel(), run.plan()).before(night);
                    assertThat(Comparison.toConfirm(run, kept)).isEqualTo(Comparison.toConfirm(run, before));
                    told += Comparison.of(run, before).size();
                }
            }
            assertThat(told).isGreaterThan(100);
        }
    }

    /** Scenario 0 fails from night 3 on, 1 is skipped for long, 2 passes for long, 3 does what it likes, 4 is new late. */
    private static KernelNight run(Night night, String kernel, int n, Random random) {
        int exit = n > 20 && n < 36 && kernel.equals("b") ? 4 : random.nextInt(12) == 0 ? 125 : 1;
        List<KernelNight.Result> results = new ArrayList<>();
        if (exit == 1) {
            results.add(result(0, n < 3 ? "PASS" : "FAIL", random));
            results.add(result(1, n < 2 ? "FAIL" : n < 40 ? "SKIP" : "PASS", random));
            results.add(result(2, n == 1 || n == 42 ? "FAIL" : "PASS", random));
            results.add(result(3, VERDICTS.get(random.nextInt(VERDICTS.size())), random));
            if (n > 30) {
                results.add(result(4, "FAIL", random));
            }
        }
        return new KernelNight(
                night.id(),
                kernel,
                "plan",
                new KernelNight.Tested("", "6.1", "", "c"),
                exit,
                exit == 1 ? "" : "why",
                night.id(),
                results);
    }

    private static KernelNight.Result result(int n, String verdict, Random random) {
        KernelNight.Result once = KernelNight.Result.once(
                "scenario-" + n, verdict, "why", verdict.equals("FAIL") ? List.of("s" + random.nextInt(9)) : List.of());
        return random.nextInt(10) == 0 ? once.after(2, 1, false) : once;
    }
}
