/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.kharness.series.Patch;
import org.kharness.series.diff.FileDiff;
import org.kharness.series.manifest.SeriesManifest;

/** Finds out which patches a tree holds already, and says how that is known. */
final class Presence {
    private final PendingObjects objects;
    private final ObjectId tree;
    private final HistorySearch history;
    private final ProbeSearch probes;

    Presence(PendingObjects objects, ObjectId tree, HistorySearch history) {
        this.objects = objects;
        this.tree = tree;
        this.history = history;
        probes = new ProbeSearch(objects, tree);
    }

    /** What the manifest's probes and merged commits say, patch by patch; an empty list without a manifest. */
    List<Optional<PatchOutcome>> pinned(@Nullable SeriesManifest manifest) {
        if (manifest == null) {
            return List.of();
        }
        List<Optional<PatchOutcome>> outcomes = new ArrayList<>();
        boolean othersThere = true;
        for (SeriesManifest.Pinned patch : manifest.patches()) {
            Optional<PatchOutcome> outcome = pinned(patch);
            outcomes.add(outcome);
            othersThere &= patch.dropped() != null || outcome.isPresent();
        }
        boolean any = outcomes.stream().anyMatch(Optional::isPresent);
        for (int i = 0; i < outcomes.size() && othersThere && any; i++) {
            if (outcomes.get(i).isEmpty()) {
                SeriesManifest.Pinned patch = manifest.patches().get(i);
                outcomes.set(i, Optional.of(outcome(patch, "all others are there", "")));
            }
        }
        return outcomes;
    }

    private Optional<PatchOutcome> pinned(SeriesManifest.Pinned patch) {
        Optional<String> evidence = probes.evidence(patch);
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        SeriesManifest.Merged merged = patch.merged();
        Optional<String> commit = merged == null ? Optional.empty() : history.merged(merged);
        return Optional.of(outcome(patch, evidence.get(), commit.orElse("")));
    }

    private static PatchOutcome outcome(SeriesManifest.Pinned patch, String evidence, String commit) {
        String dropped = patch.dropped();
        SeriesManifest.Merged merged = patch.merged();
        String how = merged == null ? "" : "merged in " + merged.release() + " as " + merged.commit() + ": ";
        return new PatchOutcome(
                patch.number(),
                patch.subject(),
                patch.patchId(),
                dropped != null ? PatchOutcome.State.DROPPED : PatchOutcome.State.UPSTREAM_IN_ANOTHER_FORM,
                dropped != null ? dropped + " (" + evidence + ")" : how + evidence,
                commit);
    }

    /** Takes out, from the last to the first, every patch that can be taken out. */
    List<Optional<PatchOutcome>> reversible(List<Patch> patches) {
        List<Optional<PatchOutcome>> found = new ArrayList<>(Collections.nCopies(patches.size(), Optional.empty()));
        ObjectId now = tree;
        for (int i = patches.size() - 1; i >= 0; i--) {
            Patch patch = patches.get(i);
            try {
                ObjectId before = PatchDraft.apply(
                                objects,
                                now,
                                undo(patch.files()),
                                new PatchDraft.Care(patch.idsHold(), Integer.MAX_VALUE))
                        .tree();
                if (!before.equals(now)) {
                    found.set(
                            i, Optional.of(outcome(patch, PatchOutcome.State.ALREADY_THERE, "applies in reverse", "")));
                    now = before;
                }
            } catch (Refusal e) {
                // not there; the patches before it may be
            }
        }
        return found;
    }

    /** A commit of the same subject in the history. */
    Optional<PatchOutcome> inHistory(Patch patch) {
        return history.subject(patch)
                .map(commit -> outcome(
                        patch,
                        PatchOutcome.State.UPSTREAM_IN_ANOTHER_FORM,
                        "commit " + commit.substring(0, 12) + " has its subject",
                        commit));
    }

    /** Which of a patch's files hold it already, if some do and the rest would take it. */
    static Optional<String> partly(PendingObjects objects, ObjectId tree, Patch patch) {
        List<String> there = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (FileDiff diff : patch.files()) {
            if (fits(objects, tree, List.of(diff))) {
                missing.add(diff.name());
            } else if (fits(objects, tree, List.of(diff.reversed()))) {
                there.add(diff.name());
            } else {
                return Optional.empty();
            }
        }
        return there.isEmpty() || missing.isEmpty()
                ? Optional.empty()
                : Optional.of("there: " + String.join(", ", there) + "; missing: " + String.join(", ", missing));
    }

    private static boolean fits(PendingObjects objects, ObjectId tree, List<FileDiff> diffs) {
        try {
            PatchDraft.apply(objects, tree, diffs);
            return true;
        } catch (Refusal e) {
            return false;
        }
    }

    private static List<FileDiff> undo(List<FileDiff> diffs) {
        List<FileDiff> undo =
                new ArrayList<>(diffs.stream().map(FileDiff::reversed).toList());
        Collections.reverse(undo);
        return undo;
    }

    static PatchOutcome outcome(Patch patch, PatchOutcome.State state, String evidence, String commit) {
        return new PatchOutcome(patch.number(), patch.subject(), patch.patchId(), state, evidence, commit);
    }
}
