/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a patch does to one file.
 *
 * @param oldName path before, null for a new file
 * @param newName path after, null for a deleted file
 * @param oldMode git's mode before as the patch states it; 0 where it does not
 * @param newMode git's mode after as the patch states it; 0 where it does not
 * @param kind what happens to the file as a whole
 * @param oldId blob id before from the {@code index} line, often abbreviated; empty where there is none
 * @param newId blob id after from the {@code index} line, often abbreviated; empty where there is none
 * @param hunks changes of a text file
 * @param binary true if the patch says that the contents are binary
 * @param forward data of a binary patch; null if it has none
 * @param reverse data that undoes a binary patch; null if it has none
 * @param place line of its header in the patch text, from 1
 */
public record FileDiff(
        @Nullable String oldName,
        @Nullable String newName,
        int oldMode,
        int newMode,
        Kind kind,
        String oldId,
        String newId,
        List<Hunk> hunks,
        boolean binary,
        @Nullable BinaryHunk forward,
        @Nullable BinaryHunk reverse,
        int place) {
    public FileDiff {
        hunks = List.copyOf(hunks);
    }

    /** What happens to the file as a whole. */
    public enum Kind {
        CHANGE,
        /** A change if the file exists, else a new file: a traditional diff cannot say. */
        CHANGE_OR_NEW,
        NEW,
        DELETE,
        RENAME,
        COPY
    }

    /** The path after, or before for a deleted file: what a reader knows the file by. */
    public String name() {
        String name = newName != null ? newName : oldName;
        if (name == null) {
            throw new IllegalStateException("a file diff without a name");
        }
        return name;
    }

    /** How many lines the patch adds to the file. */
    public int added() {
        return hunks.stream().mapToInt(Hunk::added).sum();
    }

    /** How many lines the patch removes from the file. */
    public int removed() {
        return hunks.stream().mapToInt(Hunk::removed).sum();
    }

    /** The diff that undoes this one. A copy cannot be undone as such: its reverse deletes the copy. */
    public FileDiff reversed() {
        Kind back = switch (kind) {
            case NEW -> Kind.DELETE;
            case DELETE -> Kind.NEW;
            case RENAME -> Kind.RENAME;
            case CHANGE, CHANGE_OR_NEW, COPY -> Kind.CHANGE;
        };
        List<Hunk> undone = hunks.stream().map(Hunk::reversed).toList();
        return new FileDiff(
                newName, oldName, newMode, oldMode, back, newId, oldId, undone, binary, reverse, forward, place);
    }
}
