/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.CommitTimeRevFilter;
import org.kharness.failure.SurroundingsException;
import org.kharness.series.Patch;
import org.kharness.series.manifest.SeriesManifest;

/** Looks for a patch in a kernel's history: by the commit that a manifest names, or by its subject. */
final class HistorySearch {
    /** A patch is not merged long before it is written; clocks are not always right. */
    private static final Duration SLACK = Duration.ofDays(2);

    private static final int MOST_COMMITS = 400_000;

    private final Repository repository;
    private final ObjectId tip;

    HistorySearch(Repository repository, ObjectId tip) {
        this.repository = repository;
        this.tip = tip;
    }

    /** The manifest's merged commit, in full, if the kernel's history holds it. */
    Optional<String> merged(SeriesManifest.Merged merged) {
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId id = repository.resolve(merged.commit() + "^{commit}");
            if (id != null && walk.isMergedInto(walk.parseCommit(id), walk.parseCommit(tip))) {
                return Optional.of(id.name());
            }
            return Optional.empty();
        } catch (AmbiguousObjectException | MissingObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A commit with the patch's subject that is not older than the patch and was not reverted later. */
    Optional<String> subject(Patch patch) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRevFilter(CommitTimeRevFilter.after(patch.date().instant().minus(SLACK)));
            walk.markStart(walk.parseCommit(tip));
            String revert = "Revert \"" + patch.subject() + "\"";
            boolean reverted = false;
            int seen = 0;
            for (RevCommit commit : walk) {
                String subject = commit.getShortMessage();
                reverted |= subject.equals(revert);
                if (subject.equals(patch.subject())) {
                    return reverted ? Optional.empty() : Optional.of(commit.name());
                }
                if (++seen > MOST_COMMITS) {
                    break;
                }
            }
            return Optional.empty();
        } catch (MissingObjectException e) {
            return Optional.empty(); // a shallow clone ends here
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private SurroundingsException unreadable(IOException e) {
        return new SurroundingsException(
                "cannot read the history in " + repository.getDirectory() + ": " + e.getMessage(), e);
    }
}
