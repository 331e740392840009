/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.workflow;

import org.kharness.process.Command;
import org.kharness.tree.KernelTree;

/** Looks into kernels of tests. */
final class TestTrees {
    private TestTrees() {}

    /** A file's text. */
    static String text(KernelTree kernel, String file) {
        return Command.of("git", "--git-dir=" + kernel.repository(), "show", kernel.commit() + ":" + file)
                .runOrFail()
                .output();
    }
}
