/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.failure.SurroundingsException;
import org.kharness.progress.Progress;

/**
 * A plain folder in the cache that holds exactly the files of one tree. There is one per kernel line ("6.1"), moved from
 * tree to tree by rewriting only the files that differ, so that all others keep their time stamps and a build after it
 * compiles only what changed. Held under a lock from {@link #hold} to {@link #close}.
 *
 * <p>Beside the folder lies a marker: the id of the tree that it holds, followed by that of the tree it was being moved
 * to if a move was interrupted. No marker means that nothing is known of the content.
 */
public final class SourceDirectory implements AutoCloseable {
    private static final String MARKER = "tree";
    private static final String FILES = "linux";
    private static final long UNPACKED_MIB = 1800;

    private final Path slot;
    private final Cache.Lock lock;

    private SourceDirectory(Path slot, Cache.Lock lock) {
        this.slot = slot;
        this.lock = lock;
    }

    /** Takes the folder for this kernel's line and makes it hold this kernel. */
    public static SourceDirectory hold(Cache cache, KernelTree tree, Progress progress) {
        SourceDirectory held = take(cache, tree);
        try {
            held.sync(cache, tree, progress);
            return held;
        } catch (IOException e) {
            held.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /**
     * Gives a folder that holds exactly this kernel, made by its import, to the kernel's line; does nothing where that
     * has one already.
     *
     * @param folder the files, or one folder with the files; moved away on success
     */
    static void adopt(Cache cache, Path folder, KernelTree tree) throws IOException {
        try (SourceDirectory held = take(cache, tree)) {
            if (held.marker().isEmpty()) {
                Cache.delete(held.path());
                Files.move(top(folder), held.path());
                Cache.write(held.slot.resolve(MARKER), tree.tree());
            }
        }
    }

    private static Path top(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> all = entries.limit(2).toList();
            return all.size() == 1 && Files.isDirectory(all.get(0)) ? all.get(0) : folder;
        }
    }

    private static SourceDirectory take(Cache cache, KernelTree tree) {
        String line = line(tree.release());
        Cache.Lock lock = cache.lock("source-" + line);
        return new SourceDirectory(cache.folder("source", line), lock);
    }

    /** The kernel line of a release: "6.1" for "6.1.192" and "6.1.0-rc3". */
    public static String line(String release) {
        String[] parts = release.split("\\.", 3);
        return parts.length > 1 ? parts[0] + "." + parts[1] : release;
    }

    /** The folder with the kernel's files. */
    public Path path() {
        return slot.resolve(FILES);
    }

    private List<ObjectId> marker() throws IOException {
        Path marker = slot.resolve(MARKER);
        if (!Files.exists(marker) || !Files.isDirectory(path())) {
            return List.of();
        }
        return Files.readString(marker)
                .lines()
                .filter(ObjectId::isId)
                .map(ObjectId::fromString)
                .toList();
    }

    private void sync(Cache cache, KernelTree tree, Progress progress) throws IOException {
        ObjectId wanted = ObjectId.fromString(tree.tree());
        List<ObjectId> held = marker();
        if (held.equals(List.of(wanted))) {
            return;
        }
        if (held.isEmpty()) {
            Room.need(cache.root(), UNPACKED_MIB, "the kernel's unpacked source");
        }
        KernelRepository repository = new KernelRepository(tree.repository());
        HeldTrees trees = new HeldTrees(cache, line(tree.release()), repository);
        if (held.isEmpty() || !move(trees, held, wanted, progress)) {
            Files.deleteIfExists(slot.resolve(MARKER));
            fill(repository, wanted, progress);
            trees.keep(wanted);
        }
        Cache.write(slot.resolve(MARKER), wanted.name());
    }

    /** Rewrites what differs; answers false where the trees held are not known. */
    private boolean move(HeldTrees trees, List<ObjectId> held, ObjectId wanted, Progress progress) throws IOException {
        try (Repository git = trees.view()) {
            for (ObjectId each : held) {
                if (!git.getObjectDatabase().has(each)) {
                    return false;
                }
            }
            TreeMove move = new TreeMove(git, path());
            Optional<String> odd = move.plan(held, wanted);
            if (odd.isPresent()) {
                return false;
            }
            String states = String.join(
                    "\n",
                    Stream.concat(held.stream(), Stream.of(wanted))
                            .map(ObjectId::name)
                            .distinct()
                            .toList());
            trees.keep(wanted); // before it can be what the folder holds a part of
            Cache.write(slot.resolve(MARKER), states);
            move.run(progress);
            return true;
        }
    }

    private void fill(KernelRepository repository, ObjectId wanted, Progress progress) throws IOException {
        progress.detail("checking out the source");
        Cache.delete(path());
        Path index = slot.resolve("index");
        Files.deleteIfExists(index);
        Files.deleteIfExists(slot.resolve("index.lock"));
        var result = NativeGit.withIndex(repository.path(), index, "read-tree", wanted.name())
                .run();
        if (result.ok()) {
            Files.createDirectories(path());
            result = NativeGit.checkout(repository.path(), index, path())
                    .within(Duration.ofMinutes(15))
                    .run();
        }
        Files.deleteIfExists(index);
        if (!result.ok()) {
            String said = result.tail().stream()
                    .filter(l -> l.startsWith("fatal") || l.startsWith("error"))
                    .findFirst()
                    .orElse("git ended with " + result.exitCode());
            throw new SurroundingsException("cannot check out the kernel source: " + said);
        }
    }

    /**
     * The files in which two trees differ, as paths.
     *
     * @param kernel one of the line whose folder held the trees, or of a repository that has them
     * @return empty where one of them is not known any more
     */
    public static Optional<Set<String>> differing(Cache cache, KernelTree kernel, String one, String other) {
        HeldTrees trees = new HeldTrees(cache, line(kernel.release()), new KernelRepository(kernel.repository()));
        try (Repository git = trees.view()) {
            for (String each : List.of(one, other)) {
                if (!git.getObjectDatabase().has(ObjectId.fromString(each))) {
                    return Optional.empty();
                }
            }
            return Optional.of(TreeMove.differing(git, ObjectId.fromString(one), ObjectId.fromString(other)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes files as new as if they had been written at a time; links, what is behind them and what is not there are left alone.
     *
     * @param files paths in the tree that is held
     */
    public void touch(Collection<String> files, Instant time) throws IOException {
        Path top = path().toRealPath();
        for (String file : files) {
            Path path = top.resolve(file);
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    && path.toRealPath().equals(path)) {
                Files.setLastModifiedTime(path, FileTime.from(time));
            }
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
