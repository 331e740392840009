/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many keywords a line holds, in one pass: the automaton of Aho and Corasick ("Efficient string
 * matching", 1975) as a table.
 */
final class Anchors {
    private static final int BYTES = 256;

    private static final BitSet NONE = new BitSet(0);

    /** The column of each byte in the table; bytes of no keyword share one. */
    private final int[] column = new int[BYTES];
    /** For a state's row and a byte's column the next row; rows from {@link #firstFound} on are where something ends. */
    private final int[] next;
    /** The keywords that end in a state, by its number less that of the first one in which any does. */
    private final BitSet[] found;

    private final int columns;
    private final int firstFound;

    /** A node of the tree of keywords. */
    private static final class Node {
        private final Node[] children;
        private final BitSet ends = new BitSet();
        private @Nullable Node fail;
        private int row;

        Node(int columns) {
            children = new Node[columns];
        }
    }

    /**
     * An automaton for these keywords, which are ASCII.
     *
     * @throws IllegalArgumentException if one is empty or holds another character
     */
    Anchors(List<List<String>> keywords) {
        columns = assignColumns(keywords);
        Node root = new Node(columns);
        for (int i = 0; i < keywords.size(); i++) {
            for (String keyword : keywords.get(i)) {
                insert(root, keyword, i);
            }
        }
        List<Node> nodes = link(root);
        nodes.sort((a, b) -> Boolean.compare(!a.ends.isEmpty(), !b.ends.isEmpty()));
        long plain = nodes.stream().filter(n -> n.ends.isEmpty()).count();
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).row = i * columns;
        }
        firstFound = (int) plain * columns;
        next = new int[nodes.size() * columns];
        found = new BitSet[nodes.size() - (int) plain];
        for (Node node : nodes) {
            fill(node);
        }
    }

    private int assignColumns(List<List<String>> keywords) {
        int count = 1;
        for (List<String> some : keywords) {
            for (String keyword : some) {
                if (keyword.isEmpty() || keyword.chars().anyMatch(c -> c < ' ' || c > '~')) {
                    throw new IllegalArgumentException("keyword \"" + keyword + "\" is not plain");
                }
                for (int i = 0; i < keyword.length(); i++) {
                    char c = keyword.charAt(i);
                    column[c] = column[c] == 0 ? count++ : column[c];
                }
            }
        }
        return count;
    }

    private void insert(Node root, String keyword, int which) {
        Node node = root;
        for (int i = 0; i < keyword.length(); i++) {
            int at = column[keyword.charAt(i)];
            if (node.children[at] == null) {
                node.children[at] = new Node(columns);
            }
            node = node.children[at];
        }
        node.ends.set(which);
    }

    /** Makes a graph of the tree: every node gets a child for every column. */
    private List<Node> link(Node root) {
        List<Node> nodes = new ArrayList<>(List.of(root));
        Deque<Node> queue = new ArrayDeque<>();
        root.fail = root;
        for (int c = 0; c < columns; c++) {
            if (root.children[c] == null) {
                root.children[c] = root;
            } else {
                root.children[c].fail = root;
                queue.add(root.children[c]);
            }
        }
        while (!queue.isEmpty()) {
            Node node = queue.remove();
            nodes.add(node);
            Node fail = node.fail == null ? root : node.fail;
            node.ends.or(fail.ends);
            for (int c = 0; c < columns; c++) {
                if (node.children[c] == null) {
                    node.children[c] = fail.children[c];
                } else {
                    node.children[c].fail = fail.children[c];
                    queue.add(node.children[c]);
                }
            }
        }
        return nodes;
    }

    private void fill(Node node) {
        for (int c = 0; c < columns; c++) {
            next[node.row + c] = node.children[c].row;
        }
        if (!node.ends.isEmpty()) {
            found[(node.row - firstFound) / columns] = node.ends;
        }
    }

    /** The places, in the list of keywords, of those that the text holds. */
    BitSet in(String text) {
        BitSet all = NONE;
        int row = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            row = next[row + (c < BYTES ? column[c] : 0)];
            if (row >= firstFound) {
                if (all.isEmpty()) {
                    all = new BitSet();
                }
                all.or(found[(row - firstFound) / columns]);
            }
        }
        return all;
    }
}
