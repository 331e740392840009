/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.tree;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeResult;
import org.jspecify.annotations.Nullable;
import org.kharness.series.diff.FileDiff;
import org.kharness.series.diff.Raw;

/**
 * Merges a patch that does not apply, as {@code git am --3way} does: the files that its {@code index} lines name are the
 * base, the patch applied to them is one side, the tree is the other. Renames in the tree are not followed.
 */
final class ThreeWay {
    private static final int SHOWN_LINES = 12;

    private final PendingObjects objects;
    private final TreeDraft ours;

    private ThreeWay(PendingObjects objects, ObjectId tree) {
        this.objects = objects;
        ours = TreeDraft.of(objects, tree);
    }

    /**
     * Merges a patch into a tree.
     *
     * @return the tree after it
     * @throws Refusal if a base file is not at hand, or for the first conflict, with both sides
     */
    static ObjectId apply(PendingObjects objects, ObjectId tree, List<FileDiff> diffs) throws Refusal {
        return new ThreeWay(objects, tree).merge(diffs);
    }

    private ObjectId merge(List<FileDiff> diffs) throws Refusal {
        TreeDraft base = TreeDraft.of(objects, objects.add(Constants.OBJ_TREE, new byte[0]));
        for (FileDiff diff : diffs) {
            String old = diff.oldName();
            if (old != null && diff.kind() != FileDiff.Kind.NEW && base.file(Raw.utf8(old)) == null) {
                PatchPath.check(Raw.utf8(old));
                base.put(Raw.utf8(old), diff.oldMode() == 0 ? 0100644 : diff.oldMode(), baseBlob(diff));
            }
        }
        TreeDraft theirs = TreeDraft.of(
                objects, PatchDraft.apply(objects, base.write(), diffs).tree());
        for (FileDiff diff : diffs) {
            String from = Raw.utf8(Objects.requireNonNullElse(diff.oldName(), diff.name()));
            String to = Raw.utf8(diff.name());
            one(from, to, base.file(from), theirs.file(to), diff.newName() == null);
        }
        return ours.write();
    }

    private ObjectId baseBlob(FileDiff diff) throws Refusal {
        ObjectId id = diff.oldId().isEmpty() ? null : objects.findBlob(diff.oldId());
        if (id == null) {
            String what = diff.oldId().isEmpty() ? "the patch does not name it" : "blob " + diff.oldId();
            throw new Refusal(
                    diff.name(), "no three-way merge: the file it was made for is not at hand (" + what + ")");
        }
        return id;
    }

    private void one(
            String from, String to, TreeDraft.@Nullable Entry base, TreeDraft.@Nullable Entry theirs, boolean deletes)
            throws Refusal {
        TreeDraft.Entry mine = ours.file(from);
        if (deletes) {
            if (mine != null && !mine.equals(base)) {
                throw new Refusal(from, "conflict: the patch deletes the file, the tree has changed it");
            }
            ours.remove(from);
            return;
        }
        if (theirs == null || theirs.equals(mine)) {
            return;
        }
        if (mine == null && base != null) {
            throw new Refusal(from, "conflict: the patch changes the file, the tree does not have it");
        }
        TreeDraft.Entry merged = mine == null || mine.equals(base) ? theirs : contents(to, base, mine, theirs);
        if (ours.fileAbove(to) != null || ours.isFolder(to)) {
            throw new Refusal(to, "conflict: a file and a folder of the same name");
        }
        if (!from.equals(to) && base != null) {
            ours.remove(from);
        }
        ours.put(to, merged.mode(), merged.id());
    }

    private TreeDraft.Entry contents(
            String path, TreeDraft.@Nullable Entry base, TreeDraft.Entry mine, TreeDraft.Entry theirs) throws Refusal {
        int type = FileMode.TYPE_MASK;
        if ((mine.mode() & type) != FileMode.TYPE_FILE || (theirs.mode() & type) != FileMode.TYPE_FILE) {
            throw new Refusal(path, "conflict: not a plain file on both sides");
        }
        RawText[] texts = {text(base), text(mine), text(theirs)};
        for (RawText text : texts) {
            if (RawText.isBinary(text.getRawContent())) {
                throw new Refusal(path, "conflict: binary contents differ");
            }
        }
        MergeResult<RawText> result =
                new MergeAlgorithm().merge(RawTextComparator.DEFAULT, texts[0], texts[1], texts[2]);
        if (result.containsConflicts()) {
            throw new Refusal(path, conflict(result, texts));
        }
        int mode = base != null && mine.mode() == base.mode() ? theirs.mode() : mine.mode();
        return new TreeDraft.Entry(mode, objects.add(Constants.OBJ_BLOB, joined(result)));
    }

    private RawText text(TreeDraft.@Nullable Entry entry) {
        return new RawText(entry == null ? new byte[0] : objects.read(entry.id(), Constants.OBJ_BLOB));
    }

    private static byte[] joined(MergeResult<RawText> result) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MergeChunk chunk : result) {
            RawText text = result.getSequences().get(chunk.getSequenceIndex());
            for (int line = chunk.getBegin(); line < chunk.getEnd(); line++) {
                try {
                    text.writeLine(out, line);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                boolean last = line == text.size() - 1 && text.isMissingNewlineAtEnd();
                if (!last) {
                    out.write('\n');
                }
            }
        }
        return out.toByteArray();
    }

    /** The first conflict with both sides, as a developer would see it in the file. */
    private static String conflict(MergeResult<RawText> result, RawText[] texts) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        for (MergeChunk chunk : result) {
            switch (chunk.getConflictState()) {
                case FIRST_CONFLICTING_RANGE -> {
                    at = chunk.getBegin() + 1;
                    show(lines, "<<<<<<< tree", texts[1], chunk);
                }
                case NEXT_CONFLICTING_RANGE -> {
                    show(lines, "======= patch", texts[2], chunk);
                    lines.add("    >>>>>>>");
                    return "conflict at line " + at + ":\n" + String.join("\n", lines);
                }
                default -> {}
            }
        }
        return "conflict at line " + at;
    }

    private static void show(List<String> lines, String title, RawText text, MergeChunk chunk) {
        lines.add("    " + title);
        int end = Math.min(chunk.getEnd(), chunk.getBegin() + SHOWN_LINES);
        for (int line = chunk.getBegin(); line < end; line++) {
            lines.add("    " + text.getString(line));
        }
        if (end < chunk.getEnd()) {
            lines.add("    ... " + (chunk.getEnd() - end) + " more lines");
        }
    }
}
