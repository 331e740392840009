/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.List;
import org.kharness.report.HtmlPage;
import org.kharness.report.Matrix;
import org.kharness.report.Templates;

/**
 * What the index over nights shows: a line for each kernel, plan and scenario, a column for each night. The template is
 * src/main/jte/nightly/nights.jte.
 *
 * @param nights the columns, the oldest first
 * @param flakes those that fail most often first
 */
public record NightsPage(List<String> nights, List<Line> lines, List<Flake> flakes) {
    public NightsPage {
        nights = List.copyOf(nights);
        lines = List.copyOf(lines);
        flakes = List.copyOf(flakes);
    }

    /** A line; {@code scenario} is empty for the run as a whole. */
    public record Line(String kernel, String plan, String scenario, List<Cell> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /** A night's verdict; {@code link} is relative to the index. */
    public record Cell(String verdict, String why, String link) {
        /** Not run in that night. */
        public static final Cell NONE = new Cell("", "", "");
    }

    /** The page as HTML. */
    public static String render(List<String> nights, List<Line> lines, List<Flake> flakes) {
        return Templates.render("nightly/nights.jte", new NightsPage(nights, lines, flakes));
    }

    /** A word for a colour: good, bad, warn or none. */
    public static String tone(String verdict) {
        return verdict.equals("FLAKY") ? "warn" : HtmlPage.tone(verdict);
    }

    /** One character for a verdict. */
    public static String mark(String verdict) {
        return verdict.equals("FLAKY") ? "~" : Matrix.mark(verdict);
    }
}
