/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.lines;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kharness.csource.CNode;
import org.kharness.csource.CSource;

/**
 * Which statements of a file the compiler does not get to see in a configuration: those inside an {@code #if} that is off, or
 * all where the file is not built. Of a line without a statement, such as a comment, nothing is said.
 */
public final class NotCompiled {
    private NotCompiled() {}

    /**
     * The first lines of those statements.
     *
     * @param compiled the lines on which the preprocessor leaves something
     */
    public static SortedSet<Integer> lines(CSource source, Set<Integer> compiled) {
        SortedSet<Integer> lines = new TreeSet<>();
        statements(source.root(), lines);
        lines.removeAll(compiled);
        return lines;
    }

    private static void statements(CNode node, Set<Integer> lines) {
        if (node.kind().endsWith("_statement") && !node.kind().equals("compound_statement")) {
            lines.add(node.line());
        }
        node.children().forEach(c -> statements(c, lines));
    }
}
