/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.csource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;

/**
 * A C file before preprocessing, parsed. Macros are not expanded, so what they hide is not seen; a construct that the
 * grammar does not know is marked as {@link CNode#broken broken}, and the rest of the file is parsed all the same.
 */
public final class CSource {
    private final String text;
    private final CNode root;

    private CSource(String text, CNode root) {
        this.text = text;
        this.root = root;
    }

    /** Parses a file's bytes, whatever their encoding: the grammar needs ASCII only. */
    public static CSource parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        // A character of several bytes would shift every place behind it; one for one none is shifted.
        String ascii = text.replaceAll("[^\\x00-\\x7f]", "?");
        try (TSParser parser = Grammar.parser()) {
            TSTree tree = parser.parseString(null, ascii);
            TSNode top = tree.getRootNode();
            return new CSource(text, new CNode(top, text));
        }
    }

    /** The file, a character for each byte. */
    public String text() {
        return text;
    }

    /** The whole file as a node. */
    public CNode root() {
        return root;
    }

    /** The functions that it defines, in the order of the file, those within #if among them. */
    public List<CFunction> functions() {
        List<CFunction> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private static void collect(CNode node, List<CFunction> found) {
        for (CNode child : node.children()) {
            if (child.kind().equals("function_definition")) {
                name(child).ifPresent(name -> found.add(new CFunction(name, child)));
            } else if (child.kind().startsWith("preproc_") || child.kind().equals("ERROR")) {
                collect(child, found);
            }
        }
    }

    private static Optional<String> name(CNode function) {
        Optional<CNode> declarator = function.field("declarator");
        while (declarator.isPresent()) {
            CNode d = declarator.get();
            if (d.kind().equals("identifier")) {
                return Optional.of(d.text());
            }
            declarator = d.field("declarator");
        }
        return Optional.empty();
    }
}
