/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.Comparator;
import java.util.List;
import org.kharness.csource.CNode;

/**
 * A small mistake in one place of the series.
 *
 * @param id what it is called in every run: file, function, operator and text, "#2" where that is not the first such
 * @param file path in the kernel's tree
 * @param function the function that it is in
 * @param operator what kind of mistake
 * @param text what is wrong in it, on one line
 * @param shown the part of the source to show
 * @param edits the places that are changed
 */
record Mutant(String id, String file, String function, Operator operator, String text, CNode shown, List<Edit> edits) {
    private static final String TRAP = "({ asm volatile(\"ud2\"); 0; })";

    Mutant {
        edits = List.copyOf(edits);
    }

    /** The first line of what it changes. */
    int line() {
        return edits.stream().mapToInt(e -> e.node().line()).min().orElse(shown.line());
    }

    /** True if what it changes stands on this line. */
    boolean isOn(int line) {
        return edits.stream()
                .anyMatch(e -> line >= e.node().line() && line <= e.node().lastLine());
    }

    /** The file with this mistake in it for good. */
    String applied(String source) {
        StringBuilder wrong = new StringBuilder(source);
        edits.stream()
                .sorted(Comparator.comparingInt((Edit e) -> e.node().start()).reversed())
                .forEach(e -> wrong.replace(e.node().start(), e.node().end(), instead(e)));
        return wrong.toString();
    }

    /** The file with a trap in each of its places, which the compiler leaves out only with what it stands in. */
    String trapped(String source) {
        StringBuilder text = new StringBuilder(source);
        edits.stream()
                .sorted(Comparator.comparingInt((Edit e) -> e.node().start()).reversed())
                .forEach(e ->
                        text.insert(e.node().end(), e.behind()).insert(e.node().start(), e.before(TRAP)));
        return text.toString();
    }

    /** With as many line ends as there were: no line behind moves. */
    private static String instead(Edit edit) {
        String text = edit.form() == Edit.Form.STATEMENT ? ";" : edit.instead();
        long ends = edit.node().text().chars().filter(c -> c == '\n').count();
        return text + "\n".repeat((int) ends);
    }

    /** The lines that it changes, as a diff shows them. */
    List<String> diff(String source) {
        int from = source.lastIndexOf('\n', shown.start()) + 1;
        int next = source.indexOf('\n', shown.end());
        int to = next < 0 ? source.length() : next;
        String wrong = applied(source);
        String changed = wrong.substring(from, to + wrong.length() - source.length());
        List<String> lines = new java.util.ArrayList<>();
        source.substring(from, to).lines().forEach(l -> lines.add("-" + l));
        changed.lines().filter(l -> !l.isBlank() && !l.strip().equals(";")).forEach(l -> lines.add("+" + l));
        return lines;
    }
}
