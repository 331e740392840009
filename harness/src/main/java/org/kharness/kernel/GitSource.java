/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.process.CommandResult;

/** A commit of a user's git repository, reached through alternates. His repository is only read. */
record GitSource(String spec, Path path, String ref) implements KernelSource {
    static final String PREFIX = "git:";

    static GitSource parse(String spec, String rest) {
        int at = rest.lastIndexOf('@');
        // HEAD@{1} and the like hold the sign themselves
        if (at > 0 && rest.startsWith("@{", at)) {
            at = rest.lastIndexOf('@', at - 1);
        }
        String ref = at < 0 ? "HEAD" : rest.substring(at + 1);
        String path = at < 0 ? rest : rest.substring(0, at);
        if (path.isEmpty() || ref.isEmpty()) {
            throw new InputException("unknown kernel '" + spec + "': expected git:PATH@REF");
        }
        return new GitSource(spec, KernelSource.path(spec, path), ref);
    }

    @Override
    public KernelTree obtain(JobContext job) {
        return obtain(job.cache(), true);
    }

    @Override
    public KernelTree obtainAny(JobContext job) {
        return obtain(job.cache(), false);
    }

    private KernelTree obtain(Cache cache, boolean kernel) {
        try (Repository user =
                open(path).orElseThrow(() -> new InputException(spec + ": " + path + " is no git repository"))) {
            ObjectId commit = resolve(user);
            KernelRepository ours = reach(cache, user);
            return kernel ? ours.describe(commit, spec) : ours.describeAny(commit, spec);
        } catch (IOException e) {
            throw new InputException(spec + ": cannot read the repository: " + e.getMessage(), e);
        }
    }

    /** A commit by the nearest of the user's release tags, as git describe does; empty where none is among its ancestors. */
    Optional<String> nearestTag(String commit) {
        try (Repository user = open(path).orElseThrow(() -> new IOException("gone since"))) {
            CommandResult told = NativeGit.command(
                            user.getCommonDirectory().toPath(),
                            "describe",
                            "--tags",
                            "--match=v[0-9]*",
                            "--abbrev=12",
                            commit)
                    .keepErrorApart()
                    .run();
            return told.ok() ? Optional.of(told.output().strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private ObjectId resolve(Repository user) throws IOException {
        try {
            ObjectId commit = user.resolve(ref + "^{commit}");
            if (commit != null) {
                return commit;
            }
        } catch (AmbiguousObjectException e) {
            throw new InputException(spec + ": '" + ref + "' could be several commits", e);
        } catch (RevisionSyntaxException | IncorrectObjectTypeException e) {
            throw new InputException(spec + ": '" + ref + "' names no commit", e);
        }
        throw new InputException(spec + ": the repository has no commit '" + ref + "'");
    }

    /** Opens the repository at a path: a work tree, a linked one, or a bare repository; empty if there is none. */
    static Optional<Repository> open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
        File folder = path.toAbsolutePath().normalize().toFile();
        Path dot = folder.toPath().resolve(".git");
        if (Files.exists(dot)) {
            builder.setWorkTree(folder).setup();
        } else if (Files.isDirectory(path.resolve("objects")) && Files.isRegularFile(path.resolve("HEAD"))) {
            builder.setGitDir(folder).setBare();
        } else {
            return Optional.empty();
        }
        try {
            return Optional.of(builder.build());
        } catch (org.eclipse.jgit.errors.RepositoryNotFoundException e) {
            return Optional.empty();
        }
    }

    /** A repository of ours that reaches all objects of the user's. */
    static KernelRepository reach(Cache cache, Repository user) throws IOException {
        Path common = user.getCommonDirectory().toPath();
        KernelRepository ours = KernelRepository.reaching(cache, common.resolve("objects"));
        // Where a shallow clone ends, our history ends too (gitrepository-layout(5), shallow)
        Path shallow = common.resolve("shallow");
        if (Files.isRegularFile(shallow)) {
            Cache.write(ours.path().resolve("shallow"), Files.readString(shallow));
        } else {
            Files.deleteIfExists(ours.path().resolve("shallow"));
        }
        return ours;
    }
}
