/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import org.kharness.csource.CNode;

/**
 * One place of a mutant. It is guarded by text before and behind the node, so that no line moves and places may lie within
 * each other: what a mutant puts in needs no guards of its own, as one within it is then not executed and so not marked.
 *
 * @param node what is changed
 * @param form what it is in the grammar, which says how it can be guarded
 * @param instead what stands there when the mutant is on; for a statement what is executed instead, or nothing
 */
record Edit(CNode node, Form form, String instead) {
    /** In the order in which guards of one node go around each other, the outermost first. */
    enum Form {
        STATEMENT,
        CONDITION,
        EXPRESSION
    }

    static Edit statement(CNode node) {
        return new Edit(node, Form.STATEMENT, "");
    }

    /**
     * A variable keeps the value that it has. Where it has none, the compiler would take the one that suits it best, mostly the
     * one that was to be dropped, and so must not see that.
     */
    static Edit assignment(CNode node, String variable) {
        return new Edit(node, Form.STATEMENT, "OPTIMIZER_HIDE_VAR(" + variable + ");");
    }

    static Edit negation(CNode node) {
        return new Edit(node, Form.CONDITION, "!(" + node.oneLine() + ")");
    }

    static Edit expression(CNode node, String instead) {
        return new Edit(node, Form.EXPRESSION, instead);
    }

    /** What goes before the node, where {@code guard} is an expression that is true while the mutant is on. */
    String before(String guard) {
        return switch (form) {
            case STATEMENT -> "{ if (!" + guard + ") "; // braces, lest it take the "else" of what is around it
            case CONDITION -> "(" + guard + " ? " + instead + " : !!("; // as a pointer would not go with a number
            case EXPRESSION -> "(" + guard + " ? " + instead + " : (";
        };
    }

    /** What goes behind the node. */
    String behind() {
        String otherwise = instead.isEmpty() ? "" : " else " + instead;
        return form == Form.STATEMENT ? otherwise + " }" : "))";
    }
}
