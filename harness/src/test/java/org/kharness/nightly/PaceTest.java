/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    /** Nights, of which each is as odd when it is tried again, and the nights that turned: "+5" is slower in the sixth. */
    @ParameterizedTest
    @CsvSource({
        "10 10 10 10 10 13 13 13, +5",
        "10 10 10 10 10 13 10 10, +5 -6",
        "10 10 10 10 10 11 10 11, ''",
        "10 14 8 12 9 13 14 9 8 15, ''",
        "10 14 8 12 9 13 30 30 30 30, +6",
        "1 1 1 1 1 1.7 1.7, ''",
        "1 1 1 1 1 2.5 2.5, +5",
        "20 20 20 20 20 8 8 8 8 8 8 8 20, -5 +12",
        "10 10 10 99, ''",
        "10 10 10 10 10 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13, +5",
        "10 10 10 10 10 13 17 23, +5 +6 +7",
        "27 27 27 27 27 10 10 10 18 10, -5 +8 -9",
    })
    void aTurnIsToldOnce(String nights, String expected) {
        List<Double> seconds =
                Arrays.stream(nights.split(" ")).map(Double::valueOf).toList();
        assertThat(String.join(" ", turns(seconds))).isEqualTo(expected);
    }

    @Test
    void oneOddTryIsNoTurn() {
        Pace usual = Pace.usual(level(List.of(10.0, 10.0, 10.0, 10.0, 10.0)));
        assertThat(usual.isOdd(13)).isTrue();
        Pace night = usual.with(List.of(13.0, 10.0, 10.1));
        assertThat(night.turn()).isZero();
        assertThat(night.seconds()).as("the median of the tries").isEqualTo(10.1);
        assertThat(usual.with(List.of(13.0, 13.5, 12.9)).turn()).isEqualTo(1);
        assertThat(usual.with(List.of(13.0, 13.5, 12.9)).inWords())
                .isEqualTo("13.0 s, usually 10.0 s, give or take 0.5");
    }

    /** What only varies is hardly ever told, and what takes half as long again is told in its first night. */
    @Test
    void noiseIsKnownForNoise() {
        Random random = new Random(7);
        int alarms = 0;
        int found = 0;
        int nights = 0;
        for (int scenario = 0; scenario < 300; scenario++) {
            double noise = 0.01 + 0.07 * random.nextDouble();
            List<Pace> before = new ArrayList<>();
            for (int night = 0; night < 30; night++) {
                double level = night < 20 ? 10 : 15;
                Pace now = night(Pace.usual(before), () -> level * (1 + noise * random.nextGaussian()));
                if (night < 20) {
                    alarms += Math.abs(now.turn());
                    nights++;
                } else if (night == 20) {
                    found += now.turn();
                }
                if (now.turn() != 0) {
                    before.clear();
                }
                before.add(now);
            }
        }
        assertThat(alarms).as("of " + nights).isLessThanOrEqualTo(3);
        assertThat(found).as("of 300").isGreaterThan(280);
    }

    private static Pace night(Pace usual, java.util.function.Supplier<Double> run) {
        double first = run.get();
        return usual.isOdd(first)
                ? usual.with(List.of(first, run.get(), run.get()))
                : usual.with(List.of(first)).level();
    }

    private static List<Pace> level(List<Double> seconds) {
        return seconds.stream().map(s -> new Pace(s, 0, 0, 0)).toList();
    }

    private static List<String> turns(List<Double> seconds) {
        List<String> turns = new ArrayList<>();
        List<Pace> before = new ArrayList<>();
        for (int n = 0; n < seconds.size(); n++) {
            double time = seconds.get(n);
            Pace now = night(Pace.usual(before), () -> time);
            if (now.turn() != 0) {
                turns.add((now.turn() > 0 ? "+" : "-") + n);
                before.clear();
            }
            before.add(now);
        }
        return turns;
    }
}
