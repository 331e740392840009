/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.kharness.series.diff.BinaryHunk;
import org.kharness.series.diff.FileDiff;
import org.kharness.series.diff.Raw;

/**
 * One patch on its way into a tree: every file is checked and made in memory first, in the order in which {@code git apply
 * --index} does it, and a new tree comes about only when all of them are right.
 */
final class PatchDraft {
    private final PendingObjects objects;
    private final TreeDraft tree;
    private final Map<String, Result> results = new HashMap<>();
    private final Set<String> leaving = new HashSet<>();
    private final List<Result> order = new ArrayList<>();
    private int largestOffset;
    private int compared;
    private final List<String> differing = new ArrayList<>();
    private int fuzzy;
    private final Care care;

    private PatchDraft(PendingObjects objects, TreeDraft tree, Care care) {
        this.objects = objects;
        this.tree = tree;
        this.care = care;
    }

    /**
     * How exact a patch must be.
     *
     * @param idsHold false to count, not refuse, results that differ from what the patch's index lines say
     * @param context lines of context around each change that must match if the hunk has as many
     */
    record Care(boolean idsHold, int context) {
        /** Nothing is left out of account. */
        static final Care FULL = new Care(true, Integer.MAX_VALUE);
    }

    /** What becomes of one file; null content means that it goes. */
    private record Result(
            @Nullable String oldPath,
            @Nullable String newPath,
            int mode,
            @Nullable String content) {}

    /**
     * What a patch did.
     *
     * @param tree the tree after it
     * @param largestOffset how far a hunk landed from where its header says, in lines
     * @param compared files whose resulting blob id was compared with the patch's own and found equal
     * @param differing where it differs though the patch was made for the very file, where that is allowed, a line per file
     * @param fuzzy hunks that went in without all of their context, where that is allowed
     */
    record Done(ObjectId tree, int largestOffset, int compared, List<String> differing, int fuzzy) {}

    /**
     * Applies a patch to a tree.
     *
     * @throws Refusal if git would not apply it or something about it is wrong
     */
    static Done apply(PendingObjects objects, ObjectId tree, List<FileDiff> diffs) throws Refusal {
        return apply(objects, tree, diffs, Care.FULL);
    }

    /** As {@link #apply(PendingObjects, ObjectId, List)}, with more or less care. */
    static Done apply(PendingObjects objects, ObjectId tree, List<FileDiff> diffs, Care care) throws Refusal {
        PatchDraft draft = new PatchDraft(objects, TreeDraft.of(objects, tree), care);
        for (FileDiff diff : diffs) {
            String old = path(diff.oldName());
            if (old != null && (diff.kind() == FileDiff.Kind.DELETE || diff.kind() == FileDiff.Kind.RENAME)) {
                draft.leaving.add(old);
            }
        }
        for (FileDiff diff : diffs) {
            draft.take(diff);
        }
        return new Done(draft.write(), draft.largestOffset, draft.compared, List.copyOf(draft.differing), draft.fuzzy);
    }

    private void take(FileDiff diff) throws Refusal {
        String oldPath = path(diff.oldName());
        String newPath = path(diff.newName());
        PatchPath.check(oldPath);
        PatchPath.check(newPath);
        Before before = before(diff, oldPath);
        boolean created = before == null && newPath != null;
        if (newPath != null && (created || diff.kind() == FileDiff.Kind.RENAME || diff.kind() == FileDiff.Kind.COPY)) {
            checkFree(newPath, diff.kind() == FileDiff.Kind.RENAME && newPath.equals(oldPath));
        }
        int mode = mode(diff, before);
        String old = before == null ? "" : before.content;
        String content = content(diff, old);
        if (newPath == null) {
            if (!content.isEmpty()) {
                throw new Refusal(diff.name(), "the patch deletes the file but leaves some of its contents");
            }
            record(new Result(oldPath, null, 0, null));
            return;
        }
        if (Submodule.is(mode)) {
            Submodule.id(diff.name(), content);
        } else {
            compareIds(diff, before, content);
        }
        FsckRules.check(newPath, mode, content);
        boolean moves = diff.kind() == FileDiff.Kind.RENAME || diff.kind() == FileDiff.Kind.CHANGE;
        record(new Result(moves ? oldPath : null, newPath, mode, content));
    }

    private void record(Result result) {
        order.add(result);
        String old = result.oldPath;
        String now = result.newPath;
        if (old != null && !old.equals(now)) {
            results.put(old, new Result(old, null, 0, null));
        }
        if (now != null) {
            results.put(now, result);
        }
    }

    private record Before(int mode, String content) {}

    /** The file that the patch starts from; null for a new one. */
    private @Nullable Before before(FileDiff diff, @Nullable String oldPath) throws Refusal {
        if (oldPath == null || diff.kind() == FileDiff.Kind.NEW) {
            return null;
        }
        boolean ordered = diff.kind() != FileDiff.Kind.RENAME && diff.kind() != FileDiff.Kind.COPY;
        Result earlier = ordered ? results.get(oldPath) : null;
        if (earlier != null) {
            String content = earlier.content;
            if (content == null) {
                throw new Refusal(oldPath, "the patch itself has moved or deleted the file before");
            }
            return checkedType(diff, new Before(earlier.mode, content));
        }
        TreeDraft.Entry entry = tree.file(oldPath);
        if (entry == null) {
            if (diff.kind() == FileDiff.Kind.CHANGE_OR_NEW) {
                return null;
            }
            String link = tree.fileAbove(oldPath);
            throw new Refusal(oldPath, link == null ? "no such file in the tree" : link + " is not a folder");
        }
        String content = Submodule.is(entry.mode()) ? Submodule.text(entry.id()) : objects.blob(entry.id());
        return checkedType(diff, new Before(entry.mode(), content));
    }

    private static Before checkedType(FileDiff diff, Before before) throws Refusal {
        int stated = diff.oldMode();
        if (stated != 0 && ((stated ^ before.mode) & FileMode.TYPE_MASK) != 0) {
            throw new Refusal(
                    diff.name(), "wrong type: mode %o in the tree, %o in the patch".formatted(before.mode, stated));
        }
        return before;
    }

    private static int mode(FileDiff diff, @Nullable Before before) throws Refusal {
        int old = before == null ? 0 : before.mode;
        int mode = diff.newMode() != 0 ? diff.newMode() : old != 0 ? old : FileMode.TYPE_FILE | 0644;
        int type = mode & FileMode.TYPE_MASK;
        if (type != FileMode.TYPE_FILE && type != FileMode.TYPE_SYMLINK && type != FileMode.TYPE_GITLINK) {
            throw new Refusal(
                    diff.name(), "mode %o is neither a file, a symbolic link nor a submodule".formatted(mode));
        }
        if (before != null && diff.newName() != null && ((old ^ mode) & FileMode.TYPE_MASK) != 0) {
            throw new Refusal(diff.name(), "new mode %o does not match old mode %o".formatted(mode, old));
        }
        boolean executable = type == FileMode.TYPE_FILE && (mode & 0100) != 0;
        return type == FileMode.TYPE_FILE ? FileMode.TYPE_FILE | (executable ? 0755 : 0644) : type;
    }

    private String content(FileDiff diff, String old) throws Refusal {
        if (diff.binary()) {
            return binary(diff, old);
        }
        try {
            HunkPlacer.Placed placed = HunkPlacer.apply(old, diff.hunks(), care.context);
            fuzzy += placed.fuzzy();
            largestOffset = Math.max(largestOffset, placed.largestOffset());
            return placed.text();
        } catch (HunkPlacer.Misfit e) {
            throw new Refusal(
                    diff.name(),
                    e.number(),
                    "hunk " + e.number() + " (line " + e.hunk().oldStart() + "): " + e.getMessage());
        }
    }

    /** apply_binary of git's apply.c: both ids must be there in full and must be right. */
    private String binary(FileDiff diff, String old) throws Refusal {
        if (!diff.oldId().matches("[0-9a-f]{40}") || !diff.newId().matches("[0-9a-f]{40}")) {
            throw new Refusal(diff.name(), "a binary patch without full ids in its index line");
        }
        boolean fromNothing = ObjectId.zeroId().name().equals(diff.oldId());
        String id = fromNothing && old.isEmpty()
                ? diff.oldId()
                : objects.blobId(old).name();
        if (!id.equals(diff.oldId())) {
            throw new Refusal(diff.name(), "the binary patch is for " + diff.oldId() + ", the tree has " + id);
        }
        ObjectId wanted = ObjectId.fromString(diff.newId());
        if (wanted.equals(ObjectId.zeroId())) {
            return "";
        }
        BinaryHunk data = diff.forward();
        if (data == null) {
            throw new Refusal(diff.name(), "the patch says that binary files differ but does not hold their data");
        }
        try {
            String content = data.apply(old);
            if (!objects.blobId(content).equals(wanted)) {
                throw new Refusal(diff.name(), "the binary patch does not give the file that its index line names");
            }
            return content;
        } catch (IllegalArgumentException e) {
            throw new Refusal(diff.name(), "damaged binary patch: " + e.getMessage());
        }
    }

    /** A hunk that fits exactly the file it was made for must give exactly the file that its author had. */
    private void compareIds(FileDiff diff, @Nullable Before before, String content) throws Refusal {
        if (diff.newId().isEmpty() || diff.newId().chars().allMatch(c -> c == '0')) {
            return;
        }
        String oldId = before == null
                ? ObjectId.zeroId().name()
                : objects.blobId(before.content).name();
        if (!oldId.startsWith(diff.oldId())) {
            return;
        }
        String newId = objects.blobId(content).name();
        if (newId.startsWith(diff.newId())) {
            compared++;
            return;
        }
        String how = "the result is blob "
                + newId.substring(0, Math.min(40, diff.newId().length())) + ", the patch's index line says "
                + diff.newId() + ": the patch was changed after it was made";
        if (care.idsHold) {
            throw new Refusal(diff.name(), how);
        }
        differing.add(Raw.utf8(diff.name()) + ": " + how);
    }

    private void checkFree(String path, boolean same) throws Refusal {
        Result earlier = results.get(path);
        boolean gone = earlier != null ? earlier.content == null : leaving.contains(path);
        boolean there = earlier != null ? earlier.content != null : tree.file(path) != null;
        if (there && !gone && !same) {
            throw new Refusal(path, "already exists in the tree");
        }
    }

    /** As git does: first everything that goes, then everything that comes. */
    private ObjectId write() throws Refusal {
        for (Result result : order) {
            String old = result.oldPath;
            if (old != null && !old.equals(result.newPath)) {
                tree.remove(old);
            }
        }
        for (Result result : order) {
            String path = result.newPath;
            String content = result.content;
            if (path == null || content == null) {
                continue;
            }
            String above = tree.fileAbove(path);
            if (above != null) {
                throw new Refusal(path, "lies beyond " + above + ", which is not a folder");
            }
            if (tree.isFolder(path)) {
                throw new Refusal(path, "is a folder in the tree");
            }
            ObjectId id = Submodule.is(result.mode)
                    ? Submodule.id(path, content)
                    : objects.add(Constants.OBJ_BLOB, Raw.bytes(content));
            tree.put(path, result.mode, id);
        }
        return tree.write();
    }

    private static @Nullable String path(@Nullable String raw) {
        return raw == null ? null : Raw.utf8(raw);
    }
}
