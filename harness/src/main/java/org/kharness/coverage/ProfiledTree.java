/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import java.util.Set;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.ObjectFlags;
import org.kharness.kernel.TreeFiles;

/** A kernel of which some files count what is executed, and no other (kernel documentation, dev-tools/gcov). */
final class ProfiledTree {
    private ProfiledTree() {}

    /** The same kernel with its makefiles asking for it. Files without a makefile above them are left as they are. */
    static KernelTree of(KernelTree tree, Set<String> files) {
        TreeFiles old = new TreeFiles(tree);
        ObjectFlags flags = new ObjectFlags(old::read);
        files.forEach(file -> flags.add(file, object -> "GCOV_PROFILE_" + object + " := y"));
        return old.with(flags.changed(), "count what is executed");
    }
}
