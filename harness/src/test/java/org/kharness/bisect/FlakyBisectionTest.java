/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlakyBisectionTest {
    private static final Trial NO_BUILD = Trial.broken(What.BUILD, "fs/dax.c:12: odd");
    private static final Trial NO_BOOT = Trial.broken(What.BOOT, "panic: odd");

    @TempDir
    Path dir;

    /** Twenty histories of 60 commits with merges, broken builds and boots; failures that come and go; killed twice each. */
    @Test
    void findsFailuresThatComeAndGoOrNamesAnHonestSet() throws Exception {
        List<String> wrong = new ArrayList<>();
        int alone = 0;
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(1000 + seed);
            double rate = 0.1 + 0.8 * (seed % 9) / 8;
            int bad = 1 + random.nextInt(58);
            SimulatedKernels kernels = new SimulatedKernels(
                            Files.createDirectories(dir.resolve("h" + seed)), 60, seed, FlakyBisectionTest::withMerges)
                    .breaks(bad, rate, 0);
            for (int i = 0; i < 8; i++) {
                int at = 1 + random.nextInt(58);
                kernels.odd(at, i % 2 == 0 ? NO_BUILD : NO_BOOT);
            }
            Bisection.Options options = new Bisection.Options(null, false, 100, 0.95);
            for (int kill = 0; kill < 2; kill++) {
                kernels.dieAfter(2 + random.nextInt(3));
                assertThatThrownBy(() -> kernels.search(options)).hasMessage("killed");
            }
            Bisection.Outcome outcome = kernels.search(options);
            int found = kernels.number(outcome.found());
            boolean honest = outcome.suspects().containsKey(kernels.commit(bad));
            alone += found == bad ? 1 : 0;
            if (!honest) {
                wrong.add("seed " + seed + " rate " + rate + " bad " + bad + " found " + found + " in " + kernels.runs
                        + " runs");
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(alone).as("found alone").isGreaterThanOrEqualTo(12);
    }

    /** A line with side branches of three commits, merged. */
    private static List<Integer> withMerges(int i) {
        return switch (i % 10) {
            case 4 -> List.of(i - 3);
            case 7 -> List.of(i - 1, i - 4);
            default -> List.of(i - 1);
        };
    }
}
