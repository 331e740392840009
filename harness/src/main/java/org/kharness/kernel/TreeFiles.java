/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The files of a kernel, read and rewritten in its repository without being checked out.
 *
 * @param tree the kernel
 */
public record TreeFiles(KernelTree tree) {
    private static final int MOST_BYTES = 64 << 20;

    /** A kernel at another commit of the same repository. */
    public static KernelTree at(KernelTree tree, String commit) {
        return new KernelRepository(tree.repository()).describe(ObjectId.fromString(commit), tree.source());
    }

    /** A file's bytes; empty where there is none at this path. */
    public Optional<byte[]> read(String path) {
        try (Repository git = new KernelRepository(tree.repository()).jgit();
                TreeWalk walk = TreeWalk.forPath(git, path, ObjectId.fromString(tree.tree()))) {
            if (walk == null || !FileMode.REGULAR_FILE.equals(walk.getRawMode(0))) {
                return Optional.empty();
            }
            return Optional.of(git.open(walk.getObjectId(0)).getBytes(MOST_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A kernel with other files in place of some.
     *
     * @param files their new bytes by path; each must be there already
     * @param message the message of its commit, which has no parent
     */
    public KernelTree with(Map<String, byte[]> files, String message) {
        KernelRepository repository = new KernelRepository(tree.repository());
        ObjectId root = ObjectId.fromString(tree.tree());
        try (Repository git = repository.jgit();
                ObjectReader reader = git.newObjectReader();
                ObjectInserter inserter = git.newObjectInserter()) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                root = replaced(reader, inserter, root, file.getKey(), file.getValue());
                inserter.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return repository.commit(root, Instant.EPOCH, message, "", tree.source());
    }

    /** Only the folders on the way to the file are written anew. */
    private static ObjectId replaced(
            ObjectReader reader, ObjectInserter inserter, ObjectId folder, String path, byte[] bytes)
            throws IOException {
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        TreeFormatter changed = new TreeFormatter();
        boolean found = false;
        CanonicalTreeParser entries = new CanonicalTreeParser(null, reader, folder);
        while (!entries.eof()) {
            ObjectId id = entries.getEntryObjectId();
            if (entries.getEntryPathString().equals(name)) {
                found = true;
                id = slash < 0
                        ? inserter.insert(Constants.OBJ_BLOB, bytes)
                        : replaced(reader, inserter, id, path.substring(slash + 1), bytes);
            }
            changed.append(entries.getEntryPathString(), entries.getEntryFileMode(), id);
            entries.next();
        }
        if (!found) {
            throw new IllegalArgumentException("no file " + path);
        }
        return inserter.insert(changed);
    }
}
