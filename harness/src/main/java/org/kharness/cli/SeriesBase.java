/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.Optional;
import org.kharness.apply.BaseGuess;
import org.kharness.apply.SeriesApplier;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;
import org.kharness.series.PatchSeries;
import org.kharness.series.manifest.SeriesManifest;
import org.kharness.series.source.RequestedSeries;

/** Decides on which commit of a kernel's history a series goes. */
final class SeriesBase {
    private SeriesBase() {}

    /**
     * The kernel to apply to.
     *
     * @param how tip, auto or guess
     * @param tip the kernel that the user named
     */
    static KernelTree choose(String how, KernelTree tip, RequestedSeries series, Progress progress) {
        switch (how) {
            case "tip" -> {
                named(series).ifPresent(base -> progress.note("the series was made on " + base));
                return tip;
            }
            case "auto" -> {
                Optional<KernelTree> known = named(series).flatMap(base -> SeriesApplier.commitOf(tip, base));
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
