/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jgit.diff.MyersDiff;
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
 * base, the patch applied to them is one side, the tree is the other. Files that the tree has moved are followed.
 */
final class ThreeWay {
    private static final int SHOWN_LINES = 12;

    private final PendingObjects objects;
    private final ObjectId tree;
    private final TreeDraft before;
    private final TreeDraft ours;
    private final Map<String, TreeDraft.Entry> results = new TreeMap<>();

    private ThreeWay(PendingObjects objects, ObjectId tree) {
        this.objects = objects;
        this.tree = tree;
        before = TreeDraft.of(objects, tree);
        ours = TreeDraft.of(objects, tree);
    }

    /**
     * A merged tree.
     *
     * @param renames files that were followed, as "old to new"
     */
    record Merged(ObjectId tree, List<String> renames) {}

    /**
     * Merges a patch into a tree.
     *
     * @param care how exact the patch must be for its base
     * @throws Refusal if a base file is not at hand, or for the first conflict, with both sides
     */
    static Merged apply(PendingObjects objects, ObjectId tree, List<FileDiff> diffs, PatchDraft.Care care)
            throws Refusal {
        return new ThreeWay(objects, tree).merge(diffs, care);
    }

    private Merged merge(List<FileDiff> diffs, PatchDraft.Care care) throws Refusal {
        TreeDraft base = TreeDraft.of(objects, objects.add(Constants.OBJ_TREE, new byte[0]));
        Map<String, TreeDraft.Entry> gone = new TreeMap<>();
        for (FileDiff diff : diffs) {
            String old = diff.oldName() == null ? null : Raw.utf8(diff.oldName());
            if (old != null && diff.kind() != FileDiff.Kind.NEW && base.file(old) == null) {
                PatchPath.check(old);
                TreeDraft.Entry entry = baseFile(diff, old);
                base.put(old, entry.mode(), entry.id());
                if (before.file(old) == null) {
                    gone.put(old, entry);
                }
            }
        }
        TreeDraft theirs = TreeDraft.of(
                objects, PatchDraft.apply(objects, base.write(), diffs, care).tree());
        Map<String, String> moved = RenameSearch.find(objects, tree, gone, base);
        for (FileDiff diff : diffs) {
            // A copy is a new file to git's merge
            boolean made = diff.oldName() == null || diff.kind() == FileDiff.Kind.COPY;
            String from = Raw.utf8(made ? diff.name() : Objects.requireNonNull(diff.oldName()));
            String to = diff.newName() == null ? null : Raw.utf8(diff.newName());
            one(from, to, moved.get(from), base.file(from), to == null ? null : theirs.file(to));
        }
        for (Map.Entry<String, TreeDraft.Entry> file : results.entrySet()) {
            put(file.getKey(), file.getValue());
        }
        List<String> renames = moved.entrySet().stream()
                .map(e -> e.getKey() + " to " + e.getValue())
                .sorted()
                .toList();
        return new Merged(ours.write(), renames);
    }

    private TreeDraft.Entry baseFile(FileDiff diff, String old) throws Refusal {
        ObjectId id = diff.oldId().isEmpty() ? null : objects.findBlob(diff.oldId());
        TreeDraft.Entry mine = before.file(old);
        if (id == null && diff.hunks().isEmpty() && !diff.binary() && mine != null) {
            return mine; // only its name or mode changes: any content will do
        }
        if (id == null) {
            String what = diff.oldId().isEmpty() ? "the patch does not name it" : "blob " + diff.oldId();
            throw new Refusal(
                    diff.name(), "no three-way merge: the file it was made for is not at hand (" + what + ")");
        }
        return new TreeDraft.Entry(diff.oldMode() == 0 ? 0100644 : diff.oldMode(), id);
    }

    /**
     * Merges one file.
     *
     * @param from its path in the base
     * @param to its path after the patch; null if the patch deletes it
     * @param moved its path in our tree if that has moved it
     */
    private void one(
            String from,
            @Nullable String to,
            @Nullable String moved,
            TreeDraft.@Nullable Entry base,
            TreeDraft.@Nullable Entry theirs)
            throws Refusal {
        String at = moved == null ? from : moved;
        TreeDraft.Entry mine = before.file(at);
        if (to == null) {
            if (moved != null) {
                throw new Refusal(from, "conflict: the patch deletes the file, the tree has it as " + moved);
            }
            if (mine != null && !mine.equals(base)) {
                throw new Refusal(from, "conflict: the patch deletes the file, the tree has changed it");
            }
            ours.remove(from);
            return;
        }
        if (moved != null && !to.equals(from) && !to.equals(moved)) {
            throw new Refusal(from, "conflict: the patch renames the file to " + to + ", the tree has it as " + moved);
        }
        if (theirs == null || (theirs.equals(mine) && (to.equals(from) || to.equals(moved)))) {
            return;
        }
        if (mine == null && base != null) {
            throw new Refusal(from, "conflict: the patch changes the file, the tree does not have it");
        }
        String target = moved != null && to.equals(from) ? moved : to;
        TreeDraft.Entry result = merged(target, base, mine, theirs);
        TreeDraft.Entry there = at.equals(target) ? null : before.file(target);
        if (there != null && !there.equals(result)) {
            throw new Refusal(target, "conflict: the patch makes this file, the tree has another one");
        }
        if (!at.equals(target)) {
            ours.remove(at);
        }
        results.put(target, result);
    }

    private TreeDraft.Entry merged(
            String path, TreeDraft.@Nullable Entry base, TreeDraft.@Nullable Entry mine, TreeDraft.Entry theirs)
            throws Refusal {
        if (mine == null || mine.equals(base)) {
            return theirs;
        }
        if (theirs.equals(base) || theirs.equals(mine)) {
            return mine;
        }
        int type = FileMode.TYPE_MASK;
        if ((mine.mode() & type) != FileMode.TYPE_FILE || (theirs.mode() & type) != FileMode.TYPE_FILE) {
            throw new Refusal(path, "conflict: not a plain file on both sides");
        }
        int mode = base != null && mine.mode() == base.mode() ? theirs.mode() : mine.mode();
        if (base != null && mine.id().equals(base.id())) {
            return new TreeDraft.Entry(mode, theirs.id());
        }
        boolean kept =
                theirs.id().equals(mine.id()) || (base != null && theirs.id().equals(base.id()));
        return new TreeDraft.Entry(mode, kept ? mine.id() : contents(path, base, mine, theirs));
    }

    private ObjectId contents(String path, TreeDraft.@Nullable Entry base, TreeDraft.Entry mine, TreeDraft.Entry theirs)
            throws Refusal {
        RawText[] texts = {text(base), text(mine), text(theirs)};
        for (RawText text : texts) {
            if (RawText.isBinary(text.getRawContent())) {
                throw new Refusal(path, "conflict: binary contents differ");
            }
        }
        MergeResult<RawText> result =
                new MergeAlgorithm(MyersDiff.INSTANCE).merge(RawTextComparator.DEFAULT, texts[0], texts[1], texts[2]);
        if (result.containsConflicts()) {
            throw new Refusal(path, conflict(result, texts));
        }
        return objects.add(Constants.OBJ_BLOB, joined(result));
    }

    private void put(String path, TreeDraft.Entry entry) throws Refusal {
        if (ours.fileAbove(path) != null || ours.isFolder(path)) {
            throw new Refusal(path, "conflict: a file and a folder of the same name");
        }
        ours.put(path, entry.mode(), entry.id());
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
