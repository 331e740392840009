/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.treesitter.TSNode;

/** A part of a C file; its kind is a word of the grammar (tree-sitter-c, src/node-types.json), such as "if_statement". */
public final class CNode {
    private final TSNode node;
    private final String file;

    CNode(TSNode node, String file) {
        this.node = node;
        this.file = file;
    }

    public String kind() {
        return node.getType();
    }

    /** The part that the grammar gives this name, such as "condition". */
    public Optional<CNode> field(String name) {
        TSNode found = node.getChildByFieldName(name);
        return found == null || found.isNull() ? Optional.empty() : Optional.of(new CNode(found, file));
    }

    /** Its parts that the grammar gives a kind, comments left out, in order. */
    public List<CNode> children() {
        List<CNode> all = new ArrayList<>();
        for (int i = 0; i < node.getNamedChildCount(); i++) {
            CNode child = new CNode(node.getNamedChild(i), file);
            if (!child.kind().equals("comment")) {
                all.add(child);
            }
        }
        return all;
    }

    /** Its text as it stands in the file. */
    public String text() {
        return file.substring(start(), end());
    }

    /** Its text on one line. */
    public String oneLine() {
        return text().replaceAll("\\s*\\n\\s*", " ").strip();
    }

    /** Where it begins in the file's text, from 0. */
    public int start() {
        return node.getStartByte();
    }

    /** Where it ends, exclusively. */
    public int end() {
        return node.getEndByte();
    }

    /** The line that it begins on, from 1. */
    public int line() {
        return node.getStartPoint().getRow() + 1;
    }

    /** The line that it ends on. */
    public int lastLine() {
        return node.getEndPoint().getRow() + 1;
    }

    /** True if something in it is not as the grammar wants it, such as a macro that stands for a loop. */
    public boolean broken() {
        return node.hasError() || node.isMissing();
    }
}
