/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How long a scenario took, against the nights before. Median and median absolute deviation (MAD): a single slow night moves
 * neither. What is slower or faster becomes the usual from then on, and is told once.
 *
 * @param seconds wall time in this night, the median of its tries; 0 where it is not known
 * @param usual the median of the nights since it last became slower or faster; 0 where they are too few
 * @param noise what a night differs by as a rule, in seconds, as a standard deviation
 * @param turn 1 where it became slower in this night, -1 where it became faster, else 0
 */
public record Pace(double seconds, double usual, double noise, int turn) {
    /** Nothing is known. */
    public static final Pace NONE = new Pace(0, 0, 0, 0);

    /** How many nights are looked at, and how few are too few. */
    static final int NIGHTS = 20;

    private static final int FEWEST = 5;

    /** The standard deviation of what is distributed normally, in MADs. */
    private static final double DEVIATION = 1.4826;

    /** Less than that is never taken for more than noise: a part of the usual, and seconds. */
    private static final double LEAST_PART = 0.05;

    private static final double LEAST_SECONDS = 0.2;

    /** How many deviations are more than noise. */
    private static final double MUCH = 4;

    /**
     * What is usual after some nights.
     *
     * @param before the nights since the last turn, that one included, the oldest first
     * @return a pace without seconds of its own; NONE where the nights are too few
     */
    static Pace usual(List<Pace> before) {
        if (before.isEmpty()) {
            return NONE;
        }
        Pace turn = before.get(0);
        boolean turned = turn.turn() != 0;
        if (before.size() < FEWEST && !turned) {
            return NONE;
        }
        List<Pace> last = before.subList(Math.max(0, before.size() - NIGHTS), before.size());
        double median = median(last.stream().mapToDouble(Pace::seconds));
        double noise = DEVIATION * median(last.stream().mapToDouble(p -> Math.abs(p.seconds() - median)));
        if (before.size() < FEWEST) {
            // Too few to know their noise: that of before the turn, in proportion
            noise = Math.max(noise, turn.noise() * median / Math.max(turn.usual(), LEAST_SECONDS));
        }
        return new Pace(0, median, Math.max(noise, Math.max(LEAST_PART * median, LEAST_SECONDS)), 0);
    }

    /** True if a time differs from the usual by more than noise. */
    boolean isOdd(double time) {
        return turn(List.of(time)) != 0;
    }

    /** The same usual pace with a night's tries; it turned where every one of them says so. */
    Pace with(List<Double> tries) {
        return new Pace(median(tries.stream().mapToDouble(t -> t)), usual, noise, turn(tries));
    }

    /** The same, taken for no turn. */
    Pace level() {
        return new Pace(seconds, usual, noise, 0);
    }

    private int turn(List<Double> tries) {
        if (usual == 0 || tries.isEmpty()) {
            return 0;
        }
        if (tries.stream().allMatch(t -> t > usual + MUCH * noise)) {
            return 1;
        }
        // Of what takes ten times its noise and less, nothing can be so much faster: half counts then
        double fast = Math.max(usual - MUCH * noise, Math.min(usual / 2, usual - 2 * noise));
        return tries.stream().allMatch(t -> t < fast) ? -1 : 0;
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Such as "3.4 s, usually 2.0 s, give or take 0.1". */
    String inWords() {
        return String.format(Locale.ROOT, "%.1f s, usually %.1f s, give or take %.1f", seconds, usual, noise);
    }

    /** How many times as long as usual it took; 1 where that is not known. */
    double factor() {
        return usual == 0 || seconds == 0 ? 1 : seconds / usual;
    }
}
