/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.coverage.CoverageReport.Line;
import org.kharness.coverage.CoverageReport.State;

/** The tracefile format of lcov (geninfo(1), "FILES"), which other tools read. */
final class Lcov {
    private Lcov() {}

    static String write(CoverageReport report) {
        Map<String, List<Line>> files = new TreeMap<>();
        report.lines().stream()
                .filter(l -> l.state() != State.NOT_COMPILED)
                .forEach(l ->
                        files.computeIfAbsent(l.file(), f -> new ArrayList<>()).add(l));
        StringBuilder text = new StringBuilder("TN:" + report.plan().replaceAll("\\W", "_") + "\n");
        files.forEach((file, lines) -> {
            text.append("SF:").append(file).append('\n');
            lines.forEach(l -> branches(l, text));
            totals(
                    text,
                    "BR",
                    lines.stream().mapToLong(l -> l.branches().size()).sum(),
                    lines.stream().mapToLong(Line::taken).sum());
            lines.forEach(l -> text.append("DA:")
                    .append(l.line())
                    .append(',')
                    .append(l.times())
                    .append('\n'));
            totals(
                    text,
                    "L",
                    lines.size(),
                    lines.stream().filter(l -> l.times() > 0).count());
            text.append("end_of_record\n");
        });
        return text.toString();
    }

    /** A dash stands for a branch of a line that was never executed. */
    private static void branches(Line line, StringBuilder text) {
        for (int i = 0; i < line.branches().size(); i++) {
            String taken =
                    line.times() == 0 ? "-" : String.valueOf(line.branches().get(i));
            text.append("BRDA:")
                    .append(line.line())
                    .append(",0,")
                    .append(i)
                    .append(',')
                    .append(taken)
                    .append('\n');
        }
    }

    private static void totals(StringBuilder text, String of, long found, long hit) {
        text.append(of).append("F:").append(found).append('\n');
        text.append(of).append("H:").append(hit).append('\n');
    }
}
