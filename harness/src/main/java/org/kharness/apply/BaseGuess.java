/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.series.Patch;
import org.kharness.series.PatchSeries;
import org.kharness.series.diff.FileDiff;
import org.kharness.series.diff.Raw;

/**
 * Guesses what a series was made on, as {@code b4 am --guess-base} does: the commit of the history whose files match most
 * of the blob ids that the patches' {@code index} lines give for the files before.
 */
public final class BaseGuess {
    private static final int MOST_COMMITS = 100_000;
    private static final Duration AFTER = Duration.ofDays(3);

    private final Repository repository;
    private final PendingObjects objects;
    private final Map<String, @Nullable ObjectId> known = new HashMap<>();

    BaseGuess(Repository repository, PendingObjects objects) {
        this.repository = repository;
        this.objects = objects;
    }

    /**
     * A guess.
     *
     * @param commit the newest commit with the best score, 40 hex digits
     * @param tree its tree
     * @param matched files whose blob is the one that the patches were made for
     * @param total files that could match
     */
    public record Guess(String commit, String tree, int matched, int total) {}

    Guess guess(KernelTree tip, PatchSeries series) {
        Map<String, String> wanted = wanted(series);
        if (wanted.isEmpty()) {
            throw new InputException(series.id() + ": no base can be guessed: its patches have no index lines");
        }
        var last = series.patches().stream()
                .map(p -> p.date().instant())
                .max(java.util.Comparator.naturalOrder())
                .orElseThrow()
                .plus(AFTER);
        Guess best = new Guess(tip.commit(), tip.tree(), -1, wanted.size());
        try (RevWalk walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(ObjectId.fromString(tip.commit())));
            int seen = 0;
            for (RevCommit commit : walk) {
                boolean later = commit.getCommitTime() > last.getEpochSecond();
                int score = later && best.matched >= 0 ? -1 : score(commit.getTree(), wanted);
                if (score > best.matched) {
                    best = new Guess(commit.name(), commit.getTree().name(), score, wanted.size());
                }
                if (best.matched == wanted.size() || ++seen > MOST_COMMITS) {
                    break;
                }
            }
        } catch (MissingObjectException e) {
            return best; // a shallow clone ends here
        } catch (IOException e) {
            throw new SurroundingsException("cannot read " + repository.getDirectory() + ": " + e.getMessage(), e);
        }
        return best;
    }

    /** The blob that each file has before the series first touches it. */
    private static Map<String, String> wanted(PatchSeries series) {
        Map<String, String> wanted = new LinkedHashMap<>();
        Set<String> touched = new HashSet<>();
        for (Patch patch : series.patches()) {
            for (FileDiff diff : patch.files()) {
                String old = diff.oldName();
                boolean first = old == null || touched.add(old);
                touched.add(diff.name());
                if (old != null
                        && first
                        && diff.oldId().length() >= 7
                        && !diff.oldId().matches("0+")) {
                    wanted.put(Raw.utf8(old), diff.oldId());
                }
            }
        }
        return wanted;
    }

    private int score(ObjectId tree, Map<String, String> wanted) {
        int score = 0;
        for (Map.Entry<String, String> file : wanted.entrySet()) {
            ObjectId id = blob(tree, file.getKey());
            score += id != null && id.name().startsWith(file.getValue()) ? 1 : 0;
        }
        return score;
    }

    /** Most commits share most of their folders: what a folder holds is looked up once. */
    private @Nullable ObjectId blob(ObjectId tree, String path) {
        String key = tree.name() + path;
        if (known.containsKey(key)) {
            return known.get(key);
        }
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        ObjectId found = null;
        CanonicalTreeParser parser = new CanonicalTreeParser();
        parser.reset(objects.read(tree, Constants.OBJ_TREE));
        for (; !parser.eof(); parser.next()) {
            if (parser.getEntryPathString().equals(name)) {
                boolean folder = (parser.getEntryRawMode() & FileMode.TYPE_MASK) == FileMode.TYPE_TREE;
                ObjectId child = parser.getEntryObjectId();
                found = slash < 0 ? child : folder ? blob(child, path.substring(slash + 1)) : null;
                break;
            }
        }
        known.put(key, found);
        return found;
    }
}
