/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.kharness.failure.InputException;
import org.kharness.failure.SeriesException;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.series.PatchSeries;
import org.kharness.series.source.RequestedSeries;

/**
 * Applies a series to a kernel as {@code git am} would, one commit per patch, in memory: all of it or nothing. Where the
 * kernel has the series already, or part of it, it says so with evidence instead.
 */
public final class SeriesApplier {
    private SeriesApplier() {}

    /** Applies a series as its mails are. */
    public static AppliedSeries apply(KernelTree base, RequestedSeries series) {
        return apply(base, series, ApplyOptions.STRICT);
    }

    /**
     * Applies a series and, before it, its prerequisites.
     *
     * @param base the kernel
     * @param series the series; its patches need not be at hand if the manifest's probes find all of it in the kernel
     * @return what became of the series itself; its base is the kernel with the prerequisites
     * @throws SeriesException if a patch neither applies nor is there; nothing is written then
     * @throws InputException if patches are needed that are not at hand
     */
    public static AppliedSeries apply(KernelTree base, RequestedSeries series, ApplyOptions options) {
        List<AppliedSeries> all = applyAll(base, series, options);
        return all.get(all.size() - 1);
    }

    /** As {@link #apply(KernelTree, RequestedSeries, ApplyOptions)}, with what became of every prerequisite, in order. */
    public static List<AppliedSeries> applyAll(KernelTree base, RequestedSeries series, ApplyOptions options) {
        try (Repository repository = open(base.repository());
                PendingObjects objects = new PendingObjects(repository)) {
            List<String> missing = new ArrayList<>();
            List<AppliedSeries> done = before(repository, objects, base, series, options, missing);
            KernelTree now = done.isEmpty() ? base : done.get(done.size() - 1).result();
            try {
                done.add(new SeriesRun(repository, objects, now, series, options).apply());
            } catch (SeriesException e) {
                throw missing.isEmpty() ? e : new SeriesException(e.getMessage() + "\n" + String.join("\n", missing));
            }
            objects.write();
            return done;
        }
    }

    /**
     * Applies the prerequisites, unless the kernel has all of the series. One whose mails are not at hand may be in the kernel:
     * it is left out.
     *
     * @param missing told of those left out, a line each
     */
    private static List<AppliedSeries> before(
            Repository repository,
            PendingObjects objects,
            KernelTree base,
            RequestedSeries series,
            ApplyOptions options,
            List<String> missing) {
        List<AppliedSeries> done = new ArrayList<>();
        SeriesRun whole = new SeriesRun(repository, objects, base, series, ApplyOptions.STRICT);
        if (series.prerequisites().isEmpty() || whole.recognized()) {
            return done;
        }
        KernelTree now = base;
        for (RequestedSeries before : series.prerequisites()) {
            SeriesRun run = new SeriesRun(repository, objects, now, before, options.unresolved());
            if (before.patches() == null && !run.recognized()) {
                missing.add("the prerequisite " + before.id() + " was left out: fetch it with 'kharness series fetch "
                        + before.id() + " --from SOURCE'");
                continue;
            }
            try {
                done.add(run.apply());
            } catch (SeriesException e) {
                if (whole.isThere()) {
                    return new ArrayList<>();
                }
                throw new SeriesException("the prerequisite " + before.id() + ": " + e.getMessage());
            }
            now = done.get(done.size() - 1).result();
        }
        return done;
    }

    /**
     * Says for every patch what applying it would meet. Nothing is written and a conflict is no failure; patches after a
     * conflict are tried without it.
     *
     * @throws InputException if patches are needed that are not at hand
     */
    public static AppliedSeries status(KernelTree base, RequestedSeries series, ApplyOptions options) {
        List<AppliedSeries> all = statusAll(base, series, options, new ArrayList<>());
        return all.get(all.size() - 1);
    }

    /**
     * As {@link #status}, with every prerequisite before the series, in order; none where the kernel has the series already. A
     * prerequisite that does not apply is shown as it is, and the series is tried without it.
     *
     * @param notes told of what was left out, a line each
     */
    public static List<AppliedSeries> statusAll(
            KernelTree base, RequestedSeries series, ApplyOptions options, List<String> notes) {
        try (Repository repository = open(base.repository());
                PendingObjects objects = new PendingObjects(repository)) {
            List<AppliedSeries> all = new ArrayList<>();
            KernelTree now = base;
            SeriesRun whole = new SeriesRun(repository, objects, base, series, ApplyOptions.STRICT);
            boolean there = !series.prerequisites().isEmpty() && (whole.recognized() || whole.isThere());
            for (RequestedSeries before : there ? List.<RequestedSeries>of() : series.prerequisites()) {
                SeriesRun run = new SeriesRun(repository, objects, now, before, options.unresolved());
                if (before.patches() == null && !run.recognized()) {
                    notes.add("the prerequisite " + before.id() + " was left out: its mails are not at hand");
                    continue;
                }
                AppliedSeries done = tried(run);
                all.add(done);
                now = done.result();
            }
            if (there) {
                notes.add("the kernel has " + series.id() + " already: no prerequisite is wanted");
            }
            all.add(new SeriesRun(repository, objects, now, series, options).status());
            return all;
        }
    }

    private static AppliedSeries tried(SeriesRun run) {
        try {
            return run.apply();
        } catch (SeriesException e) {
            return run.status();
        }
    }

    /**
     * Guesses the commit that a series was made on.
     *
     * @param tip the kernel whose history is searched
     * @throws InputException if the patches say nothing that a guess could go by
     */
    public static BaseGuess.Guess guessBase(KernelTree tip, PatchSeries series) {
        try (Repository repository = open(tip.repository());
                PendingObjects objects = new PendingObjects(repository)) {
            return new BaseGuess(repository, objects).guess(tip, series);
        }
    }

    /**
     * The commit that a series names as its base, as a kernel; empty if the repository does not have it.
     *
     * @param kernel the kernel whose repository is searched
     * @param name commit id or tag
     */
    public static Optional<KernelTree> commitOf(KernelTree kernel, String name) {
        try (Repository repository = open(kernel.repository());
                RevWalk walk = new RevWalk(repository)) {
            ObjectId id = repository.resolve(name + "^{commit}");
            if (id == null) {
                return Optional.empty();
            }
            RevCommit commit = walk.parseCommit(id);
            return Optional.of(new KernelTree(
                    kernel.repository(),
                    kernel.source(),
                    commit.name(),
                    commit.getTree().name(),
                    kernel.release()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Repository open(Path path) {
        try {
            return new FileRepositoryBuilder()
                    .setGitDir(path.toFile())
                    .setMustExist(true)
                    .setBare()
                    .build();
        } catch (IOException e) {
            throw new SurroundingsException("cannot open the git repository " + path + ": " + e.getMessage(), e);
        }
    }
}
