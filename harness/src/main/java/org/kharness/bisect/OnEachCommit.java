/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.SeriesApplier;
import org.kharness.build.KernelRecipe;
import org.kharness.cache.Cache;
import org.kharness.kernel.CommitText;
import org.kharness.kernel.KernelTree;
import org.kharness.series.PatchSeries;
import org.kharness.series.source.RequestedSeries;

/**
 * What is done to every commit before it is tried: a series is put onto it, and it is configured as commits of its time want it.
 *
 * @param series null for none
 * @param options how it is applied
 */
record OnEachCommit(@Nullable RequestedSeries series, ApplyOptions options, List<ConfigChange> changes) {
    /** Nothing is done. */
    static final OnEachCommit NOTHING = new OnEachCommit(null, ApplyOptions.STRICT, List.of());

    OnEachCommit {
        changes = List.copyOf(changes);
    }

    /**
     * The kernel to build for a commit.
     *
     * @throws org.kharness.failure.SeriesException if the series does not apply there; where the commit has it already, it is
     *     taken as it is
     */
    KernelTree kernel(KernelTree commit) {
        RequestedSeries put = series;
        return put == null ? commit : SeriesApplier.apply(commit, put, options).result();
    }

    /** What is configured besides at a commit. */
    KernelRecipe recipe(KernelTree commit) {
        List<String> lines = changes.stream()
                .filter(c -> CommitText.isIn(commit, c.commit()) == c.since())
                .map(ConfigChange::line)
                .toList();
        return new KernelRecipe(List.of(), lines, new TreeMap<>(), List.of());
    }

    /** Changes where another answer may be found; empty where nothing is done. */
    String digest() {
        RequestedSeries put = series;
        if (put == null && changes.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>(List.of(changes.toString()));
        PatchSeries patches = put == null ? null : put.patches();
        parts.add(put == null ? "" : put.id());
        parts.add(
                patches == null
                        ? ""
                        : patches.patches().stream()
                                .map(p -> p.patchId() + p.message())
                                .collect(Collectors.joining()));
        return Cache.digest(parts.toArray(String[]::new));
    }
}
