/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kharness.build.BuildWarning;
import org.kharness.kernel.TreeChange;

/** Warnings that a patch brings: those that were not said of the same line, wherever the line was before. */
public final class NewWarnings {
    private NewWarnings() {}

    /**
     * Compares the warnings of a kernel with those of the commit before it.
     *
     * @param change what the commit changed
     */
    public static Check check(Set<BuildWarning> before, Set<BuildWarning> after, TreeChange change) {
        return Check.failingFor("warnings", fresh(before, after, change));
    }

    /** Those that were not there before, in words. */
    static List<String> fresh(Set<BuildWarning> before, Set<BuildWarning> after, TreeChange change) {
        return after.stream()
                .filter(w -> isNew(w, before, change))
                .map(BuildWarning::toString)
                .sorted()
                .toList();
    }

    /** True for one that was not said of the same line before. */
    static boolean isNew(BuildWarning warning, Set<BuildWarning> before, TreeChange change) {
        Optional<TreeChange.Place> was = change.before(warning.file(), warning.line());
        return was.isEmpty()
                || !before.contains(new BuildWarning(was.get().file(), was.get().line(), warning.text()));
    }
}
