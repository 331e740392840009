/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kharness.mutants.MutantReport.Entry;
import org.kharness.report.Templates;

/** What mutants.html shows; the template is src/main/jte/mutants/mutants.jte. */
public record MutantsPage(MutantReport report) {
    static String render(MutantReport report) {
        return Templates.render("mutants/mutants.jte", new MutantsPage(report));
    }

    /** "CAUGHT 180, SURVIVED 12" and so on, in words. */
    public String counts() {
        return report.counts().entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().word())
                .collect(Collectors.joining(", "));
    }

    public String leftOut() {
        return report.leftOut().entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }

    public String score() {
        return percent(report.score());
    }

    public static String percent(double score) {
        return String.format(Locale.ROOT, "%.1f %%", score);
    }

    /** What somebody has to look at first. */
    public List<Entry> missed() {
        return report.mutants().stream()
                .filter(m -> m.fate() == Fate.SURVIVED || m.fate() == Fate.UNREACHED)
                .toList();
    }

    /** A word for a colour: good, bad, warn or none. */
    public static String tone(Fate fate) {
        return switch (fate) {
            case CAUGHT -> "good";
            case SURVIVED -> "bad";
            case UNREACHED -> "warn";
            default -> "none";
        };
    }

    /** The scenarios that were run with it and noticed nothing, no more than a few by name. */
    public static String ran(Entry mutant) {
        int shown = 12;
        String first = mutant.ran().stream().limit(shown).collect(Collectors.joining(", "));
        int more = mutant.ran().size() - shown;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
