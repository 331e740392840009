/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What a commit says.
 *
 * @param id 40 hex digits
 * @param message the whole commit message
 */
public record CommitText(String id, String authorName, String authorEmail, String subject, String message) {
    /** The text of the commit that a kernel is at. */
    public static CommitText of(KernelTree kernel) {
        return find(kernel, kernel.commit())
                .orElseThrow(() -> new IllegalStateException("a kernel's own commit is there: " + kernel));
    }

    /**
     * A commit of a kernel's repository by its id, which may be abbreviated; empty where there is none, or where the
     * abbreviation fits several.
     */
    public static Optional<CommitText> find(KernelTree kernel, String id) {
        try (Repository git = new KernelRepository(kernel.repository()).jgit();
                RevWalk walk = new RevWalk(git)) {
            Optional<ObjectId> found = ObjectId.isId(id) ? Optional.of(ObjectId.fromString(id)) : only(git, id);
            if (found.isEmpty() || !git.getObjectDatabase().has(found.get())) {
                return Optional.empty();
            }
            RevCommit commit = walk.parseCommit(found.get());
            return Optional.of(new CommitText(
                    commit.name(),
                    commit.getAuthorIdent().getName(),
                    commit.getAuthorIdent().getEmailAddress(),
                    commit.getShortMessage(),
                    commit.getFullMessage()));
        } catch (org.eclipse.jgit.errors.IncorrectObjectTypeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ObjectId> only(Repository git, String id) throws IOException {
        if (!id.matches("[0-9a-f]{4,40}")) {
            return Optional.empty();
        }
        try (ObjectReader reader = git.newObjectReader();
                RevWalk walk = new RevWalk(git)) {
            // Blobs and trees may share an abbreviation: git too takes the only commit
            var commits = reader.resolve(org.eclipse.jgit.lib.AbbreviatedObjectId.fromString(id)).stream()
                    .filter(o -> isCommit(walk, o))
                    .toList();
            return commits.size() == 1 ? Optional.of(commits.get(0)) : Optional.empty();
        }
    }

    private static boolean isCommit(RevWalk walk, ObjectId id) {
        try {
            return walk.parseAny(id) instanceof RevCommit;
        } catch (IOException e) {
            return false;
        }
    }

    /** The commit as git format-patch writes it. */
    public static String asPatch(KernelTree kernel) {
        return NativeGit.command(
                        kernel.repository(), "format-patch", "--stdout", "--no-signature", "-1", kernel.commit())
                .keepErrorApart()
                .runOrFail()
                .output();
    }

    /** True if a commit is one of a kernel's ancestors, or its own. */
    public static boolean isIn(KernelTree kernel, String id) {
        return NativeGit.command(kernel.repository(), "merge-base", "--is-ancestor", id, kernel.commit())
                .run()
                .ok();
    }

    /**
     * A kernel by the nearest release before it, such as "v6.12" or "v6.12-rc3-17-gadc218676eef", where a repository of the user's has that
     * release's tag: it tells others where a commit stands that they need not have.
     */
    public static Optional<String> nearestTag(KernelTree kernel) {
        String source = kernel.source();
        return source.startsWith(GitSource.PREFIX)
                ? GitSource.parse(source, source.substring(GitSource.PREFIX.length()))
                        .nearestTag(kernel.commit())
                : Optional.empty();
    }

    /** What is known of what came before a kernel. */
    public enum History {
        /** All of it. */
        WHOLE,
        /** The newest part: a shallow clone. */
        CUT,
        /** Nothing: the kernel was imported from a package or a folder. */
        NONE
    }

    /** What the repository knows of a kernel's history. */
    public static History historyOf(KernelTree kernel) {
        if (java.nio.file.Files.exists(kernel.repository().resolve("shallow"))) {
            return History.CUT;
        }
        boolean parent = NativeGit.command(
                        kernel.repository(), "rev-parse", "--quiet", "--verify", kernel.commit() + "^")
                .run()
                .ok();
        return parent ? History.WHOLE : History.NONE;
    }
}
