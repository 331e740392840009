/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.kharness.apply.PatchOutcome.State;
import org.kharness.failure.SeriesException;
import org.kharness.kernel.KernelTree;
import org.kharness.series.Patch;
import org.kharness.series.source.RequestedSeries;

/** One series on one kernel. */
final class SeriesRun {
    private static final String COMMITTER = "kharness";

    private final PendingObjects objects;
    private final KernelTree base;
    private final RequestedSeries series;
    private final ApplyOptions options;
    private final Presence presence;

    SeriesRun(
            Repository repository,
            PendingObjects objects,
            KernelTree base,
            RequestedSeries series,
            ApplyOptions options) {
        this.objects = objects;
        this.base = base;
        this.series = series;
        this.options = options;
        HistorySearch history = new HistorySearch(repository, ObjectId.fromString(base.commit()));
        presence = new Presence(objects, ObjectId.fromString(base.tree()), history);
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

    /** Applies what is not there yet. */
    AppliedSeries apply() {
        List<Optional<PatchOutcome>> pinned = presence.pinned(series.manifest());
        if (allThere(pinned)) {
            return found(pinned);
        }
        List<Patch> patches = series.needPatches().patches();
        Refused failed = null;
        if (pinned.stream().allMatch(Optional::isEmpty)) {
            try {
                return forward(patches, nothing(patches), true);
            } catch (Refused e) {
                failed = e;
            }
        }
        List<Optional<PatchOutcome>> there = there(patches, pinned, failed);
        if (there.stream().allMatch(Optional::isPresent)) {
            return found(there);
        }
        if (failed != null && there.stream().allMatch(Optional::isEmpty)) {
            throw failure(failed);
        }
        try {
            return forward(patches, there, true);
        } catch (Refused e) {
            throw failure(e);
        }
    }

    /** Says for every patch what applying would meet; nothing is thrown for a conflict, and later patches go on without. */
    AppliedSeries status() {
        List<Optional<PatchOutcome>> pinned = presence.pinned(series.manifest());
        if (series.patches() == null && allThere(pinned)) {
            return found(pinned);
        }
        List<Patch> patches = series.needPatches().patches();
        try {
            AppliedSeries plain = forward(patches, nothing(patches), false);
            boolean clean = plain.patches().stream()
                    .noneMatch(p -> p.state() == State.CONFLICTS
                            || p.state() == State.PARTLY_THERE
                            || p.state() == State.APPLIED_WITH_FUZZ
                            || p.state() == State.APPLIED_BY_3WAY);
            if (clean && pinned.stream().allMatch(Optional::isEmpty)) {
                return plain;
            }
            return forward(patches, there(patches, pinned, null), false);
        } catch (Refused e) {
            throw failure(e);
        }
    }

    /** True if probes find all of the series in the kernel. */
    boolean recognized() {
        return allThere(presence.pinned(series.manifest()));
    }

    /** True if the kernel has all of the series, in this form or by what its history says. */
    boolean isThere() {
        if (series.patches() == null) {
            return recognized();
        }
        List<Patch> patches = series.needPatches().patches();
        List<Optional<PatchOutcome>> pinned = presence.pinned(series.manifest());
        List<Optional<PatchOutcome>> reversible = presence.reversible(patches);
        for (int i = 0; i < patches.size(); i++) {
            boolean here = reversible.get(i).isPresent()
                    || (i < pinned.size() && pinned.get(i).isPresent());
            if (!here && presence.inHistory(patches.get(i)).isEmpty()) {
                return false; // histories are long: one patch that is not there is enough
            }
        }
        return true;
    }

    private static boolean allThere(List<Optional<PatchOutcome>> outcomes) {
        return !outcomes.isEmpty() && outcomes.stream().allMatch(Optional::isPresent);
    }

    private static List<Optional<PatchOutcome>> nothing(List<Patch> patches) {
        return Collections.nCopies(patches.size(), Optional.empty());
    }

    /** What the tree holds: in this very form, in the form that probes find, or by a subject in the history. */
    private List<Optional<PatchOutcome>> there(
            List<Patch> patches,
            List<Optional<PatchOutcome>> pinned,
            @org.jspecify.annotations.Nullable Refused failed) {
        List<Optional<PatchOutcome>> reversible = presence.reversible(patches);
        boolean some = false;
        List<Optional<PatchOutcome>> both = new ArrayList<>();
        for (int i = 0; i < patches.size(); i++) {
            Optional<PatchOutcome> probed = i < pinned.size() ? pinned.get(i) : Optional.empty();
            both.add(reversible.get(i).or(() -> probed));
            some |= both.get(i).isPresent();
        }
        boolean failing = failed == null || !some;
        for (int i = 0; i < patches.size() && failing; i++) {
            if (both.get(i).isEmpty()) {
                both.set(i, presence.inHistory(patches.get(i)));
            }
        }
        return both;
    }

    private SeriesException failure(Refused e) {
        return new SeriesException("patch " + e.patch.number() + "/" + e.patch.total() + " \"" + e.patch.subject()
                + "\" does not apply to " + base.source() + ": " + e.refusal.file() + ": " + e.refusal.getMessage());
    }

    private AppliedSeries found(List<Optional<PatchOutcome>> outcomes) {
        return new AppliedSeries(
                series.id(),
                base,
                base,
                outcomes.stream().map(Optional::orElseThrow).toList());
    }

    private AppliedSeries forward(List<Patch> patches, List<Optional<PatchOutcome>> there, boolean strict)
            throws Refused {
        ObjectId tree = ObjectId.fromString(base.tree());
        ObjectId commit = ObjectId.fromString(base.commit());
        List<PatchOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < patches.size(); i++) {
            Patch patch = patches.get(i);
            if (there.get(i).isPresent()) {
                outcomes.add(there.get(i).get());
                continue;
            }
            try {
                Step step = step(tree, patch);
                if (step.tree.equals(tree)) {
                    outcomes.add(Presence.outcome(patch, emptyOr(step), step.evidence, ""));
                    continue;
                }
                tree = step.tree;
                commit = commit(patch, tree, commit);
                outcomes.add(Presence.outcome(patch, step.state, step.evidence, strict ? commit.name() : ""));
            } catch (Refusal e) {
                if (strict) {
                    throw new Refused(patch, e);
                }
                outcomes.add(conflict(tree, patch, e));
            }
        }
        KernelTree result =
                new KernelTree(base.repository(), base.source(), commit.name(), tree.name(), base.release());
        return new AppliedSeries(series.id(), base, strict ? result : base, outcomes);
    }

    private record Step(ObjectId tree, State state, String evidence) {}

    private static State emptyOr(Step step) {
        return step.state == State.APPLIED_BY_3WAY ? State.ALREADY_THERE : State.EMPTY;
    }

    private Step step(ObjectId tree, Patch patch) throws Refusal {
        Patch resolved = options.resolved().get(patch.number());
        if (resolved != null) {
            ObjectId after = PatchDraft.apply(
                            objects, tree, resolved.files(), new PatchDraft.Care(false, ApplyOptions.ALL_CONTEXT))
                    .tree();
            return new Step(after, State.RESOLVED_BY_HAND, "applied as " + resolved.origin());
        }
        try {
            return applied(PatchDraft.apply(
                    objects, tree, patch.files(), new PatchDraft.Care(strict(patch), options.context())));
        } catch (Refusal direct) {
            if (!options.threeWay()) {
                throw direct;
            }
            ThreeWay.Merged merged = merged(tree, patch, direct);
            String why = direct.file() + ": " + direct.getMessage();
            String moved = merged.renames().isEmpty() ? "" : ", followed " + String.join(", ", merged.renames());
            return new Step(
                    merged.tree(),
                    State.APPLIED_BY_3WAY,
                    "merged" + moved + ", as it does not apply as it is (" + why + ")");
        }
    }

    /** The pins of a manifest stay strict; of other mails the user is told. */
    private boolean strict(Patch patch) {
        return patch.idsHold() && (options.strictIndex() || series.manifest() != null);
    }

    /** Where a merge does not help either, the user is told of the hunk too: both say where to look. */
    private ThreeWay.Merged merged(ObjectId tree, Patch patch, Refusal direct) throws Refusal {
        try {
            return ThreeWay.apply(objects, tree, patch.files(), new PatchDraft.Care(strict(patch), options.context()));
        } catch (Refusal merge) {
            String where = merge.file().equals(direct.file()) ? "" : merge.file() + ": ";
            throw new Refusal(direct.file(), direct.hunk(), direct.getMessage() + "; " + where + merge.getMessage());
        }
    }

    private static Step applied(PatchDraft.Done done) {
        boolean offset = done.largestOffset() > 0;
        String ids = done.compared() == 0 ? "" : ", blob ids as in the patch: " + done.compared();
        ids += done.differing().isEmpty() ? "" : "; note: " + String.join("; ", done.differing());
        if (done.fuzzy() > 0) {
            String hunks = done.fuzzy() + (done.fuzzy() == 1 ? " hunk" : " hunks");
            return new Step(done.tree(), State.APPLIED_WITH_FUZZ, hunks + " without all of the context: look at it");
        }
        return new Step(
                done.tree(),
                offset ? State.APPLIED_WITH_OFFSET : State.APPLIED,
                (offset ? "offset of up to " + done.largestOffset() + " lines" : "where its headers say") + ids);
    }

    private PatchOutcome conflict(ObjectId tree, Patch patch, Refusal refusal) {
        return Presence.partly(objects, tree, patch)
                .map(parts -> Presence.outcome(patch, State.PARTLY_THERE, parts, ""))
                .orElseGet(() ->
                        Presence.outcome(patch, State.CONFLICTS, refusal.file() + ": " + refusal.getMessage(), ""));
    }

    /** Author, date and message as the mail has them; the committer is fixed, so that equal input gives equal ids. */
    private ObjectId commit(Patch patch, ObjectId tree, ObjectId parent) {
        String author = GitIdent.clean(patch.authorName()) + " <" + GitIdent.clean(patch.authorEmail()) + ">";
        String text = "tree " + tree.name() + "\nparent " + parent.name() + "\nauthor " + author + " " + patch.date()
                + "\ncommitter " + COMMITTER + " <" + COMMITTER + "@localhost> " + patch.date() + "\n\n"
                + patch.message();
        return objects.add(Constants.OBJ_COMMIT, text.getBytes(StandardCharsets.UTF_8));
    }
}
