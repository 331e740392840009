/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kharness.report.BisectAnswer;
import org.kharness.report.RunReport;

/**
 * What the report's page shows of a bisect. The template is src/main/jte/bisect/answer.jte.
 *
 * @param found null for a run that was no bisect
 */
public record BisectPage(@Nullable BisectAnswer found) {
    private static final int LEFT = 20;
    private static final int WIDTH = 960;
    private static final int LABEL = 26;
    private static final int NEXT_LABEL = 12;
    private static final int CLOSE = 24;

    /** Of a report. */
    public static BisectPage of(RunReport report) {
        return new BisectPage(report.bisect());
    }

    /**
     * A commit that was tried, in the picture.
     *
     * @param x across, 20 to 980
     * @param y of its number, so that neighbours' numbers do not cover each other
     * @param tone a word for a colour
     */
    public record Dot(int number, int x, int y, String tone, BisectAnswer.Step step) {}

    /** In words. */
    public String title() {
        BisectAnswer b = java.util.Objects.requireNonNull(found);
        String kind = b.findFix() ? "fixed" : "bad";
        return b.suspects().size() == 1 ? "First " + kind + " commit" : "One of these is the first " + kind + " commit";
    }

    /** What the picture shows, for who cannot see it. */
    public String picture() {
        StringBuilder text = new StringBuilder("Commits tried: ");
        for (Dot dot : dots()) {
            text.append(dot.number()).append(" at place ").append(dot.step().place());
            text.append(' ').append(dot.step().mark().toLowerCase(Locale.ROOT)).append("; ");
        }
        return text.toString();
    }

    /** The commits that were tried, in order. */
    public List<Dot> dots() {
        BisectAnswer b = found;
        List<Dot> dots = new ArrayList<>();
        for (BisectAnswer.Step step : b == null ? List.<BisectAnswer.Step>of() : b.steps()) {
            int x = LEFT
                    + WIDTH
                            * step.place()
                            / Math.max(1, java.util.Objects.requireNonNull(b).commits());
            boolean crowded = dots.stream().anyMatch(d -> Math.abs(d.x() - x) < CLOSE && d.y() == LABEL);
            String tone = switch (step.mark()) {
                case "GOOD" -> "good";
                case "BAD" -> "bad";
                default -> "warn";
            };
            dots.add(new Dot(dots.size() + 1, x, crowded ? NEXT_LABEL : LABEL, tone, step));
        }
        return dots;
    }

    /** For a person; never rounded up to certainty. */
    public static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(part * 1000) / 10);
    }
}
