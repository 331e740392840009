/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kharness.cache.Cache;
import org.kharness.nightly.NightPage.Row;
import org.kharness.report.HtmlPage;
import org.kharness.report.ReportJson;
import org.kharness.report.ReportWriter;
import org.kharness.report.RunReport;

/**
 * Writes the pages of a history: index.html over all nights; for each night in its folder index.html, junit.xml, kcidb.json, and
 * what happened in a few lines as digest.txt and as digest.eml, which is a draft.
 */
final class NightPages {
    private NightPages() {}

    /** Writes the index, and the pages of the last night. */
    static void write(History history, NightlyConfig config, Path reports) {
        List<Night> shown = history.nights(config.keep().shown());
        Cache.write(
                reports.resolve("index.html"),
                index(shown, history.runsSince(shown.get(0)), history.usual().flakes()));
        Night last = shown.get(shown.size() - 1);
        Path folder = reports.resolve(last.id());
        List<Change> changes = new News(history, config).of(last);
        List<Row> rows = Finding.of(changes).stream()
                .flatMap(f -> IntStream.range(0, f.places().size())
                        .mapToObj(i -> row(f.places().get(i), i == 0 ? f.kind().words() : "", last)))
                .toList();
        List<KernelNight> tonight = history.runs(last);
        Map<String, RunReport> own = reports(tonight, last, reports);
        Cache.write(
                folder.resolve("index.html"),
                NightPage.render(last.id(), last.finished() != null, rows, summaries(tonight, last)));
        Cache.write(folder.resolve("junit.xml"), ReportWriter.junit(own));
        Cache.write(folder.resolve("kcidb.json"), NightKcidb.write(last, config, tonight, own));
        String digest = Digest.text(last, changes, tonight, folder.toString());
        Cache.write(folder.resolve("digest.txt"), digest);
        Cache.write(folder.resolve("digest.eml"), Digest.mail(last, changes, digest, config.mailTo()));
    }

    /** A row; {@code what} is empty for a further place of what the row before tells. */
    private static Row row(Change c, String what, Night night) {
        Range range = c.range();
        return new Row(
                what,
                tone(c.kind()),
                c.kernel(),
                c.plan(),
                c.scenario(),
                c.since(),
                c.detail(),
                range == null
                        ? NightPage.Origin.UNKNOWN
                        : new NightPage.Origin(
                                range.inWords(), range.command(), range.answer(), link(range.folder(), night)));
    }

    /** A run's report, as the page in a night's own folder leads to it; empty where there is none. */
    private static String link(String folder, Night night) {
        return folder.isEmpty()
                ? ""
                : (folder.startsWith(night.id() + "/")
                                ? folder.substring(night.id().length() + 1)
                                : "../" + folder) + "/report.html";
    }

    private static String tone(Change.Kind kind) {
        return kind.isWorse() ? "bad" : kind.isBetter() ? "good" : "warn";
    }

    private static List<NightPage.Run> summaries(List<KernelNight> runs, Night night) {
        return runs.stream()
                .map(r -> new NightPage.Run(
                        r.kernel(),
                        r.plan(),
                        r.tested().name(),
                        r.release(),
                        r.commit().isEmpty() ? r.tested().base() : r.commit(),
                        Digest.outcome(r),
                        r.exitCode(),
                        time(r),
                        link(r.folder(), night)))
                .toList();
    }

    /** How long the scenarios took whose usual time is known, and what is usual; else how long all took. */
    private static String time(KernelNight run) {
        List<KernelNight.Result> timed =
                run.results().stream().filter(KernelNight.Result::isTimed).toList();
        List<Pace> known = timed.stream()
                .map(KernelNight.Result::pace)
                .filter(p -> p.usual() > 0)
                .toList();
        if (known.isEmpty()) {
            return timed.isEmpty()
                    ? ""
                    : HtmlPage.time(
                            timed.stream().mapToDouble(r -> r.pace().seconds()).sum());
        }
        return HtmlPage.time(known.stream().mapToDouble(Pace::seconds).sum()) + ", usually "
                + HtmlPage.time(known.stream().mapToDouble(Pace::usual).sum());
    }

    /** The reports of a night's runs as they lie in their folders; of a run that left none, what the history knows. */
    private static Map<String, RunReport> reports(List<KernelNight> runs, Night night, Path reports) {
        Map<String, RunReport> all = new LinkedHashMap<>();
        for (KernelNight run : runs) {
            Path file = reports.resolve(run.folder()).resolve("report.json");
            boolean there = !run.folder().isEmpty() && Files.isRegularFile(file);
            RunReport report = there ? ReportJson.read(file) : known(run, night);
            all.put(run.kernel() + "/" + run.plan(), report.with(scenarios(run, report)));
        }
        return all;
    }

    /** A scenario that failed and passed in one night is no failure of the kernel: other tools see it skipped. */
    private static List<RunReport.ScenarioResult> scenarios(KernelNight run, RunReport report) {
        Map<String, KernelNight.Result> flaky = new LinkedHashMap<>();
        run.results().stream().filter(KernelNight.Result::flaky).forEach(r -> flaky.put(r.scenario(), r));
        return report.scenarios().stream()
                .map(s -> {
                    KernelNight.Result r = flaky.get(s.id());
                    return r == null || !s.verdict().equals("FAIL")
                            ? s
                            : s.as(
                                    "SKIP",
                                    "flaky, failed " + r.failures() + " of " + r.tries() + " times: " + s.reason());
                })
                .toList();
    }

    private static RunReport known(KernelNight run, Night night) {
        boolean kernels = run.exitCode() >= 3 && run.exitCode() <= 5;
        String message = run.message().isEmpty() ? "its report is gone" : run.message();
        return RunReport.brief(
                night.id(),
                kernels ? "FAIL" : "ERROR",
                run.exitCode(),
                night.started().toString(),
                Comparison.words(run.exitCode()) + ": " + message,
                null,
                List.of());
    }

    private static String index(List<Night> nights, List<KernelNight> runs, List<Flake> flakes) {
        Map<String, Map<String, NightsPage.Cell>> rows = new LinkedHashMap<>();
        for (KernelNight run : runs) {
            String name = run.kernel() + " · " + run.plan();
            cell(rows, name + " · ", run, verdict(run), Digest.outcome(run));
            for (KernelNight.Result r : run.results()) {
                cell(rows, name + " · " + r.scenario(), run, r.flaky() ? "FLAKY" : r.verdict(), r.reason());
            }
        }
        List<NightsPage.Line> lines = new ArrayList<>();
        rows.forEach((name, cells) -> {
            String[] parts = name.split(" · ", -1);
            lines.add(new NightsPage.Line(
                    parts[0],
                    parts[1],
                    parts[2],
                    nights.stream()
                            .map(n -> cells.getOrDefault(n.id(), NightsPage.Cell.NONE))
                            .toList()));
        });
        lines.sort(java.util.Comparator.comparing(NightsPage.Line::kernel)
                .thenComparing(NightsPage.Line::plan)
                .thenComparing(NightsPage.Line::scenario));
        return NightsPage.render(nights.stream().map(Night::id).toList(), lines, flakes);
    }

    /** What the kernel is to blame for is told from what nobody could tell. */
    private static String verdict(KernelNight run) {
        return switch (run.exitCode()) {
            case 0 -> "PASS";
            case 1, 3, 4, 5 -> "FAIL";
            default -> "ERROR";
        };
    }

    private static void cell(
            Map<String, Map<String, NightsPage.Cell>> rows, String name, KernelNight run, String verdict, String why) {
        String link = run.folder().isEmpty() ? run.night() + "/index.html" : run.folder() + "/report.html";
        rows.computeIfAbsent(name, n -> new LinkedHashMap<>())
                .put(
                        run.night(),
                        new NightsPage.Cell(verdict, why.lines().findFirst().orElse(""), link));
    }
}
