/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;
import org.kharness.series.Patch;
import org.kharness.series.PatchSeries;
import org.kharness.series.diff.DiffText;
import org.kharness.series.diff.PatchId;
import org.kharness.series.mail.GitDate;
import org.kharness.series.mail.MailFiles;

/** The commits of a git range as patches: {@code git:PATH@A..B}. The repository is only read. */
final class GitRange {
    private static final Pattern SPEC = Pattern.compile("git:(.+)@([^@]+?)\\.\\.([^@]+)");
    private static final int MOST_COMMITS = 10_000;

    private GitRange() {}

    /** True if the user means a git range. */
    static boolean means(String spec) {
        return SPEC.matcher(spec).matches();
    }

    /**
     * Reads the range, oldest commit first.
     *
     * @throws InputException if there is no such repository or range, it is empty, or it holds a merge
     */
    static PatchSeries read(String id, String spec, Cache cache) {
        Matcher parts = SPEC.matcher(spec);
        if (!parts.matches()) {
            throw new InputException(spec + ": not of the form git:PATH@A..B");
        }
        Path path = Path.of(parts.group(1));
        Path temporary = cache.temporary("range");
        try (Repository repository = open(path);
                RevWalk walk = new RevWalk(repository)) {
            walk.markStart(commit(walk, repository, spec, parts.group(3)));
            walk.markUninteresting(commit(walk, repository, spec, parts.group(2)));
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.REVERSE, true);
            List<RevCommit> commits = new ArrayList<>();
            for (RevCommit commit : walk) {
                commits.add(commit);
                if (commit.getParentCount() > 1) {
                    throw new InputException(spec + ": " + commit.name() + " is a merge; name a range without merges");
                }
                if (commits.size() > MOST_COMMITS) {
                    throw new InputException(spec + ": more than " + MOST_COMMITS + " commits");
                }
            }
            if (commits.isEmpty()) {
                throw new InputException(spec + ": the range holds no commit");
            }
            List<Patch> patches = new ArrayList<>();
            for (RevCommit commit : commits) {
                String diff = diff(repository, commit, temporary.resolve("diff"));
                patches.add(patch(commit, diff, patches.size() + 1, commits.size()));
            }
            return new PatchSeries(id, patches);
        } catch (IOException e) {
            throw new InputException(spec + ": " + e.getMessage(), e);
        } finally {
            Cache.delete(temporary);
        }
    }

    private static Repository open(Path path) throws IOException {
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        builder.findGitDir(path.toFile());
        if (builder.getGitDir() == null) {
            builder.setGitDir(path.toFile());
        }
        builder.setMustExist(true);
        try {
            return builder.build();
        } catch (IOException e) {
            throw new InputException(path + ": no git repository", e);
        }
    }

    private static RevCommit commit(RevWalk walk, Repository repository, String spec, String name) throws IOException {
        try {
            ObjectId id = repository.resolve(name + "^{commit}");
            if (id != null) {
                return walk.parseCommit(id);
            }
        } catch (IllegalArgumentException e) {
            throw new InputException(spec + ": not a revision: " + name, e);
        }
        throw new InputException(spec + ": no such commit: " + name);
    }

    /** git itself writes the diff: JGit cannot write binary patches. Its output goes to a file, so bytes stay bytes. */
    private static String diff(Repository repository, RevCommit commit, Path file) {
        CommandResult result = Command.of(
                        "git",
                        "--git-dir=" + repository.getDirectory(),
                        "-c",
                        "core.quotePath=true",
                        "-c",
                        "diff.algorithm=myers",
                        "diff-tree",
                        "-p",
                        "--root",
                        "--no-commit-id",
                        "--binary",
                        "--full-index",
                        "-M",
                        "--no-ext-diff",
                        "--no-textconv",
                        "--src-prefix=a/",
                        "--dst-prefix=b/",
                        "--output=" + file,
                        commit.name())
                .run();
        if (!result.ok()) {
            throw new SurroundingsException(result.describe());
        }
        return MailFiles.read(file);
    }

    private static Patch patch(RevCommit commit, String diff, int number, int total) {
        PersonIdent author = commit.getAuthorIdent();
        String message = commit.getFullMessage();
        return new Patch(
                number,
                total,
                commit.getShortMessage(),
                author.getName(),
                author.getEmailAddress(),
                GitDate.of(author.getWhenAsInstant(), author.getZoneId()),
                message,
                DiffText.of(diff),
                1,
                false,
                "",
                PatchId.of(diff),
                true,
                commit.name());
    }
}
