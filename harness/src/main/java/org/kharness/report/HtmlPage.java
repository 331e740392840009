/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kharness.report.RunReport.Phase;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * What the page template shows: the report and what is worked out from it. The template is src/main/jte/report.jte; it
 * escapes whatever it is given, and this class takes out what escaping leaves: control characters.
 *
 * @param report the report itself
 * @param headline the outcome in one line
 * @param duration the whole run's wall time in words
 * @param scenarios the scenarios with their place in the page and their console lines
 * @param phases the stages with the width of their bars
 */
public record HtmlPage(
        RunReport report, String headline, String duration, List<ScenarioView> scenarios, List<PhaseView> phases) {
    public HtmlPage {
        scenarios = List.copyOf(scenarios);
        phases = List.copyOf(phases);
    }

    /**
     * One scenario.
     *
     * @param anchor its place in the page
     * @param time its wall time in words
     * @param open whether its details are shown at first: those of a scenario that did not simply pass
     */
    public record ScenarioView(
            ScenarioResult result, String anchor, String time, boolean open, ConsoleExcerpt excerpt) {}

    /**
     * One stage.
     *
     * @param time its wall time in words
     * @param percent the length of its bar, 0 to 100, the longest stage having 100
     */
    public record PhaseView(Phase phase, String time, int percent) {}

    /** The page as HTML. */
    static String render(RunReport report, Path runDir) {
        return Templates.render("report.jte", of(report, runDir));
    }

    private static HtmlPage of(RunReport report, Path runDir) {
        List<ScenarioView> scenarios = new ArrayList<>();
        for (ScenarioResult scenario : report.scenarios()) {
            boolean open =
                    !scenario.verdict().equals("PASS") && !scenario.verdict().equals("SKIP");
            scenarios.add(new ScenarioView(
                    scenario,
                    "s" + (scenarios.size() + 1),
                    time(scenario.seconds()),
                    open,
                    ConsoleExcerpt.of(scenario, runDir)));
        }
        double longest =
                report.phases().stream().mapToDouble(Phase::seconds).max().orElse(0);
        double total = report.phases().stream().mapToDouble(Phase::seconds).sum();
        List<PhaseView> phases = report.phases().stream()
                .map(p -> new PhaseView(p, time(p.seconds()), percent(p.seconds(), longest)))
                .toList();
        return new HtmlPage(report, Headline.of(report), time(total), scenarios, phases);
    }

    private static int percent(double part, double whole) {
        return whole > 0 ? (int) Math.round(100 * part / whole) : 0;
    }

    /** Seconds as people say them: "0.8 s", "5 min 35 s". */
    public static String time(double seconds) {
        if (!(seconds >= 0)) {
            return "";
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }

    /** The first characters of a git id or digest, as git abbreviates kernel ids. */
    public static String abbreviate(String id) {
        return id.length() > 12 ? id.substring(0, 12) : id;
    }

    /** A word for a colour: good, bad, warn or none. */
    public static String tone(String verdict) {
        return switch (verdict) {
            case "PASS", "CAUGHT", "applied", "already-there" -> "good";
            case "FAIL", "MISSED", "ERROR", "conflicts" -> "bad";
            case "KNOWN", "FIXED", "WARN" -> "warn";
            case "applied-with-offset", "applied-with-fuzz", "applied-by-3way", "resolved-by-hand" -> "warn";
            case "partly-there", "upstream-in-another-form" -> "warn";
            default -> "none";
        };
    }

    /** The scenarios that failed or could not be judged, so that nobody has to look for them in a long table. */
    public List<ScenarioView> failed() {
        return scenarios.stream()
                .filter(s -> List.of("FAIL", "ERROR").contains(s.result().verdict()))
                .toList();
    }

    /** What this run says of a patch. */
    public static String coverage(RunReport.Patch patch) {
        if (patch.provenBy().isEmpty() && patch.failedBy().isEmpty()) {
            return "not exercised here";
        }
        String failed = patch.failedBy().isEmpty() ? "" : "may be due to it: " + String.join(", ", patch.failedBy());
        String proven = patch.provenBy().isEmpty() ? "" : "proven by " + String.join(", ", patch.provenBy());
        return failed.isEmpty() || proven.isEmpty() ? failed + proven : failed + "; " + proven;
    }

    /** A patch's state in words. */
    public static String words(String state) {
        return state.replace('-', ' ');
    }
}
