/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.util.List;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.SeriesApplier;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.lines.SeriesLines;
import org.kharness.lines.TouchedLines;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesSource;

/**
 * A kernel with its series, and the lines of it that are looked at.
 *
 * @param tree the kernel with the series
 * @param series the series' name; empty where files or functions were named instead
 */
public record Touched(KernelTree tree, String series, TouchedLines lines) {
    /**
     * Obtains the kernel, applies the series, finds its lines.
     *
     * @param names files and functions to look at instead, see {@link SeriesLines#named}; empty for the series
     * @throws InputException if there are no such files or functions, or nobody says where the series is
     */
    public static Touched of(RunRequest request, List<String> names, JobContext context, RunState state) {
        KernelSource source = KernelSource.parse(request.kernel());
        String wanted = request.series();
        RequestedSeries series = wanted == null
                ? null
                : SeriesSource.open(wanted, request.top().resolve("kernel-patches"), context.cache());
        KernelTree base = state.phases().time("source", t -> false, () -> source.obtain(context));
        state.kernel(base, base);
        if (series == null) {
            return new Touched(base, "", SeriesLines.named(base, names));
        }
        AppliedSeries applied = state.phases().time("series", a -> false, () -> SeriesApplier.apply(base, series));
        state.series(applied);
        state.kernel(base, applied.result());
        return names.isEmpty()
                ? new Touched(applied.result(), applied.id(), SeriesLines.of(applied, series.manifest()))
                : new Touched(applied.result(), "", SeriesLines.named(applied.result(), names));
    }
}
