/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.manifest;

import org.kharness.failure.InputException;
import org.kharness.series.Patch;
import org.kharness.series.diff.Diffstat;

/** Compares patches with the facts that a manifest pins. */
public final class Pins {
    private Pins() {}

    /**
     * The patch at its place in the manifest.
     *
     * @throws InputException if it is not the pinned one
     */
    public static Patch checked(SeriesManifest manifest, SeriesManifest.Pinned pinned, Patch patch) {
        String what = patch.origin() + ": not patch " + pinned.number() + " of " + manifest.id() + ": ";
        if (!pinned.patchId().equals(patch.patchId())) {
            throw new InputException(what + "its patch-id is " + patch.patchId() + ", pinned is " + pinned.patchId());
        }
        if (!pinned.subject().equals(patch.subject())) {
            throw new InputException(what + "its subject is \"" + patch.subject() + "\"");
        }
        Diffstat stat = pinned.diffstat();
        if (stat != null && !stat.equals(patch.diffstat())) {
            throw new InputException(what + "it changes " + patch.diffstat() + ", pinned is " + stat);
        }
        return patch.at(pinned.number(), manifest.patches().size());
    }
}
