/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kharness.coverage.CoverageReport.Line;
import org.kharness.report.Templates;

/** What coverage.html shows; the template is src/main/jte/coverage/coverage.jte. */
public record CoveragePage(CoverageReport report) {
    private static final int NAMES = 8;

    static String render(CoverageReport report) {
        return Templates.render("coverage/coverage.jte", new CoveragePage(report));
    }

    /** Lines of one function that follow each other. */
    public record Group(String title, List<Line> lines) {}

    /** A patch's lines by function. */
    public static List<Group> groups(List<Line> lines) {
        List<Group> groups = new ArrayList<>();
        for (Line line : lines) {
            String title = line.file() + (line.function().isEmpty() ? "" : ": " + line.function());
            if (groups.isEmpty() || !groups.get(groups.size() - 1).title().equals(title)) {
                groups.add(new Group(title, new ArrayList<>()));
            }
            groups.get(groups.size() - 1).lines().add(line);
        }
        return groups;
    }

    /** How a patch is called. */
    public static String patch(int number) {
        return number == 0 ? "Lines of no known patch" : "Patch " + number;
    }

    /** A word for a colour: good, bad, warn or none. */
    public static String tone(Line line) {
        return switch (line.state()) {
            case COVERED -> "good";
            case NOT_COVERED -> line.reason().isEmpty() ? "bad" : "warn";
            case NOT_COMPILED -> "none";
        };
    }

    /** The scenarios that executed a line, no more than a few by name. */
    public static String scenarios(Line line) {
        String first = line.scenarios().stream().limit(NAMES).collect(Collectors.joining(", "));
        int more = line.scenarios().size() - NAMES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    /** "2 of 4", or nothing for a line without branches. */
    public static String branches(Line line) {
        return line.branches().isEmpty()
                ? ""
                : line.taken() + " of " + line.branches().size();
    }
}
