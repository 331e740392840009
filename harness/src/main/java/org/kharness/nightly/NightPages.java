/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kharness.cache.Cache;
import org.kharness.nightly.NightPage.Row;
import org.kharness.report.ReportJson;
import org.kharness.report.ReportWriter;
import org.kharness.report.RunReport;

/** Writes the pages of a history: index.html over all nights; for each night index.html and junit.xml in its folder. */
final class NightPages {
    /** How many nights the index shows. */
    private static final int SHOWN = 60;

    private NightPages() {}

    /** Writes the index, and the pages of the last night. */
    static void write(History history, Path reports) {
        List<Night> nights = history.nights();
        List<Night> shown = nights.subList(Math.max(0, nights.size() - SHOWN), nights.size());
        Cache.write(reports.resolve("index.html"), index(shown, history.runsSince(shown.get(0))));
        Night last = nights.get(nights.size() - 1);
        Path folder = reports.resolve(last.id());
        List<Row> changes =
                NightlyJob.changes(history, last).stream().map(NightPages::row).toList();
        List<KernelNight> tonight = history.runs(last);
        Cache.write(
                folder.resolve("index.html"),
                NightPage.render(last.id(), last.finished() != null, changes, summaries(tonight, last)));
        Cache.write(folder.resolve("junit.xml"), ReportWriter.junit(reports(tonight, reports)));
    }

    private static Row row(Change c) {
        return new Row(c.kind().words(), c.kind().isWorse(), c.kernel(), c.plan(), c.scenario(), c.since(), c.detail());
    }

    private static List<NightPage.Run> summaries(List<KernelNight> runs, Night night) {
        return runs.stream()
                .map(r -> new NightPage.Run(
                        r.kernel(),
                        r.plan(),
                        r.release(),
                        r.commit(),
                        r.message().lines().findFirst().orElseGet(() -> counts(r)),
                        r.exitCode(),
                        // The page lies in the night's own folder
                        r.folder().startsWith(night.id() + "/")
                                ? r.folder().substring(night.id().length() + 1) + "/report.html"
                                : ""))
                .toList();
    }

    private static String counts(KernelNight run) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        run.results().forEach(r -> counts.merge(r.flaky() ? "flaky" : r.verdict(), 1, Integer::sum));
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey())
                        .toList());
    }

    /** The reports of a night's runs, as they lie in their folders; one that was deleted is left out. */
    private static Map<String, RunReport> reports(List<KernelNight> runs, Path reports) {
        Map<String, RunReport> all = new LinkedHashMap<>();
        for (KernelNight run : runs) {
            Path file = reports.resolve(run.folder()).resolve("report.json");
            if (!run.folder().isEmpty() && Files.isRegularFile(file)) {
                all.put(run.kernel() + "/" + run.plan(), ReportJson.read(file));
            }
        }
        return all;
    }

    private static String index(List<Night> nights, List<KernelNight> runs) {
        Map<String, Map<String, NightsPage.Cell>> rows = new LinkedHashMap<>();
        for (KernelNight run : runs) {
            String name = run.kernel() + " · " + run.plan();
            String tone = run.exitCode() == 0 ? "PASS" : run.exitCode() == 1 ? "FAIL" : "ERROR";
            cell(rows, name + " · ", run, tone, run.judged() ? counts(run) : run.message());
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
        return NightsPage.render(nights.stream().map(Night::id).toList(), lines);
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
