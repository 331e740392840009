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

    /** Lines and nothing else: of branches the report knows how many were taken, not which. */
    static String write(CoverageReport report) {
        Map<String, List<Line>> files = new TreeMap<>();
        report.lines().stream()
                .filter(l -> l.state() != State.NOT_COMPILED)
                .forEach(l ->
                        files.computeIfAbsent(l.file(), f -> new ArrayList<>()).add(l));
        StringBuilder text = new StringBuilder("TN:" + report.plan().replaceAll("\\W", "_") + "\n");
        files.forEach((file, lines) -> {
            text.append("SF:").append(file).append('\n');
            lines.forEach(l -> text.append("DA:")
                    .append(l.line())
                    .append(',')
                    .append(l.times())
                    .append('\n'));
            text.append("LF:").append(lines.size()).append('\n');
            text.append("LH:")
                    .append(lines.stream().filter(l -> l.times() > 0).count())
                    .append("\nend_of_record\n");
        });
        return text.toString();
    }
}
