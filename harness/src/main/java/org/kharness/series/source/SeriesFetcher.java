/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.series.Patch;
import org.kharness.series.PatchReader;
import org.kharness.series.PatchSeries;
import org.kharness.series.diff.Diffstat;
import org.kharness.series.diff.Raw;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.manifest.Pins;
import org.kharness.series.manifest.SeriesManifest;

/** Gets the mails of a manifest from wherever they are, and accepts only the pinned ones. */
public final class SeriesFetcher {
    private final SeriesSource source;
    private final Cache cache;

    /**
     * A fetcher.
     *
     * @param source how to find manifests and mails
     * @param cache where accepted mails go
     */
    public SeriesFetcher(SeriesSource source, Cache cache) {
        this.source = source;
        this.cache = cache;
    }

    /**
     * Fetches the mails of a manifest into the cache: all of them or none.
     *
     * @param name folder name under kernel-patches/
     * @param from any source of mails; {@code lore} or an archive's path alone means the pinned message-ids there
     * @throws InputException if mails are missing or are not the pinned ones
     */
    public PatchSeries fetch(String name, String from) {
        SeriesManifest manifest = source.manifest(name);
        List<SeriesManifest.Pinned> wanted =
                manifest.patches().stream().filter(p -> p.file() == null).toList();
        String[] ids = wanted.stream()
                .map(SeriesManifest.Pinned::messageId)
                .filter(Objects::nonNull)
                .toArray(String[]::new);
        Map<Integer, MailFiles.Found> chosen = choose(wanted, source.mails(from, ids));
        List<String> missing = wanted.stream()
                .filter(p -> !chosen.containsKey(p.number()))
                .map(p -> p.number() + " (" + p.messageId() + ")")
                .toList();
        if (!missing.isEmpty()) {
            throw new InputException(from + ": missing of " + name + ": patch " + String.join(", ", missing));
        }
        List<Patch> patches = new ArrayList<>();
        for (SeriesManifest.Pinned pinned : wanted) {
            MailFiles.Found found = Objects.requireNonNull(chosen.get(pinned.number()));
            patches.add(Pins.checked(manifest, pinned, PatchReader.read(found)));
        }
        checkWhole(manifest, from, patches);
        store(manifest, wanted, chosen);
        return new PatchSeries(manifest.id(), patches);
    }

    /** By message-id where the source has it, else by patch-id: a resent or saved mail may have lost its id. */
    private static Map<Integer, MailFiles.Found> choose(
            List<SeriesManifest.Pinned> wanted, List<MailFiles.Found> mails) {
        Map<String, MailFiles.Found> byMessage = mails.stream()
                .collect(Collectors.toMap(f -> f.mail().messageId(), f -> f, (a, b) -> a, LinkedHashMap::new));
        Map<String, MailFiles.Found> byPatch = mails.stream()
                .filter(MailFiles.Found::hasDiff)
                .collect(Collectors.toMap(MailFiles.Found::patchId, f -> f, (a, b) -> a, LinkedHashMap::new));
        Map<Integer, MailFiles.Found> chosen = new LinkedHashMap<>();
        for (SeriesManifest.Pinned pinned : wanted) {
            MailFiles.Found found = byMessage.get(String.valueOf(pinned.messageId()));
            found = found == null ? byPatch.get(pinned.patchId()) : found;
            if (found != null) {
                chosen.put(pinned.number(), found);
            }
        }
        return chosen;
    }

    private static void checkWhole(SeriesManifest manifest, String from, List<Patch> patches) {
        Diffstat pinned = manifest.diffstat();
        if (pinned == null || patches.size() != manifest.patches().size()) {
            return;
        }
        Diffstat whole = WholeDiffstat.of(patches);
        if (!pinned.equals(whole)) {
            throw new InputException(
                    from + ": not " + manifest.id() + ": as a whole it changes " + whole + ", pinned is " + pinned);
        }
    }

    private void store(
            SeriesManifest manifest, List<SeriesManifest.Pinned> wanted, Map<Integer, MailFiles.Found> chosen) {
        Path temporary = cache.temporary("mails");
        try {
            for (SeriesManifest.Pinned pinned : wanted) {
                Path target = SeriesCache.file(cache, manifest, pinned);
                Path file = temporary.resolve(target.getFileName());
                Files.write(
                        file,
                        Raw.bytes(Objects.requireNonNull(chosen.get(pinned.number()))
                                .raw()));
                Cache.publish(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Cache.delete(temporary);
        }
    }
}
