/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.jspecify.annotations.Nullable;

/** Refuses paths that leave the tree or touch git's own files: verify_path of git's read-cache.c. */
final class PatchPath {
    private PatchPath() {}

    /** Checks a path of a patch; null is fine. */
    static void check(@Nullable String path) throws Refusal {
        if (path == null) {
            return;
        }
        if (path.startsWith("/")) {
            throw new Refusal(path, "an absolute path");
        }
        try {
            new ObjectChecker().setSafeForMacOS(true).checkPath(path);
        } catch (CorruptObjectException e) {
            throw new Refusal(path, "not a path inside the tree: " + e.getMessage());
        }
    }
}
