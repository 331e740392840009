/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;

/** Finds a series by what the user calls it. */
public final class SeriesSource {
    private SeriesSource() {}

    /**
     * Opens a series.
     *
     * @param spec name of a folder under kernel-patches/, or path of an mbox or of a folder of mails
     * @param kernelPatches the kernel-patches/ folder
     * @param cache where fetched mails live
     * @throws InputException if there is no such series or it cannot be used
     */
    public static RequestedSeries open(String spec, Path kernelPatches, Cache cache) {
        if (spec.matches("[A-Za-z0-9][A-Za-z0-9._+-]*") && Files.isDirectory(kernelPatches.resolve(spec))) {
            return openFolder(spec, kernelPatches.resolve(spec), cache);
        }
        Path path = path(spec);
        if (Files.isDirectory(path)) {
            return openFolder(nameOf(path), path, cache);
        }
        if (Files.isRegularFile(path)) {
            return RequestedSeries.of(SeriesPicker.pick(nameOf(path), spec, MailFiles.inFile(path)));
        }
        throw new InputException(
                "no series " + spec + ": neither a folder under " + kernelPatches + " nor a file or folder of mails");
    }

    private static RequestedSeries openFolder(String id, Path folder, Cache cache) {
        Path file = folder.resolve(ManifestReader.FILE);
        if (Files.isRegularFile(file)) {
            SeriesManifest manifest = ManifestReader.read(file);
            return new RequestedSeries(manifest.id(), manifest, SeriesCache.load(manifest, folder, cache));
        }
        List<MailFiles.Found> mails = MailFiles.inFolder(folder);
        if (mails.isEmpty()) {
            throw new InputException(folder + ": no mails and no patches in this folder");
        }
        return RequestedSeries.of(SeriesPicker.pick(id, folder.toString(), mails));
    }

    private static Path path(String spec) {
        try {
            return Path.of(spec);
        } catch (InvalidPathException e) {
            throw new InputException("not a path: " + spec, e);
        }
    }

    private static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "series" : name.toString().replaceAll("(?i)\\.(mbox|mbx|eml|patch|diff|gz)$", "");
    }
}
