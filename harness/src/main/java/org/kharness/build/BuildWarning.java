/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

/**
 * A warning of the compiler, or of another program that a kernel build calls.
 *
 * @param file the source or object file, relative to the kernel's top folder; the program's name where it tells none
 * @param line from 1; 0 where the program tells none
 * @param text what it says, the option that switches it off included
 */
public record BuildWarning(String file, int line, String text) {
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ": " + text : file + ": " + text;
    }
}
