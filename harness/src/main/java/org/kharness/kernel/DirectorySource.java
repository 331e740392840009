/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/**
 * A folder with kernel sources as it is now, changes that were never committed included. Build products are left out by
 * the kernel's own .gitignore files. The import is git's: a repository and an index of ours, with the user's folder as
 * its work tree, which {@code git add} only reads; the index remembers sizes and times, so that the next import reads
 * only what changed. Where the folder belongs to a git repository its objects are reached, not copied.
 */
@SuppressWarnings("try") // a lock is held, not used
record DirectorySource(String spec, Path path) implements KernelSource {
    @Override
    public KernelTree obtain(JobContext job) {
        if (!Files.isDirectory(path)) {
            throw new InputException(spec + ": " + path + " is no folder");
        }
        try {
            Path folder = path.toRealPath();
            if (!Files.isRegularFile(folder.resolve("Makefile"))) {
                throw new InputException(spec + " is no Linux kernel: its top folder has no Makefile");
            }
            String name = "folder-" + Cache.digest(folder.toString()).substring(0, 16);
            try (var lock = job.cache().lock(name);
                    Repository user = GitSource.open(folder).orElse(null)) {
                KernelRepository ours =
                        user == null ? KernelRepository.shared(job.cache()) : GitSource.reach(job.cache(), user);
                Path index = job.cache().folder("index").resolve(name);
                if (user != null && !Files.exists(index)) {
                    seed(user, index);
                }
                job.progress().detail("reading " + path);
                ObjectId root = add(ours, folder, index);
                return ours.commit(root, Instant.EPOCH, "Import of a folder\n", "", spec);
            }
        } catch (IOException e) {
            throw new InputException(spec + ": cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** Starts from the user's index: it knows the files that are tracked although they are ignored. */
    private static void seed(Repository user, Path index) throws IOException {
        Path his = user.getIndexFile().toPath();
        if (Files.isRegularFile(his)) {
            Path temporary = index.resolveSibling(index.getFileName() + ".tmp");
            Files.copy(his, temporary, StandardCopyOption.REPLACE_EXISTING);
            Cache.publish(temporary, index);
        }
    }

    private ObjectId add(KernelRepository ours, Path folder, Path index) throws IOException {
        CommandResult added = addOnce(ours, folder, index);
        if (!added.ok()) {
            // A split index, or one with entries that ours cannot hold: begin anew without it
            Files.deleteIfExists(index);
            added = addOnce(ours, folder, index);
        }
        if (!added.ok()) {
            String said =
                    added.tail().isEmpty() ? "" : added.tail().get(added.tail().size() - 1);
            throw new InputException(spec + ": cannot import " + path + ": " + said);
        }
        return ObjectId.fromString(index(ours, folder, index, "write-tree")
                .keepErrorApart()
                .runOrFail()
                .text());
    }

    private static CommandResult addOnce(KernelRepository ours, Path folder, Path index) throws IOException {
        Files.deleteIfExists(index.resolveSibling(index.getFileName() + ".lock"));
        // One pack rather than a file per object: git streams what is over the threshold into a pack
        return index(ours, folder, index, "-c", "core.bigFileThreshold=1", "add", "--all", "--", ".")
                .run();
    }

    private static Command index(KernelRepository ours, Path folder, Path index, String... arguments) {
        String[] line = new String[arguments.length + 6];
        line[0] = "--work-tree=" + folder;
        line[1] = "-c";
        line[2] = "core.excludesFile=/dev/null";
        line[3] = "-c";
        line[4] = "core.bare=false";
        line[5] = "--literal-pathspecs";
        System.arraycopy(arguments, 0, line, 6, arguments.length);
        return NativeGit.withIndex(ours.path(), index, line).in(folder).within(Duration.ofMinutes(15));
    }
}
