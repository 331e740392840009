/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.kharness.csource.CNode;
import org.kharness.csource.CSource;

/**
 * Which statements of a file no code was made of in this configuration: those of an #if branch, or of a function, in which no
 * line has code. A line without code beside others that have some, such as a declaration, is none of them.
 */
final class NotCompiled {
    private final SortedMap<Integer, ?> code;
    private final Set<Integer> lines = new TreeSet<>();

    private NotCompiled(SortedMap<Integer, ?> code) {
        this.code = code;
    }

    /**
     * Those of a file.
     *
     * @param code the lines that have code; none at all for a file that is not built
     */
    static Set<Integer> lines(CSource source, SortedMap<Integer, ?> code) {
        NotCompiled finder = new NotCompiled(code);
        finder.look(source.root());
        return finder.lines;
    }

    private void look(CNode node) {
        boolean part = node.kind().startsWith("preproc_if")
                || node.kind().startsWith("preproc_el")
                || node.kind().equals("function_definition");
        List<CNode> own = node.children().stream()
                .filter(c -> !c.kind().startsWith("preproc_el"))
                .toList();
        int end = node.children().stream()
                .filter(c -> c.kind().startsWith("preproc_el"))
                .mapToInt(CNode::line)
                .findFirst()
                .orElse(node.lastLine() + 1);
        boolean dead = part && code.subMap(node.line(), end).isEmpty();
        own.forEach(dead ? this::statements : this::look);
        node.children().stream().filter(c -> c.kind().startsWith("preproc_el")).forEach(this::look);
    }

    private void statements(CNode node) {
        if (node.kind().endsWith("_statement") && !node.kind().equals("compound_statement")) {
            lines.add(node.line());
        }
        node.children().forEach(this::statements);
    }
}
