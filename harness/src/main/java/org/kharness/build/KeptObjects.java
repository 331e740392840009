/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.build.ObjectDirectory.MadeOf;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.cache.Shelf;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.NativeGit;
import org.kharness.kernel.SourceDirectory;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;

/**
 * Copies of object folders, kept while kernels of one history are built in any order, so that none has to compile again what was
 * compiled before a header changed back. A build that would compile much leaves a copy of what the folder held before, and each
 * build begins with whatever needs the fewest objects compiled: the folder as it is, or a copy. Not for use by several threads.
 *
 * <p>The copies are the process's own and go with {@link #close}; those of a killed process go with the other abandoned work in
 * the cache. They are whole copies, by reflink where the file system has it: with hard links a build would write into them, as
 * the kernel's makefiles write {@code .cmd} files in place.
 */
public final class KeptObjects implements AutoCloseable {
    /** So many copies are there at most. */
    static final int MOST = 4;

    /** Copying a folder takes about as long as compiling so many objects: 280 MB were seen to take 0.4 to 2 s. */
    private static final int WORTH = 50;

    /** What must be free besides a copy, for what the build itself takes. */
    private static final long SPARE_MIB = 3000;

    private static final int NOBODY_KNOWS = Integer.MAX_VALUE;

    private final Cache cache;
    private final Progress progress;
    private final int worth;
    private final List<Copy> copies = new ArrayList<>();
    private @Nullable Path folder;
    /** What the folder that was built in last holds, in no copy. */
    private @Nullable Copy last;

    /** All objects of a folder, made of one tree; of a commit that is empty where it was there before the first build. */
    private record Copy(String name, String commit, String tree, Path folder, Dependents dependents) {}

    /**
     * None yet.
     *
     * @param progress told where a build begins with other objects than those of the build before
     */
    public KeptObjects(Cache cache, Progress progress) {
        this(cache, progress, WORTH);
    }

    KeptObjects(Cache cache, Progress progress, int worth) {
        this.cache = cache;
        this.progress = progress;
        this.worth = worth;
    }

    /**
     * How many objects a kernel will have to compile, as far as the files that they are made of tell.
     *
     * @return empty where nothing was built yet, or the kernel is of another line
     */
    public OptionalInt effort(KernelTree tree) {
        List<Copy> all = new ArrayList<>(copies);
        if (last != null) {
            all.add(last);
        }
        return all.stream()
                .map(c -> effort(c, tree))
                .flatMapToInt(OptionalInt::stream)
                .min();
    }

    private OptionalInt effort(Copy copy, KernelTree tree) {
        boolean same = copy.name.startsWith(SourceDirectory.line(tree.release()) + "-");
        Optional<Set<String>> files = same ? files(tree, copy.tree, tree.tree()) : Optional.empty();
        return files.map(f -> OptionalInt.of(copy.dependents.of(f))).orElse(OptionalInt.empty());
    }

    private Optional<Set<String>> files(KernelTree kernel, String one, String other) {
        return SourceDirectory.differing(cache, kernel, one, other);
    }

    /**
     * Makes an object folder the best to begin a build with.
     *
     * @param name the folder's, under which its copies are found again
     * @param source holds the kernel that will be built
     * @param where the source as the build's jobs know it
     */
    void ready(String name, ObjectDirectory objects, SourceDirectory source, KernelTree tree, String where)
            throws IOException {
        MadeOf held = objects.madeOf();
        Dependents here = Dependents.of(objects.path(), where);
        int inPlace = inPlace(held.trees(), here, tree);
        Copy best = copies.stream()
                .filter(c -> c.name.equals(name))
                .min(Comparator.comparingInt(c -> needs(c, tree)))
                .orElse(null);
        boolean better = best != null && needs(best, tree) < inPlace - worth;
        if (held.whole() && inPlace >= worth) {
            String whole = held.trees().get(0);
            keep(new Copy(name, commit(name, whole), whole, objects.path(), here), objects, tree, best);
        }
        Copy begin = best == null || !better ? new Copy(name, "", tree.tree(), objects.path(), here) : best;
        if (better) {
            become(begin, objects, source, tree, inPlace);
        }
        last = new Copy(name, tree.commit(), tree.tree(), objects.path(), begin.dependents);
    }

    private String commit(String name, String tree) {
        Copy before = last;
        return before != null && before.name.equals(name) && before.tree.equals(tree) ? before.commit : "";
    }

    private void become(Copy begin, ObjectDirectory objects, SourceDirectory source, KernelTree tree, int inPlace)
            throws IOException {
        Set<String> differing = files(tree, begin.tree, tree.tree()).orElseThrow();
        Instant newest;
        try {
            newest = objects.become(begin.folder);
        } catch (SurroundingsException e) {
            return; // the build begins with what is there
        }
        source.touch(differing, newest.plus(1, ChronoUnit.MILLIS));
        progress.note("begins with the objects of an earlier build: about " + begin.dependents.of(differing)
                + " to compile" + (inPlace == NOBODY_KNOWS ? "" : " instead of " + inPlace));
    }

    private int needs(Copy copy, KernelTree tree) {
        return effort(copy, tree).orElse(NOBODY_KNOWS);
    }

    private int inPlace(Collection<String> held, Dependents here, KernelTree tree) {
        Set<String> all = new HashSet<>();
        for (String each : held) {
            Optional<Set<String>> files = files(tree, each, tree.tree());
            if (files.isEmpty()) {
                return NOBODY_KNOWS;
            }
            all.addAll(files.get());
        }
        return held.isEmpty() ? NOBODY_KNOWS : here.of(all);
    }

    /** Keeps a copy, unless there is one that is nearly the same, or no room. */
    private void keep(Copy what, ObjectDirectory objects, KernelTree next, @Nullable Copy needed) {
        for (Copy copy : copies) {
            Optional<Set<String>> files = files(next, copy.tree, what.tree);
            if (copy.name.equals(what.name) && files.isPresent() && copy.dependents.of(files.get()) < worth) {
                return;
            }
        }
        if (!Room.has(cache.root(), SPARE_MIB + (Shelf.size(objects.path()) >> 20))) {
            return;
        }
        makeRoom(next, needed);
        Path own = folder == null ? cache.temporary("kept") : folder;
        folder = own;
        Path copy = own.resolve(what.tree + "-" + what.name);
        try {
            objects.copyTo(copy);
            copies.add(new Copy(what.name, what.commit, what.tree, copy, what.dependents));
        } catch (SurroundingsException e) {
            Cache.delete(copy); // the build does without
        }
    }

    /**
     * Lets the copy go that is farthest from what is built next, by what is to compile and then by commits between: as a search
     * goes on, those of the commits that bound it stay.
     */
    private void makeRoom(KernelTree next, @Nullable Copy needed) {
        if (copies.size() < MOST) {
            return;
        }
        copies.stream()
                .filter(c -> !c.equals(needed))
                .max(Comparator.<Copy>comparingInt(c -> needs(c, next)).thenComparing(c -> commitsBetween(c, next)))
                .ifPresent(c -> {
                    copies.remove(c);
                    Cache.delete(c.folder);
                });
    }

    /** What was there before the first build is taken for near: a search begins where somebody built before, as a rule at an end. */
    private static int commitsBetween(Copy copy, KernelTree next) {
        if (copy.commit.isEmpty()) {
            return 0;
        }
        CommandResult count = NativeGit.command(
                        next.repository(), "rev-list", "--count", copy.commit + "..." + next.commit())
                .keepErrorApart()
                .run();
        String said = count.output().strip();
        return count.ok() && said.matches("\\d{1,9}") ? Integer.parseInt(said) : 0;
    }

    /** Deletes the copies. */
    @Override
    public void close() {
        copies.clear();
        last = null;
        if (folder != null) {
            Cache.delete(folder);
        }
        folder = null;
    }
}
