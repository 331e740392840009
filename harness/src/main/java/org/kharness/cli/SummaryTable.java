/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.cli.Terminal.Style;
import org.kharness.cli.TextTable.Cell;
import org.kharness.report.Against;
import org.kharness.report.Headline;
import org.kharness.report.RunReport;
import org.kharness.report.RunReport.ScenarioResult;

/** What the terminal shows at the end of a run: kernel, series, verdicts, times, and where the report is. */
public final class SummaryTable {
    private static final double WORTH_SHOWING = 0.05;

    /** More lines than a screen has. */
    private static final int LONG = 40;

    private static final List<String> WORTH_A_LINE = List.of("FAIL", "ERROR", "FIXED");

    private final Terminal terminal;

    public SummaryTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Prints the table.
     *
     * @param where the report page, as the user would open it
     */
    public void print(RunReport report, String where, PrintWriter out) {
        RunReport.Kernel kernel = report.kernel();
        if (kernel != null) {
            String commit = kernel.commit().isEmpty() ? "" : ", commit " + abbreviate(kernel.commit());
            out.println("kernel   " + kernel.release() + " from " + kernel.source() + commit);
        }
        RunReport.Series series = report.series();
        if (series != null) {
            out.println("series   " + series.id() + ": " + states(series));
        }
        if (!report.environment().qemu().isEmpty()) {
            out.println("machine  " + report.environment().qemu());
        }
        if (!report.phases().isEmpty()) {
            out.println("time     " + phases(report.phases()));
        }
        out.println();
        if (!report.scenarios().isEmpty()) {
            boolean several = report.scenarios().stream()
                            .map(ScenarioResult::variant)
                            .distinct()
                            .count()
                    > 1;
            if (several) {
                variants(report.scenarios(), out);
            } else {
                scenarios(report.scenarios(), out);
            }
            out.println();
        }
        Against against = report.against();
        if (against != null && !against.differences().isEmpty()) {
            against(against, out);
            out.println();
        }
        String verdict = terminal.style(tone(report.verdict()), report.verdict());
        out.println(verdict + "  " + Headline.of(report));
        out.println("report   " + where);
        out.flush();
    }

    /** Every scenario of a short plan; of a long one what somebody must look at, and the rest by count. */
    private void scenarios(List<ScenarioResult> results, PrintWriter out) {
        if (results.size() <= LONG) {
            rows(results, out);
            return;
        }
        List<ScenarioResult> shown =
                results.stream().filter(r -> WORTH_A_LINE.contains(r.verdict())).toList();
        if (!shown.isEmpty()) {
            rows(shown, out);
        }
        Map<String, Integer> rest = new TreeMap<>();
        results.stream()
                .filter(r -> !WORTH_A_LINE.contains(r.verdict()))
                .forEach(r -> rest.merge(r.verdict(), 1, Integer::sum));
        out.println((shown.isEmpty() ? "" : "and ")
                + String.join(
                        ", ",
                        rest.entrySet().stream()
                                .map(e -> e.getValue() + " " + e.getKey())
                                .toList())
                + ", all of them in the report");
    }

    private void rows(List<ScenarioResult> results, PrintWriter out) {
        TextTable table = new TextTable(terminal, "SCENARIO", "VIA", "VERDICT", "TIME", "WHAT DECIDED");
        for (ScenarioResult result : results) {
            table.row(
                    Cell.of(result.id()),
                    Cell.of(result.via()),
                    Cell.of(result.verdict(), tone(result.verdict())),
                    Cell.right(String.format(Locale.ROOT, "%.1f s", result.seconds())),
                    Cell.of(result.reason()));
        }
        table.print(out);
    }

    private void against(Against against, PrintWriter out) {
        TextTable table = new TextTable(terminal, "SCENARIO", "THE SERIES", "WITHOUT", "WITH", "WHAT DECIDED");
        against.differences().stream()
                .sorted(Comparator.comparing(Against.Difference::effect))
                .forEach(d -> table.row(
                        Cell.of(d.variant().isEmpty() ? d.id() : d.id() + " " + d.variant()),
                        Cell.of(d.effect().words(), tone(d.effect())),
                        Cell.of(d.before(), tone(d.before())),
                        Cell.of(d.after(), tone(d.after())),
                        Cell.of(d.effect() == Against.Effect.MENDED ? d.reasonBefore() : d.reasonAfter())));
        table.print(out);
    }

    private static Style tone(Against.Effect effect) {
        return switch (effect) {
            case BROKE, FAILS_OTHERWISE -> Style.BAD;
            case MENDED -> Style.GOOD;
            case FAILS_AS_BEFORE, CANNOT_TELL -> Style.WARNING;
        };
    }

    /** A line a scenario, a column a variant; what decided is told of the first that did not pass. */
    private void variants(List<ScenarioResult> results, PrintWriter out) {
        List<String> names =
                results.stream().map(ScenarioResult::variant).distinct().toList();
        Map<String, Map<String, ScenarioResult>> rows = new LinkedHashMap<>();
        results.forEach(
                r -> rows.computeIfAbsent(r.id(), id -> new LinkedHashMap<>()).put(r.variant(), r));
        List<String> head = new ArrayList<>(List.of("SCENARIO"));
        names.forEach(n -> head.add(n.isEmpty() ? "PLAIN" : n.toUpperCase(Locale.ROOT)));
        head.add("WHAT DECIDED");
        TextTable table = new TextTable(terminal, head.toArray(String[]::new));
        rows.forEach((id, of) -> {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(id)));
            for (String name : names) {
                ScenarioResult r = of.get(name);
                cells.add(r == null ? Cell.of("") : Cell.of(r.verdict(), tone(r.verdict())));
            }
            cells.add(Cell.of(of.values().stream()
                    .filter(r -> !r.verdict().equals("PASS"))
                    .findFirst()
                    .map(r -> inVariant(r))
                    .orElse("")));
            table.row(cells.toArray(Cell[]::new));
        });
        table.print(out);
    }

    /** The reason with the variant's name, unless it begins with it. */
    private static String inVariant(ScenarioResult r) {
        return r.variant().isEmpty()
                        || r.reason().startsWith(r.variant() + " ")
                        || r.reason().startsWith(r.variant() + ":")
                ? r.reason()
                : r.variant() + ": " + r.reason();
    }

    private static String states(RunReport.Series series) {
        Map<String, Integer> counts = new TreeMap<>();
        series.patches().forEach(p -> counts.merge(p.state(), 1, Integer::sum));
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey())
                        .toList());
    }

    private static String phases(List<RunReport.Phase> phases) {
        double total = phases.stream().mapToDouble(RunReport.Phase::seconds).sum();
        List<String> parts = phases.stream()
                .filter(p -> p.seconds() >= WORTH_SHOWING)
                .map(p ->
                        String.format(Locale.ROOT, "%s %.1f", p.name(), p.seconds()) + (p.cached() ? " (cached)" : ""))
                .toList();
        return String.format(Locale.ROOT, "%.1f s", total) + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private static String abbreviate(String id) {
        return id.length() > 12 ? id.substring(0, 12) : id;
    }

    static Style tone(String verdict) {
        return switch (verdict) {
            case "PASS" -> Style.GOOD;
            case "FAIL", "ERROR" -> Style.BAD;
            default -> Style.WARNING;
        };
    }
}
