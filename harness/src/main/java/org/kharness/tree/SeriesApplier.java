/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.failure.SeriesException;
import org.kharness.failure.SurroundingsException;
import org.kharness.series.Patch;
import org.kharness.series.RequestedSeries;
import org.kharness.series.SeriesManifest;
import org.kharness.series.diff.FileDiff;

/**
 * Applies a series to a kernel as {@code git am} would, one commit per patch, in memory: all of it or nothing. Where the
 * kernel has the series already, or part of it, it says so with evidence instead.
 */
public final class SeriesApplier {
    private static final String COMMITTER = "kharness";

    private SeriesApplier() {}

    /**
     * Applies a series.
     *
     * @param base the kernel
     * @param series the series; its patches need not be at hand if the manifest's probes find all of it in the kernel
     * @throws SeriesException if a patch neither applies nor is there; nothing is written then
     * @throws InputException if patches are needed that are not at hand
     */
    public static AppliedSeries apply(KernelTree base, RequestedSeries series) {
        try (Repository repository = open(base.repository());
                PendingObjects objects = new PendingObjects(repository)) {
            Run run = new Run(objects, base, series);
            AppliedSeries applied = run.all();
            objects.write();
            return applied;
        }
    }

    private static Repository open(Path path) {
        try {
            return new FileRepositoryBuilder()
                    .setGitDir(path.toFile())
                    .setMustExist(true)
                    .setBare()
                    .build();
        } catch (IOException e) {
            throw new SurroundingsException("cannot open the git repository " + path + ": " + e.getMessage(), e);
        }
    }

    /** One series on one kernel. */
    private static final class Run {
        private final PendingObjects objects;
        private final KernelTree base;
        private final RequestedSeries series;
        private final ObjectId baseTree;
        private final ProbeSearch probes;

        Run(PendingObjects objects, KernelTree base, RequestedSeries series) {
            this.objects = objects;
            this.base = base;
            this.series = series;
            baseTree = ObjectId.fromString(base.tree());
            probes = new ProbeSearch(objects, baseTree);
        }

        AppliedSeries all() {
            List<Optional<PatchOutcome>> pinned = pinnedOutcomes();
            if (!pinned.isEmpty() && pinned.stream().allMatch(Optional::isPresent) && !appliesInReverse()) {
                return found(pinned);
            }
            List<Patch> patches = series.needPatches().patches();
            List<Optional<PatchOutcome>> there = new ArrayList<>(Collections.nCopies(patches.size(), Optional.empty()));
            Refused failed = null;
            try {
                if (pinned.stream().allMatch(Optional::isEmpty)) {
                    return forward(patches, there);
                }
            } catch (Refused e) {
                failed = e;
            }
            there = merged(reverse(patches), pinned);
            if (there.stream().allMatch(Optional::isPresent)) {
                return found(there);
            }
            if (failed != null && there.stream().allMatch(Optional::isEmpty)) {
                throw failure(failed);
            }
            try {
                return forward(patches, there);
            } catch (Refused e) {
                throw failure(e);
            }
        }

        private SeriesException failure(Refused e) {
            return new SeriesException("patch " + e.patch.number() + "/" + e.patch.total() + " \"" + e.patch.subject()
                    + "\" does not apply to " + base.source() + ": " + e.refusal.file() + ": "
                    + e.refusal.getMessage());
        }

        private AppliedSeries found(List<Optional<PatchOutcome>> outcomes) {
            return new AppliedSeries(
                    series.id(),
                    base,
                    base,
                    outcomes.stream().map(Optional::orElseThrow).toList());
        }

        private static List<Optional<PatchOutcome>> merged(
                List<Optional<PatchOutcome>> first, List<Optional<PatchOutcome>> second) {
            List<Optional<PatchOutcome>> both = new ArrayList<>();
            for (int i = 0; i < first.size(); i++) {
                Optional<PatchOutcome> other = i < second.size() ? second.get(i) : Optional.empty();
                both.add(first.get(i).or(() -> other));
            }
            return both;
        }

        /** What the manifest's probes say of the base, patch by patch. */
        private List<Optional<PatchOutcome>> pinnedOutcomes() {
            SeriesManifest manifest = series.manifest();
            if (manifest == null) {
                return List.of();
            }
            List<Optional<PatchOutcome>> outcomes = new ArrayList<>();
            for (SeriesManifest.Pinned patch : manifest.patches()) {
                outcomes.add(probes.evidence(patch).map(evidence -> outcome(patch, evidence)));
            }
            boolean othersThere = true;
            boolean any = false;
            for (int i = 0; i < outcomes.size(); i++) {
                boolean dropped = manifest.patches().get(i).dropped() != null;
                othersThere &= dropped || outcomes.get(i).isPresent();
                any |= outcomes.get(i).isPresent();
            }
            for (int i = 0; i < outcomes.size() && othersThere && any; i++) {
                SeriesManifest.Pinned patch = manifest.patches().get(i);
                if (outcomes.get(i).isEmpty()) {
                    outcomes.set(i, Optional.of(outcome(patch, "the rest of the series is there")));
                }
            }
            return outcomes;
        }

        private static PatchOutcome outcome(SeriesManifest.Pinned patch, String evidence) {
            String dropped = patch.dropped();
            if (dropped != null) {
                return new PatchOutcome(
                        patch.number(),
                        patch.subject(),
                        patch.patchId(),
                        PatchOutcome.State.DROPPED,
                        dropped + " (" + evidence + ")",
                        "");
            }
            SeriesManifest.Merged merged = patch.merged();
            String release = merged == null ? "" : "merged in " + merged.release() + ": ";
            return new PatchOutcome(
                    patch.number(),
                    patch.subject(),
                    patch.patchId(),
                    PatchOutcome.State.UPSTREAM_IN_ANOTHER_FORM,
                    release + evidence,
                    merged == null ? "" : merged.commit());
        }

        /** True if the tree holds the very series: its last patch can be taken out again. */
        private boolean appliesInReverse() {
            if (series.patches() == null) {
                return false;
            }
            List<Patch> patches = series.needPatches().patches();
            return reverse(patches).stream().allMatch(Optional::isPresent);
        }

        /** Takes out, from the last to the first, every patch that can be taken out. */
        private List<Optional<PatchOutcome>> reverse(List<Patch> patches) {
            List<Optional<PatchOutcome>> found = new ArrayList<>(Collections.nCopies(patches.size(), Optional.empty()));
            ObjectId tree = baseTree;
            for (int i = patches.size() - 1; i >= 0; i--) {
                Patch patch = patches.get(i);
                List<FileDiff> undo = new ArrayList<>(
                        patch.files().stream().map(FileDiff::reversed).toList());
                Collections.reverse(undo);
                try {
                    tree = PatchDraft.apply(objects, tree, undo).tree();
                    found.set(
                            i, Optional.of(outcome(patch, PatchOutcome.State.ALREADY_THERE, "applies in reverse", "")));
                } catch (Refusal e) {
                    // not there; the patches before it may be
                }
            }
            return found;
        }

        private AppliedSeries forward(List<Patch> patches, List<Optional<PatchOutcome>> there) throws Refused {
            ObjectId tree = baseTree;
            ObjectId commit = ObjectId.fromString(base.commit());
            List<PatchOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < patches.size(); i++) {
                Patch patch = patches.get(i);
                if (there.get(i).isPresent()) {
                    outcomes.add(there.get(i).get());
                    continue;
                }
                try {
                    PatchDraft.Done done = PatchDraft.apply(objects, tree, patch.files());
                    tree = done.tree();
                    commit = commit(patch, tree, commit);
                    outcomes.add(applied(patch, done, commit));
                } catch (Refusal e) {
                    throw new Refused(patch, e);
                }
            }
            KernelTree result =
                    new KernelTree(base.repository(), base.source(), commit.name(), tree.name(), base.release());
            return new AppliedSeries(series.id(), base, result, outcomes);
        }

        private static PatchOutcome applied(Patch patch, PatchDraft.Done done, ObjectId commit) {
            boolean offset = done.largestOffset() > 0;
            String ids = done.compared() == 0 ? "" : ", " + done.compared() + " blob ids as in the mail";
            return outcome(
                    patch,
                    offset ? PatchOutcome.State.APPLIED_WITH_OFFSET : PatchOutcome.State.APPLIED,
                    (offset ? "offset of up to " + done.largestOffset() + " lines" : "where its headers say") + ids,
                    commit.name());
        }

        private static PatchOutcome outcome(Patch patch, PatchOutcome.State state, String evidence, String commit) {
            return new PatchOutcome(patch.number(), patch.subject(), patch.patchId(), state, evidence, commit);
        }

        /** Author, date and message as the mail has them; the committer is fixed, so that equal input gives equal ids. */
        private ObjectId commit(Patch patch, ObjectId tree, @Nullable ObjectId parent) {
            CommitBuilder builder = new CommitBuilder();
            builder.setTreeId(tree);
            if (parent != null) {
                builder.setParentId(parent);
            }
            var when = patch.date().toInstant();
            var zone = patch.date().getOffset();
            builder.setAuthor(new PersonIdent(patch.authorName(), patch.authorEmail(), when, zone));
            builder.setCommitter(new PersonIdent(COMMITTER, COMMITTER + "@localhost", when, zone));
            builder.setMessage(patch.message());
            try {
                return objects.add(Constants.OBJ_COMMIT, builder.build());
            } catch (java.io.UnsupportedEncodingException e) {
                throw new InputException(patch.origin() + ": " + e.getMessage(), e);
            }
        }
    }

    /** A patch that does not go in. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Patch patch;
        private final transient Refusal refusal;

        Refused(Patch patch, Refusal refusal) {
            super(refusal);
            this.patch = patch;
            this.refusal = refusal;
        }
    }
}
