/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.kharness.failure.InputException;
import org.kharness.progress.Progress;

/** Moves a folder from one tree's content to another's, touching only what differs. */
final class TreeMove {
    private final Repository git;
    private final Path folder;
    private final TreeSet<String> removed = new TreeSet<>();
    private final Map<String, Entry> written = new TreeMap<>();

    TreeMove(Repository git, Path folder) {
        this.git = git;
        this.folder = folder;
    }

    /**
     * Lists what differs between the wanted tree and each of those that the folder may hold parts of.
     *
     * @return what stands against a move in place; empty when it can be done
     */
    Optional<String> plan(Iterable<ObjectId> held, ObjectId wanted) throws IOException {
        // After an interrupted move a file is as in one of these trees, or gone: then they differ at it, so that one
        // of them differs from the wanted one too
        TreeSet<String> paths = new TreeSet<>();
        for (ObjectId each : held) {
            paths.addAll(differing(git, each, wanted));
        }
        for (String path : paths) {
            SafePath.check(path, "tree " + wanted.name());
            try (TreeWalk at = TreeWalk.forPath(git, path, wanted)) {
                if (at == null || at.getFileMode(0) == FileMode.TREE) {
                    removed.add(path);
                } else if (at.getFileMode(0) == FileMode.GITLINK) {
                    return Optional.of("a submodule at " + path);
                } else {
                    removed.add(path);
                    written.put(path, new Entry(at.getFileMode(0), at.getObjectId(0)));
                }
            }
        }
        return Optional.empty();
    }

    /** The paths at which two trees differ. */
    static Set<String> differing(Repository git, ObjectId one, ObjectId other) throws IOException {
        Set<String> paths = new TreeSet<>();
        if (one.equals(other)) {
            return paths;
        }
        try (TreeWalk walk = new TreeWalk(git)) {
            walk.addTree(one);
            walk.addTree(other);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                paths.add(walk.getPathString());
            }
        }
        return paths;
    }

    /** How many files differ. */
    int size() {
        return removed.size();
    }

    /** Does it: everything that differs is removed first, so that a file can take a folder's place and back. */
    void run(Progress progress) throws IOException {
        for (String path : removed.descendingSet()) {
            remove(folder.resolve(path));
        }
        int done = 0;
        for (var file : written.entrySet()) {
            write(folder.resolve(file.getKey()), file.getValue());
            done++;
            if (done % 500 == 0) {
                progress.count(done, written.size());
            }
        }
    }

    private void remove(Path path) throws IOException {
        if (!real(SafePath.parent(path))) {
            return;
        }
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                return; // its files are listed by themselves, and it goes with the last of them
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path dir = SafePath.parent(path); !dir.equals(folder); dir = SafePath.parent(dir)) {
            try {
                Files.deleteIfExists(dir);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }

    /** True if the folder and all above it, up to the root of the tree, are folders and no links. */
    private boolean real(Path dir) {
        for (Path each = dir; !each.equals(folder); each = SafePath.parent(each)) {
            if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private void write(Path path, Entry entry) throws IOException {
        if (!real(SafePath.parent(path))) {
            Files.createDirectories(
                    SafePath.parent(path),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            if (!real(SafePath.parent(path))) {
                throw new InputException("the tree has a file below a symbolic link: " + folder.relativize(path));
            }
        }
        var content = git.open(entry.id());
        if (entry.mode() == FileMode.SYMLINK) {
            String target = new String(content.getCachedBytes(1 << 16), java.nio.charset.StandardCharsets.UTF_8);
            Files.createSymbolicLink(path, Path.of(target));
            return;
        }
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.copyTo(out);
        }
        boolean executable = entry.mode() == FileMode.EXECUTABLE_FILE;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private record Entry(FileMode mode, ObjectId id) {}
}
