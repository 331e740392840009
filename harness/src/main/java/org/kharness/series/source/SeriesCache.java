/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.series.Patch;
import org.kharness.series.PatchReader;
import org.kharness.series.PatchSeries;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.manifest.ManifestReader;
import org.kharness.series.manifest.Pins;
import org.kharness.series.manifest.SeriesManifest;

/** Fetched mails in the cache, one file per pinned patch, named by its patch-id. */
final class SeriesCache {
    private SeriesCache() {}

    /** The folder of a manifest's mails. */
    static Path folder(Cache cache, SeriesManifest manifest) {
        return cache.root().resolve("series").resolve(manifest.id());
    }

    /** The file of one patch. */
    static Path file(Cache cache, SeriesManifest manifest, SeriesManifest.Pinned patch) {
        return folder(cache, manifest).resolve("%04d-%s.eml".formatted(patch.number(), patch.patchId()));
    }

    /** The manifest's patches out of its own folder and the cache; null if a mail is not in the cache. */
    static @Nullable PatchSeries load(SeriesManifest manifest, Path manifestFolder, Cache cache) {
        List<Patch> patches = new ArrayList<>();
        for (SeriesManifest.Pinned pinned : manifest.patches()) {
            String own = pinned.file();
            Path file = own != null ? manifestFolder.resolve(own) : file(cache, manifest, pinned);
            if (!Files.isRegularFile(file)) {
                if (own != null) {
                    throw new InputException(manifestFolder.resolve(ManifestReader.FILE) + ": " + own + " is missing");
                }
                return null;
            }
            List<MailFiles.Found> found = MailFiles.inFile(file);
            Patch patch = PatchReader.read(
                    found.get(0).mail(), file.toString(), found.get(0).patchId());
            patches.add(Pins.checked(manifest, pinned, patch));
        }
        return new PatchSeries(manifest.id(), patches);
    }
}
