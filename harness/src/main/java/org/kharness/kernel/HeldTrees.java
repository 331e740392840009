/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.kharness.cache.Cache;

/**
 * The tree objects of what a source folder holds, without the files. They may have come from a repository that the next
 * kernel's repository knows nothing of, or that is gone; with them the folder is still moved by what differs, instead of being
 * written anew, after which everything would be compiled again.
 */
final class HeldTrees {
    private final KernelRepository own;
    private final KernelRepository kernel;

    /**
     * Opens them.
     *
     * @param line the kernel line whose folder it is
     * @param kernel the repository of the kernel that the folder is to hold
     */
    HeldTrees(Cache cache, String line, KernelRepository kernel) {
        this.own = KernelRepository.holding(cache, line);
        this.kernel = kernel;
    }

    /** A view of the kernel's objects and of all trees that were kept; the caller closes it. */
    Repository view() throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(own.path().toFile())
                .setBare()
                .setMustExist(true)
                .addAlternateObjectDirectory(kernel.path().resolve("objects").toFile())
                .build();
    }

    /** Keeps the tree objects of a kernel. What was imported stays where it is and is not copied. */
    void keep(ObjectId tree) throws IOException {
        try (Repository from = kernel.jgit();
                Repository to = own.jgit();
                ObjectReader reader = from.newObjectReader();
                ObjectInserter inserter = to.newObjectInserter()) {
            copy(tree, reader, to, inserter);
            inserter.flush();
        }
    }

    /** Those below first, so that a tree that is there is whole. */
    private static void copy(ObjectId tree, ObjectReader reader, Repository to, ObjectInserter inserter)
            throws IOException {
        if (to.getObjectDatabase().has(tree)) {
            return;
        }
        CanonicalTreeParser entries = new CanonicalTreeParser(null, reader, tree);
        for (; !entries.eof(); entries.next()) {
            if (FileMode.TREE.equals(entries.getEntryRawMode())) {
                copy(entries.getEntryObjectId(), reader, to, inserter);
            }
        }
        inserter.insert(Constants.OBJ_TREE, reader.open(tree).getBytes());
    }
}
