/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.List;
import java.util.stream.Stream;
import org.kharness.report.Templates;

/**
 * What the page of a night shows. The template is src/main/jte/nightly/night.jte.
 *
 * @param whole false while the night is not finished
 * @param changes what there is to know, the most urgent first
 * @param runs every plan on every kernel
 */
public record NightPage(String night, boolean whole, List<Row> changes, List<Run> runs) {
    /** How much of a search's answer is shown: the commit, or the first of those that it may be. */
    private static final int ANSWER_LINES = 12;

    public NightPage {
        changes = List.copyOf(changes);
        runs = List.copyOf(runs);
    }

    /** One thing to know, or, where {@code what} is empty, one more place of the thing before; {@code since} is a night, {@code tone} "bad" for what got worse since the night before. */
    public record Row(
            String what,
            String tone,
            String kernel,
            String plan,
            String scenario,
            String since,
            String detail,
            Origin origin) {}

    /**
     * Where something came from.
     *
     * @param range the kernels between which it came; empty where they are not known
     * @param command what searches between them; empty where nothing can
     * @param answer what the search found; empty where there was none
     * @param link leads to the search's report; empty where there is none
     */
    public record Origin(String range, String command, String answer, String link) {
        /** Nothing is known. */
        public static final Origin UNKNOWN = new Origin("", "", "", "");

        /** The first lines of the answer. */
        public String head() {
            return String.join("\n", answer.lines().limit(ANSWER_LINES).toList());
        }
    }

    /**
     * One plan on one kernel; {@code name} is a tag's or a branch's, {@code time} that of its scenarios, {@code link} leads to its own report; what there is none of is
     * empty.
     */
    public record Run(
            String kernel,
            String plan,
            String name,
            String release,
            String commit,
            String outcome,
            int exitCode,
            String time,
            String link) {}

    /** How many things are so; {@code tone} as in {@link Row}. */
    public long count(String tone) {
        return findings().filter(c -> c.tone().equals(tone)).count();
    }

    /** How many things there are to know. */
    public long count() {
        return findings().count();
    }

    private Stream<Row> findings() {
        return changes.stream().filter(c -> !c.what().isEmpty());
    }

    /** How many runs nobody could judge. */
    public long unjudged() {
        return runs.stream().filter(r -> tone(r.exitCode()).equals("warn")).count();
    }

    /** The page as HTML. */
    public static String render(String night, boolean whole, List<Row> changes, List<Run> runs) {
        return Templates.render("nightly/night.jte", new NightPage(night, whole, changes, runs));
    }

    /** A word for a colour. */
    public static String tone(int exitCode) {
        return switch (exitCode) {
            case 0 -> "good";
            case 1, 3, 4, 5 -> "bad";
            default -> "warn";
        };
    }
}
