/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.nio.file.Path;

/** Compiles the guest agent; implemented over whatever toolchain builds the kernel. */
@FunctionalInterface
public interface AgentCompiler {
    /**
     * Compiles the C files of a folder into one static program.
     *
     * @param sources the folder with the *.c files
     * @param program where the program goes
     */
    void compile(Path sources, Path program);
}
