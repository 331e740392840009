/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.report.ConsoleExcerpt.Kind;
import org.kharness.report.RunReport.KernelComplaint;
import org.kharness.report.RunReport.ScenarioResult;
import org.kharness.report.RunReport.SubResult;

/**
 * A scenario's part of the console as a timeline over lanes: the harness, the kernel, and each process of the scenario.
 *
 * @param lanes from left to right; the last one stands for all processes beyond the most that are drawn
 * @param rows in the order of the log
 * @param note why there is less than asked for; empty where there is not
 */
public record Timeline(List<String> lanes, List<Row> rows, String note) {
    static final String HARNESS = "harness";
    static final String KERNEL = "kernel";
    private static final int MOST_LANES = 10;
    private static final Pattern TIMED = Pattern.compile("^\\[ *(\\d+\\.\\d+)\\](?:\\[ *[TC]\\d+\\])? ?(.*)$");

    public Timeline {
        lanes = List.copyOf(lanes);
        rows = List.copyOf(rows);
    }

    /**
     * What happened at one time, or what one lane said without a break.
     *
     * @param line the first line's number in the log; how many lines were left out for a gap
     * @param time seconds since the scenario's first line, such as "+0.22"; empty where the line has no time
     * @param lane index of its lane; -1 for a gap
     * @param text what happened, one or several lines
     * @param kind a word for its look: plain, event, deciding, complaint, expected, gap
     * @param mark why it stands out, for a reader who sees no colours; empty where it does not
     * @param href leads to the line in the log where a browser can find it by its time; empty for most rows
     */
    public record Row(int line, String time, int lane, String text, String kind, String mark, String href) {
        /** True for a row that something leads to. */
        public boolean target() {
            return !href.isEmpty();
        }
    }

    /** The timeline of a scenario. */
    static Timeline of(ScenarioResult scenario, ConsoleExcerpt excerpt) {
        Maker maker = new Maker(scenario);
        excerpt.rows().forEach(maker::add);
        return maker.made(excerpt.note());
    }

    /** A line as it is told; {@code joins} is what neighbours must share to be one row, null for a row of its own. */
    private record Told(
            double time, String lane, String text, @Nullable String joins) {
        static Told of(int number, String line) {
            Matcher timed = TIMED.matcher(line);
            boolean known = timed.matches();
            double time = known ? Double.parseDouble(timed.group(1)) : Double.NaN;
            String text = known ? timed.group(2) : line;
            if (!text.startsWith(EventWords.MARK)) {
                return new Told(time, KERNEL, text, KERNEL);
            }
            EventWords words = EventWords.of(number, text);
            String lane = words.process().isEmpty() ? HARNESS : words.process();
            // What a program printed, and one command after the other that did what it should
            boolean many = words.type().equals("out")
                    || (words.type().equals("done") && !words.text().contains(": "));
            return new Told(time, lane, words.text(), many ? lane + ' ' + words.type() : null);
        }
    }

    private static final class Maker {
        private final ScenarioResult scenario;
        private final Set<Integer> named;
        private final Set<Integer> expected;
        private final List<String> lanes = new ArrayList<>(List.of(HARNESS, KERNEL));
        private final List<Row> rows = new ArrayList<>();
        private double start = Double.NaN;
        private @Nullable String joins;

        Maker(ScenarioResult scenario) {
            this.scenario = scenario;
            named = scenario.subresults().stream().map(SubResult::line).collect(Collectors.toSet());
            expected = scenario.kernelReports().stream()
                    .filter(scenario::expects)
                    .map(KernelComplaint::line)
                    .collect(Collectors.toSet());
        }

        void add(ConsoleExcerpt.Row row) {
            if (row.kind() == Kind.GAP) {
                rows.add(new Row(row.number(), "", -1, row.number() + " lines left out", "gap", "", ""));
                joins = null;
                return;
            }
            Told told = Told.of(row.number(), row.text());
            boolean alone = row.kind() == Kind.DECIDING || row.kind() == Kind.COMPLAINT || named.contains(row.number());
            if (!alone && told.joins() != null && told.joins().equals(joins)) {
                Row before = rows.remove(rows.size() - 1);
                String text = before.text() + (told.text().startsWith("did ") ? ", " : "\n") + told.text();
                rows.add(new Row(before.line(), before.time(), before.lane(), text, before.kind(), "", ""));
                return;
            }
            joins = alone ? null : told.joins();
            rows.add(made(row, told));
        }

        private Row made(ConsoleExcerpt.Row row, Told told) {
            start = Double.isNaN(start) ? told.time() : start;
            String time = Double.isNaN(told.time()) ? "" : String.format(Locale.ROOT, "+%.2f", told.time() - start);
            boolean complaint = row.kind() == Kind.COMPLAINT;
            boolean known = complaint && expected.contains(row.number());
            // A known issue is no alarm
            boolean listed = complaint && scenario.verdict().equals("KNOWN");
            String kind =
                    known ? "expected" : listed ? "deciding" : row.kind().name().toLowerCase(Locale.ROOT);
            String mark =
                    known ? "expected complaint" : complaint ? "complaint" : kind.equals("deciding") ? "decides" : "";
            RunReport.Console console = scenario.console();
            boolean target = !mark.isEmpty() || named.contains(row.number());
            String href = !target || console == null ? "" : LogLink.to(console.file(), row.text());
            return new Row(row.number(), time, lane(told.lane()), told.text(), kind, mark, href);
        }

        private int lane(String name) {
            int lane = lanes.indexOf(name);
            if (lane < 0 && lanes.size() < MOST_LANES) {
                lanes.add(name);
                return lanes.size() - 1;
            }
            return lane < 0 ? MOST_LANES - 1 : lane;
        }

        Timeline made(String note) {
            return new Timeline(lanes, rows, note);
        }
    }
}
