/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.BaseGuess;
import org.kharness.apply.SeriesApplier;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;
import org.kharness.series.PatchSeries;
import org.kharness.series.attest.AttestationKeys;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.manifest.Resolutions;
import org.kharness.series.manifest.SeriesManifest;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesOptions;
import org.kharness.series.source.SeriesSource;

/**
 * What a user says of a series besides its name: how it is read, and how it is put onto a kernel. Each component is an option
 * of the command line, and a key of a nightly configuration, of the same name.
 *
 * @param versionNumber the N of vN; 0 for the newest
 * @param messageId a mail of the posting that is meant; null for none in particular
 * @param complete true to refuse a series of which a patch is not there
 * @param trailers true to add lines of replies to the patches
 * @param coverTrailers the same, with replies to the cover letter
 * @param scissors true to forget what stands before a scissors line
 * @param keepCr true to keep CR at line ends
 * @param lore the public-inbox server to ask; null for the kernel's own
 * @param dkimKeys a file of keys that DKIM signatures of the mails are checked with; null for none
 * @param dkimDns true to ask the DNS for such keys
 * @param patattKeys a folder of keys that developers' signatures are checked with; null for none
 * @param prerequisite series that go in before, in this order
 * @param base tip, auto or guess; null for tip
 * @param threeWay true to merge where a patch does not apply
 * @param fuzz how many context lines at either end of a hunk may differ
 * @param resolve a folder of patches resolved by hand; null for none
 * @param strictIndex true to refuse a patch whose result is not the file that it names
 */
public record SeriesWishes(
        int versionNumber,
        @Nullable String messageId,
        boolean complete,
        boolean trailers,
        boolean coverTrailers,
        boolean scissors,
        boolean keepCr,
        @Nullable String lore,
        @Nullable String dkimKeys,
        boolean dkimDns,
        @Nullable String patattKeys,
        List<String> prerequisite,
        @Nullable String base,
        @JsonProperty("3way") boolean threeWay,
        int fuzz,
        @Nullable String resolve,
        boolean strictIndex) {
    /** As the mails are, on the kernel as it is. */
    public static final SeriesWishes NONE = new SeriesWishes(
            0, null, false, false, false, false, false, null, null, false, null, List.of(), null, false, 0, null,
            false);

    /** Context lines of a diff unless its author asked for others. */
    private static final int GIT_CONTEXT = 3;

    public SeriesWishes {
        prerequisite = prerequisite == null ? List.of() : List.copyOf(prerequisite);
    }

    /**
     * The finder of series.
     *
     * @param kernelPatches the kernel-patches/ folder
     */
    public SeriesSource source(Path kernelPatches, Cache cache, Progress progress) {
        return new SeriesSource(kernelPatches, cache, options(), progress);
    }

    private SeriesOptions options() {
        SeriesOptions.ReplyLines lines = coverTrailers
                ? SeriesOptions.ReplyLines.COVER
                : trailers ? SeriesOptions.ReplyLines.PATCHES : SeriesOptions.ReplyLines.NONE;
        String id = messageId == null ? null : messageId.strip().replaceAll("^<|>$", "");
        MailFiles.Reading reading = new MailFiles.Reading(scissors, keepCr);
        return new SeriesOptions(versionNumber, id, lines, complete, reading, server(), keys());
    }

    private AttestationKeys keys() {
        return AttestationKeys.of(path("--dkim-keys", dkimKeys), path("--patatt-keys", patattKeys), dkimDns);
    }

    private static @Nullable Path path(String option, @Nullable String text) {
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException(option + " " + text + ": " + e.getReason(), e);
        }
    }

    private URI server() {
        try {
            return lore == null ? SeriesOptions.DEFAULT.lore() : URI.create(lore);
        } catch (IllegalArgumentException e) {
            throw new InputException("--lore " + lore + ": not a URL", e);
        }
    }

    /**
     * The series with its prerequisites: those of its manifest, then those wished for.
     *
     * @throws InputException if there is no such series or it cannot be used
     */
    public RequestedSeries open(String series, Path kernelPatches, Cache cache, Progress progress) {
        RequestedSeries found = source(kernelPatches, cache, progress).open(series);
        PatchSeries patches = found.patches();
        if (patches != null) {
            patches.notes().forEach(progress::note);
        }
        if (prerequisite.isEmpty()) {
            return found;
        }
        SeriesSource plain = new SeriesSource(kernelPatches, cache, SeriesOptions.DEFAULT, progress);
        List<RequestedSeries> before = new ArrayList<>(found.prerequisites());
        prerequisite.forEach(spec -> before.add(plain.open(spec)));
        return found.after(before);
    }

    /** How far applying may go. */
    public ApplyOptions applying(RequestedSeries series) {
        if (fuzz < 0) {
            throw new InputException("--fuzz " + fuzz + ": a number of lines is meant");
        }
        int context = fuzz == 0 ? ApplyOptions.ALL_CONTEXT : Math.max(0, GIT_CONTEXT - fuzz);
        if (resolve == null) {
            return new ApplyOptions(threeWay, context, strictIndex, Map.of());
        }
        return new ApplyOptions(threeWay, context, strictIndex, Resolutions.read(folder(), series.needPatches()));
    }

    private Path folder() {
        try {
            Path folder = Path.of(String.valueOf(resolve));
            if (Files.isDirectory(folder)) {
                return folder;
            }
        } catch (InvalidPathException e) {
            throw new InputException("--resolve " + resolve + ": " + e.getReason(), e);
        }
        throw new InputException("--resolve " + resolve + ": no such folder");
    }

    /**
     * The commit that the series goes onto.
     *
     * @param tip the kernel that the user named
     */
    public KernelTree base(KernelTree tip, RequestedSeries series, Progress progress) {
        String how = base == null ? "tip" : base;
        switch (how) {
            case "tip" -> {
                named(series).ifPresent(commit -> progress.note("the series was made on " + commit));
                return tip;
            }
            case "auto" -> {
                Optional<KernelTree> known = named(series).flatMap(commit -> SeriesApplier.commitOf(tip, commit));
                if (known.isPresent()) {
                    progress.note("base " + known.get().commit() + ", as the series says");
                    return known.get();
                }
                return guessed(tip, series.needPatches(), progress);
            }
            case "guess" -> {
                return guessed(tip, series.needPatches(), progress);
            }
            default -> throw new InputException("--base " + how + ": one of tip, auto and guess is meant");
        }
    }

    private static Optional<String> named(RequestedSeries series) {
        SeriesManifest manifest = series.manifest();
        SeriesManifest.Base pinned = manifest == null ? null : manifest.base();
        if (pinned != null && pinned.commit() != null) {
            return Optional.of(pinned.commit());
        }
        PatchSeries patches = series.patches();
        String commit = patches == null ? "" : patches.base().commit();
        return commit.isEmpty() ? Optional.empty() : Optional.of(commit);
    }

    private static KernelTree guessed(KernelTree tip, PatchSeries series, Progress progress) {
        BaseGuess.Guess guess = SeriesApplier.guessBase(tip, series);
        progress.note("guessed base " + guess.commit() + ": " + guess.matched() + " of " + guess.total()
                + " files are the ones the patches were made for");
        return new KernelTree(tip.repository(), tip.source(), guess.commit(), guess.tree(), tip.release());
    }
}
