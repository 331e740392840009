/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.util.io.DisabledOutputStream;

/**
 * What differs between two kernels: where a line of the later one was in the earlier. Renames are followed.
 */
public final class TreeChange {
    /** The files that differ, by their later names. */
    private final Map<String, FileChange> files;

    private final Set<String> gone;

    private TreeChange(Map<String, FileChange> files, Set<String> gone) {
        this.files = Map.copyOf(files);
        this.gone = Set.copyOf(gone);
    }

    /** A line of a file, from 1. */
    public record Place(String file, int line) {}

    /** A file's earlier name and what was edited in it, in order. */
    private record FileChange(String oldName, List<Edit> edits) {}

    /** Compares two kernels of one repository. */
    public static TreeChange between(KernelTree before, KernelTree after) {
        Map<String, FileChange> files = new HashMap<>();
        Set<String> gone = new HashSet<>();
        try (Repository git = new KernelRepository(after.repository()).jgit();
                ObjectReader reader = git.newObjectReader();
                DiffFormatter diff = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
            diff.setRepository(git);
            diff.setDetectRenames(true);
            for (DiffEntry entry : diff.scan(
                    new CanonicalTreeParser(null, reader, ObjectId.fromString(before.tree())),
                    new CanonicalTreeParser(null, reader, ObjectId.fromString(after.tree())))) {
                if (entry.getChangeType() == DiffEntry.ChangeType.DELETE
                        || entry.getChangeType() == DiffEntry.ChangeType.RENAME) {
                    gone.add(entry.getOldPath());
                }
                if (entry.getChangeType() != DiffEntry.ChangeType.DELETE) {
                    List<Edit> edits = new ArrayList<>(diff.toFileHeader(entry).toEditList());
                    files.put(entry.getNewPath(), new FileChange(entry.getOldPath(), edits));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TreeChange(files, gone);
    }

    /** The lines of the later kernel that the earlier one does not have, from 1, by file. */
    public Map<String, List<Integer>> added() {
        Map<String, List<Integer>> all = new HashMap<>();
        files.forEach((file, change) -> {
            List<Integer> lines = new ArrayList<>();
            for (Edit edit : change.edits) {
                for (int line = edit.getBeginB(); line < edit.getEndB(); line++) {
                    lines.add(line + 1);
                }
            }
            if (!lines.isEmpty()) {
                all.put(file, lines);
            }
        });
        return all;
    }

    /**
     * The lines of the later kernel that were edited, from 1, by file, and where lines are only gone the two that they were between.
     *
     * @param around how many lines before and behind each belong to it; some of these may be none of the file
     */
    public Map<String, SortedSet<Integer>> edited(int around) {
        Map<String, SortedSet<Integer>> all = new HashMap<>();
        files.forEach((file, change) -> {
            SortedSet<Integer> lines = new TreeSet<>();
            for (Edit edit : change.edits) {
                int gone = edit.getLengthB() == 0 ? 1 : 0;
                for (int line = edit.getBeginB() + 1 - gone - around; line <= edit.getEndB() + gone + around; line++) {
                    lines.add(line);
                }
            }
            all.put(file, lines);
        });
        return all;
    }

    /** The files that differ and are there afterwards, by their later names. */
    public Set<String> files() {
        return files.keySet();
    }

    /** The files of the earlier kernel that the later one does not have by that name. */
    public Set<String> gone() {
        return gone;
    }

    /** What a file of the earlier kernel is called in the later one; empty where it is not there any more. */
    public Optional<String> nameAfter(String file) {
        if (!gone.contains(file)) {
            return Optional.of(file);
        }
        return files.entrySet().stream()
                .filter(f -> f.getValue().oldName().equals(file))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /** True if no file of the later kernel differs. */
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /**
     * Where a line was before.
     *
     * @param line from 1; 0, which stands for no line, stays 0
     * @return empty for a line that was added or changed
     */
    public Optional<Place> before(String file, int line) {
        FileChange change = files.get(file);
        if (change == null) {
            return Optional.of(new Place(file, line));
        }
        if (change.oldName.equals(DiffEntry.DEV_NULL)) {
            return Optional.empty();
        }
        int moved = 0;
        for (Edit edit : change.edits) {
            if (line - 1 < edit.getBeginB()) {
                break;
            }
            if (line - 1 < edit.getEndB()) {
                return Optional.empty();
            }
            moved += edit.getLengthA() - edit.getLengthB();
        }
        return Optional.of(new Place(change.oldName, line + moved));
    }
}
