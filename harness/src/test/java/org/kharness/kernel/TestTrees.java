/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import org.kharness.process.Command;

/** Looks into kernels of tests. */
public final class TestTrees {
    private TestTrees() {}

    /** A file's text. */
    public static String text(KernelTree kernel, String file) {
        return Command.of("git", "--git-dir=" + kernel.repository(), "show", kernel.commit() + ":" + file)
                .runOrFail()
                .output();
    }
}
