/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Verdicts as a table of marks. Each cell holds the worst of what belongs there.
 *
 * @param title what it shows
 * @param rowName what a row is
 * @param columns from left to right
 * @param rows those that have a verdict
 */
public record Matrix(String title, String rowName, List<Column> columns, List<Row> rows) {
    private static final List<String> WORST_FIRST = List.of("FAIL", "ERROR", "KNOWN", "FIXED", "PASS", "SKIP");

    public Matrix {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** A column; {@code title} says more than there is room for, or is empty. */
    public record Column(String name, String title) {}

    /** A row. */
    public record Row(String name, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A cell.
     *
     * @param span how many columns it takes; more than one for neighbours that are all empty
     * @param verdict empty for an empty cell
     * @param anchor where the page tells more; empty for an empty cell
     */
    public record Cell(int span, String verdict, String anchor) {
        /** One character, so that nobody needs to see colours. */
        public String mark() {
            return Matrix.mark(verdict);
        }

        public String tone() {
            return HtmlPage.tone(verdict);
        }
    }

    /** One thing that belongs into a cell. */
    record Entry(String row, String column, String verdict, String anchor) {}

    /** One character for a verdict. */
    public static String mark(String verdict) {
        return switch (verdict) {
            case "PASS" -> "✓";
            case "FAIL" -> "✗";
            case "KNOWN" -> "k";
            case "FIXED" -> "f";
            case "SKIP" -> "–";
            case "" -> "";
            default -> "!";
        };
    }

    /** The matrix of these entries; rows are in the order in which they come. */
    static Matrix of(String title, String rowName, List<Column> columns, List<Entry> entries) {
        Map<String, Map<String, Entry>> rows = new LinkedHashMap<>();
        for (Entry e : entries) {
            rows.computeIfAbsent(e.row(), r -> new LinkedHashMap<>()).merge(e.column(), e, Matrix::worse);
        }
        List<Row> made = new ArrayList<>();
        rows.forEach((name, cells) -> made.add(new Row(name, cells(columns, cells))));
        return new Matrix(title, rowName, columns, made);
    }

    private static Entry worse(Entry a, Entry b) {
        return WORST_FIRST.indexOf(b.verdict()) < WORST_FIRST.indexOf(a.verdict()) ? b : a;
    }

    private static List<Cell> cells(List<Column> columns, Map<String, Entry> entries) {
        List<Cell> cells = new ArrayList<>();
        int empty = 0;
        for (Column column : columns) {
            Entry entry = entries.get(column.name());
            if (entry == null) {
                empty++;
                continue;
            }
            if (empty > 0) {
                cells.add(new Cell(empty, "", ""));
                empty = 0;
            }
            cells.add(new Cell(1, entry.verdict(), entry.anchor()));
        }
        if (empty > 0) {
            cells.add(new Cell(empty, "", ""));
        }
        return cells;
    }

    /** Scenarios by the way in which memory was poisoned; empty where no scenario poisons. */
    static Optional<Matrix> ways(List<HtmlPage.ScenarioView> scenarios) {
        return by(
                "Scenarios by way of poisoning",
                scenarios.stream().filter(s -> !s.result().via().isEmpty()).toList(),
                Matrix::family,
                s -> s.result().via());
    }

    /** Scenarios by how the kernel was made; empty where it was made in one way only. */
    static Optional<Matrix> variants(List<HtmlPage.ScenarioView> scenarios) {
        boolean several =
                scenarios.stream().map(s -> s.result().variant()).distinct().count() > 1;
        return by(
                "Scenarios by variant of the kernel",
                several ? scenarios : List.of(),
                s -> s.result().id(),
                s -> s.result().variant().isEmpty() ? "plain" : s.result().variant());
    }

    private static Optional<Matrix> by(
            String title,
            List<HtmlPage.ScenarioView> scenarios,
            Function<HtmlPage.ScenarioView, String> row,
            Function<HtmlPage.ScenarioView, String> column) {
        List<Column> columns = scenarios.stream()
                .map(column)
                .distinct()
                .map(name -> new Column(name, ""))
                .toList();
        List<Entry> entries = scenarios.stream()
                .map(s -> new Entry(row.apply(s), column.apply(s), s.result().verdict(), s.anchor()))
                .toList();
        return entries.isEmpty() ? Optional.empty() : Optional.of(of(title, "Scenario", columns, entries));
    }

    /** Which scenarios say something about which patch; empty where none does. */
    static Optional<Matrix> patches(RunReport report, List<HtmlPage.ScenarioView> scenarios) {
        RunReport.Series series = report.series();
        if (series == null) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        for (HtmlPage.ScenarioView s : scenarios) {
            for (RunReport.Patch p : series.patches()) {
                String id = s.result().id();
                if (p.provenBy().contains(id) || p.failedBy().contains(id)) {
                    entries.add(new Entry(
                            family(s), Integer.toString(p.n()), s.result().verdict(), s.anchor()));
                }
            }
        }
        List<Column> columns = series.patches().stream()
                .map(p -> new Column(Integer.toString(p.n()), p.subject()))
                .toList();
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(of("Patches by scenario", "Scenario", columns, entries));
    }

    /** What the scenarios share that one entry of a plan makes of several ways. */
    private static String family(HtmlPage.ScenarioView s) {
        String end = "." + s.result().via();
        String id = s.result().id();
        return id.endsWith(end) && id.length() > end.length() ? id.substring(0, id.length() - end.length()) : id;
    }
}
