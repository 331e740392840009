/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.series.PatchSeries;
import org.kharness.series.manifest.SeriesManifest;

/**
 * A series as the user asked for it: its patches, the manifest that pins them, or both. A manifest whose mails are not at
 * hand can still be recognized in a kernel that has it.
 *
 * @param id the series' name
 * @param manifest what pins it; null where nothing does
 * @param patches its patches; null where they must be fetched first
 * @param prerequisites series that go in before it
 */
public record RequestedSeries(
        String id,
        @Nullable SeriesManifest manifest,
        @Nullable PatchSeries patches,
        List<RequestedSeries> prerequisites) {
    public RequestedSeries {
        prerequisites = List.copyOf(prerequisites);
    }

    /** A series that no manifest pins. */
    public static RequestedSeries of(PatchSeries series) {
        return new RequestedSeries(series.id(), null, series, List.of());
    }

    /** The same series with other series before it. */
    public RequestedSeries after(List<RequestedSeries> others) {
        return new RequestedSeries(id, manifest, patches, others);
    }

    /** The same series with other patches, such as some resolved by hand. */
    public RequestedSeries with(PatchSeries others) {
        return new RequestedSeries(id, manifest, others, prerequisites);
    }

    /**
     * The patches.
     *
     * @throws InputException if they are not at hand; the message says how to get them
     */
    public PatchSeries needPatches() {
        if (patches == null) {
            throw new InputException("the mails of " + id + " are not in the cache: get them with"
                    + " 'kharness series fetch " + id + " --from SOURCE'");
        }
        return patches;
    }
}
