/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kharness.report.PlainText;

/** A night in a few lines of text, for a mail: what there is to know, each with its places, and what was run. */
final class Digest {
    /** A mail's line may be 998 bytes long (RFC 5322, 2.1.1), and a character four. */
    private static final int LONGEST = 240;
    /** How much of a search's answer is told. */
    private static final int ANSWER = 12;

    private final Night night;
    private final List<Finding> findings;
    private final List<KernelNight> runs;
    private final StringBuilder text = new StringBuilder();

    private Digest(Night night, List<Finding> findings, List<KernelNight> runs) {
        this.night = night;
        this.findings = findings;
        this.runs = runs;
    }

    /**
     * As text.
     *
     * @param reports where the night's page lies, in words; empty to name no place
     */
    static String text(Night night, List<Change> changes, List<KernelNight> runs, String reports) {
        return new Digest(night, Finding.of(changes), runs).write(reports);
    }

    /** In a line: "night of 2026-01-31: 1 new failure, 2 fixed". */
    static String headline(Night night, List<Change> changes) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Finding.of(changes).forEach(f -> counts.merge(f.kind().words(), 1, Integer::sum));
        String what = counts.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
        return "night of " + night.id() + (night.finished() == null ? " (not finished)" : "") + ": "
                + (what.isEmpty() ? "nothing failed, and nothing changed" : what);
    }

    /**
     * As a mail for a person to look at and send; nothing is ever sent by us. Mail programs open it as a draft for its X-Unsent.
     *
     * @param to addresses as a mail's To takes them; none for the reader to fill in
     */
    static String mail(Night night, List<Change> changes, String text, List<String> to) {
        return "From: YOUR NAME <YOUR ADDRESS>\n"
                + "To: " + (to.isEmpty() ? "YOUR LIST" : String.join(",\n ", to)) + "\n"
                + "Subject: [kharness] " + headline(night, changes) + "\n"
                + "MIME-Version: 1.0\n"
                + "Content-Type: text/plain; charset=UTF-8\n"
                + "Content-Transfer-Encoding: 8bit\n"
                + "X-Unsent: 1\n\n"
                + text;
    }

    private String write(String reports) {
        line(headline(night, findings.stream().flatMap(f -> f.places().stream()).toList()));
        findings.forEach(this::finding);
        text.append('\n');
        line("What was run:");
        for (KernelNight run : runs) {
            String name = run.tested().name();
            line("  " + run.kernel() + ", " + run.plan() + ": " + outcome(run)
                    + (run.release().isEmpty() ? "" : "; " + run.release())
                    + (name.isEmpty() ? "" : ", " + name)
                    + (run.tested().base().isEmpty()
                            ? ""
                            : ", commit " + run.tested().base()));
        }
        if (!reports.isEmpty()) {
            text.append('\n');
            line("Reports: " + reports);
        }
        return text.toString();
    }

    private void finding(Finding finding) {
        text.append('\n');
        Change first = finding.places().get(0);
        String what = first.scenario().isEmpty() ? "" : ": " + first.scenario();
        line(finding.kind().words().toUpperCase(Locale.ROOT) + what);
        List<String> told = new ArrayList<>();
        for (Change place : finding.places()) {
            String where = place.kernel()
                    + (place.plan().isEmpty() ? "" : ", " + place.plan())
                    + (place.scenario().equals(first.scenario()) ? "" : ", " + place.scenario())
                    + (place.since().equals(night.id()) ? "" : ", since " + place.since());
            boolean again = told.contains(place.detail());
            told.add(place.detail());
            line("  " + where + (again || place.detail().isEmpty() ? "" : ": " + place.detail()));
            origin(place);
        }
    }

    private void origin(Change place) {
        Range range = place.range();
        if (range == null) {
            return;
        }
        line("    " + range.inWords());
        if (!range.command().isEmpty()) {
            text.append("    ").append(range.command()).append('\n'); // not cut: it is there to be typed
        }
        range.answer().lines().limit(ANSWER).forEach(l -> line("    " + l));
    }

    /** How a run ended, with counts of its verdicts. */
    static String outcome(KernelNight run) {
        String message = run.message().lines().findFirst().orElse("");
        if (!message.isEmpty()) {
            return Comparison.words(run.exitCode()) + ": " + message;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        run.results().forEach(r -> counts.merge(r.flaky() ? "flaky" : r.verdict(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }

    private void line(String line) {
        String visible = PlainText.visible(line);
        boolean cut = visible.length() > LONGEST;
        text.append(cut ? PlainText.encodable(visible.substring(0, LONGEST)) + "..." : visible)
                .append('\n');
    }
}
