/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kharness.report.RunReport.Phase;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * What the page template shows: the report and what is worked out from it. The template is src/main/jte/report.jte; it
 * escapes whatever it is given, and {@link Templates} takes out what escaping leaves: control characters.
 *
 * @param report the report itself
 * @param headline the outcome in one line
 * @param duration the whole run's wall time in words
 * @param scenarios the scenarios with their place in the page
 * @param phases the stages with the width of their bars
 * @param tables what the scenarios look like as tables
 * @param files what lies beside the page
 * @param later what is opened later, see {@link PageParts#block}
 */
public record HtmlPage(
        RunReport report,
        String headline,
        String duration,
        List<ScenarioView> scenarios,
        List<PhaseView> phases,
        List<TableView> tables,
        List<String> files,
        String later) {
    /** How many links the head of the page has at most. */
    private static final int MOST_LINKS = 20;

    private static final List<String> BESIDE = List.of("report.json", "junit.xml", "build.log", "config", "qemu");

    public HtmlPage {
        scenarios = List.copyOf(scenarios);
        phases = List.copyOf(phases);
        tables = List.copyOf(tables);
        files = List.copyOf(files);
    }

    /**
     * One scenario.
     *
     * @param anchor its place in the page
     * @param time its wall time in words
     * @param log leads to its first line in its console log; empty where there is none
     * @param part its details
     */
    public record ScenarioView(ScenarioResult result, String anchor, String time, String log, PageParts.Part part) {
        /** Whether its details are shown at first. */
        public boolean open() {
            return bad() && part.html() != null;
        }

        /** True for what failed or could not be judged. */
        public boolean bad() {
            return List.of("FAIL", "ERROR").contains(result.verdict());
        }
    }

    /** What a scenario's details show. */
    public record Detail(ScenarioView scenario, Timeline timeline) {}

    /** A table of verdicts; {@code anchor} is its place in the page. */
    public record TableView(Matrix matrix, String anchor, PageParts.Part part) {}

    /**
     * One stage.
     *
     * @param time its wall time in words
     * @param percent the length of its bar, 0 to 100, the longest stage having 100
     */
    public record PhaseView(Phase phase, String time, int percent) {}

    /** The page as HTML. */
    static String render(RunReport report, Path runDir) {
        HtmlPage bare = of(report, runDir);
        Map<String, String> html = new LinkedHashMap<>();
        // In the order in which they are wanted: what needs a look, the tables, the rest
        bare.scenarios.stream().filter(ScenarioView::bad).forEach(s -> html.put(s.anchor(), detail(s, runDir)));
        bare.tables.forEach(t -> html.put(t.anchor(), Templates.render("report/matrix.jte", t.matrix())));
        bare.scenarios.forEach(s -> html.computeIfAbsent(s.anchor(), a -> detail(s, runDir)));
        PageParts parts = new PageParts(Templates.render("report.jte", bare));
        Map<String, PageParts.Part> added = new HashMap<>();
        html.forEach((anchor, part) -> added.put(anchor, parts.add(part)));
        return Templates.render("report.jte", bare.with(added, parts.block()));
    }

    private static String detail(ScenarioView view, Path runDir) {
        Timeline timeline = Timeline.of(view.result(), ConsoleExcerpt.of(view.result(), runDir));
        return Templates.render("report/detail.jte", new Detail(view, timeline));
    }

    private HtmlPage with(Map<String, PageParts.Part> parts, String block) {
        List<ScenarioView> all = scenarios.stream()
                .map(s -> new ScenarioView(s.result(), s.anchor(), s.time(), s.log(), part(parts, s.anchor())))
                .toList();
        List<TableView> matrices = tables.stream()
                .map(t -> new TableView(t.matrix(), t.anchor(), part(parts, t.anchor())))
                .toList();
        return new HtmlPage(report, headline, duration, all, phases, matrices, files, block);
    }

    private static PageParts.Part part(Map<String, PageParts.Part> parts, String anchor) {
        return parts.getOrDefault(anchor, PageParts.Part.LATER);
    }

    private static HtmlPage of(RunReport report, Path runDir) {
        List<ScenarioView> scenarios = new ArrayList<>();
        for (ScenarioResult scenario : report.scenarios()) {
            RunReport.Console console = scenario.console();
            scenarios.add(new ScenarioView(
                    scenario,
                    "s" + (scenarios.size() + 1),
                    time(scenario.seconds()),
                    console == null ? "" : LogLink.to(console.file()),
                    PageParts.Part.LATER));
        }
        double longest =
                report.phases().stream().mapToDouble(Phase::seconds).max().orElse(0);
        double total = report.phases().stream().mapToDouble(Phase::seconds).sum();
        List<PhaseView> phases = report.phases().stream()
                .map(p -> new PhaseView(p, time(p.seconds()), percent(p.seconds(), longest)))
                .toList();
        return new HtmlPage(
                report,
                Headline.of(report),
                time(total),
                scenarios,
                phases,
                tables(report, scenarios),
                files(runDir),
                "");
    }

    private static List<TableView> tables(RunReport report, List<ScenarioView> scenarios) {
        List<TableView> tables = new ArrayList<>();
        Stream.of(Matrix.variants(scenarios), Matrix.ways(scenarios), Matrix.patches(report, scenarios))
                .flatMap(Optional::stream)
                .forEach(m -> tables.add(new TableView(m, "t" + (tables.size() + 1), PageParts.Part.LATER)));
        return tables;
    }

    /** What a reader may want to open, of what is there; report.json and junit.xml are written with the page. */
    private static List<String> files(Path runDir) {
        List<String> found = new ArrayList<>(BESIDE.subList(0, 2));
        try (Stream<Path> files = Files.list(runDir)) {
            files.map(f -> f.getFileName().toString())
                    .filter(f -> !found.contains(f)
                            && (BESIDE.contains(f) || f.matches("(build|config|qemu)[-a-z0-9+]*(\\.log)?")))
                    .sorted()
                    .forEach(found::add);
        } catch (IOException e) {
            return found;
        }
        return found;
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

    /** The scenarios that failed or could not be judged, so that nobody has to look for them in a long list; the first ones. */
    public List<ScenarioView> failed() {
        return scenarios.stream().filter(ScenarioView::bad).limit(MOST_LINKS).toList();
    }

    /** How many more there are than {@link #failed} has. */
    public long failedMore() {
        return Math.max(0, scenarios.stream().filter(ScenarioView::bad).count() - MOST_LINKS);
    }

    /** The verdicts that there are, in the order in which scenarios have them. */
    public List<String> verdicts() {
        return scenarios.stream()
                .map(s -> s.result().verdict())
                .distinct()
                .sorted()
                .toList();
    }

    /** The tags that there are. */
    public List<String> tags() {
        return scenarios.stream()
                .flatMap(s -> s.result().tags().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Where a scenario is in the page; empty for one that is not. */
    public String anchor(String id, String variant) {
        return scenarios.stream()
                .filter(s -> s.result().id().equals(id) && s.result().variant().equals(variant))
                .map(ScenarioView::anchor)
                .findFirst()
                .orElse("");
    }

    /** What this run says of a patch. A known issue is no failure. */
    public String coverage(RunReport.Patch patch) {
        Set<String> known = scenarios.stream()
                .filter(s -> s.result().verdict().equals("KNOWN"))
                .map(s -> s.result().id())
                .collect(Collectors.toSet());
        List<String> parts = new ArrayList<>();
        said(
                parts,
                "may be due to it: ",
                patch.failedBy().stream().filter(id -> !known.contains(id)).toList());
        said(
                parts,
                "known issues in ",
                patch.failedBy().stream().filter(known::contains).toList());
        said(parts, "proven by ", patch.provenBy());
        return parts.isEmpty() ? "not exercised here" : String.join("; ", parts);
    }

    private static void said(List<String> parts, String words, List<String> ids) {
        if (!ids.isEmpty()) {
            parts.add(words + (ids.size() <= 4 ? String.join(", ", ids) : ids.size() + " scenarios"));
        }
    }

    /** The kernel's configurations and the machine's command lines among the files beside the page. */
    public List<String> made() {
        return files.stream()
                .filter(f -> f.startsWith("config") || f.startsWith("qemu"))
                .toList();
    }

    /** A command as a shell takes it. */
    public static String shell(String program, List<String> words) {
        return Stream.concat(Stream.of(program), words.stream())
                .map(w -> w.matches("[A-Za-z0-9_@%+=:,./-]+") ? w : "'" + w.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** A link to a file beside the page. */
    public static String link(String file) {
        return LogLink.to(file);
    }

    /** A patch's state in words. */
    public static String words(String state) {
        return state.replace('-', ' ');
    }
}
