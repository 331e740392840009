/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.csource;

/**
 * A function's definition.
 *
 * @param node all of it, from its type to its closing brace
 */
public record CFunction(String name, CNode node) {
    /** True if the line, counted from 1, is one of its lines. */
    public boolean holds(int line) {
        return line >= node.line() && line <= node.lastLine();
    }
}
