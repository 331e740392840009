/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.util.Collection;

/**
 * What {@code git diff --shortstat} counts.
 *
 * @param files files changed
 * @param insertions lines added
 * @param deletions lines removed
 */
public record Diffstat(int files, int insertions, int deletions) {
    /** Counts one patch. */
    public static Diffstat of(Collection<FileDiff> diffs) {
        int files = (int) diffs.stream().map(FileDiff::name).distinct().count();
        return new Diffstat(
                files,
                diffs.stream().mapToInt(FileDiff::added).sum(),
                diffs.stream().mapToInt(FileDiff::removed).sum());
    }

    @Override
    public String toString() {
        return files + " files, +" + insertions + " -" + deletions;
    }
}
