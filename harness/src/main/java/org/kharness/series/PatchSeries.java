/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.util.List;

/**
 * Patches in the order in which they apply.
 *
 * @param id a name for reports and for the cache
 * @param patches the patches; not empty
 * @param notes what a user should know of how it was picked, one line each
 * @param base what the mails say of the commit the series was made on
 * @param posted the mails of its patches and its cover letters; empty where it came in none
 */
public record PatchSeries(String id, List<Patch> patches, List<String> notes, BaseInfo base, List<PostedMail> posted) {
    public PatchSeries {
        patches = List.copyOf(patches);
        notes = List.copyOf(notes);
        posted = List.copyOf(posted);
    }

    /** A series that came in no mails. */
    public PatchSeries(String id, List<Patch> patches, List<String> notes, BaseInfo base) {
        this(id, patches, notes, base, List.of());
    }

    /** A series without notes or a known base. */
    public PatchSeries(String id, List<Patch> patches) {
        this(id, patches, List.of(), BaseInfo.NONE);
    }
}
