/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.List;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.PatchOutcome;
import org.kharness.apply.SeriesApplier;
import org.kharness.failure.SeriesException;
import org.kharness.kernel.KernelTree;
import org.kharness.series.Patch;
import org.kharness.series.PatchSeries;
import org.kharness.series.source.RequestedSeries;

/**
 * A series as far as it applies.
 *
 * @param total how many patches it has
 * @param whole false where it does not apply to its end
 */
record PartlyApplied(AppliedSeries series, int total, boolean whole) {
    /** True for a patch of which a commit was made. */
    static boolean made(PatchOutcome outcome) {
        return switch (outcome.state()) {
            case APPLIED, APPLIED_WITH_OFFSET, APPLIED_WITH_FUZZ, APPLIED_BY_3WAY, RESOLVED_BY_HAND -> true;
            default -> false;
        };
    }

    /** Applies a series, to where it does not any more. */
    static PartlyApplied of(KernelTree base, RequestedSeries series, ApplyOptions options) {
        try {
            AppliedSeries whole = SeriesApplier.apply(base, series, options);
            return new PartlyApplied(whole, whole.patches().size(), true);
        } catch (SeriesException e) {
            List<Patch> patches = series.needPatches().patches();
            List<PatchOutcome> status =
                    SeriesApplier.status(base, series, options).patches();
            int good = 0;
            while (good < status.size() && made(status.get(good))) {
                good++;
            }
            List<PatchOutcome> outcomes = new ArrayList<>();
            KernelTree result = base;
            if (good > 0) {
                AppliedSeries part = SeriesApplier.apply(
                        base, series.with(new PatchSeries(series.id(), patches.subList(0, good))), options);
                outcomes.addAll(part.patches());
                result = part.result();
            }
            outcomes.addAll(status.subList(good, status.size()));
            return new PartlyApplied(new AppliedSeries(series.id(), base, result, outcomes), patches.size(), false);
        }
    }
}
