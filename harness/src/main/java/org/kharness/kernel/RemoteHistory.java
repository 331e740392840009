/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.time.Duration;
import org.eclipse.jgit.lib.ObjectId;
import org.kharness.cache.Cache;
import org.kharness.cache.Shelf;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;

/**
 * Commits of a repository elsewhere with all their history, which a bisect needs: in a repository of ours apart from that of
 * {@link RemoteSource}, whose commits have none. The first commit costs a clone's time and room; later ones what they add.
 */
public final class RemoteHistory {
    private static final String KIND = "remote:";

    private RemoteHistory() {}

    /** True for {@code remote:URL}, which names a repository and no commit. */
    public static boolean isFor(String kernel) {
        return kernel.startsWith(KIND);
    }

    /**
     * A commit.
     *
     * @param kernel {@code remote:URL}
     * @param name a commit id, a tag or a branch
     * @throws InputException if there is no such commit there, or it holds no kernel
     */
    public static KernelTree commit(Cache cache, Progress progress, String kernel, String name) {
        String url = kernel.substring(KIND.length());
        KernelRepository repository = KernelRepository.history(cache, url);
        Shelf.used(repository.path());
        String spec = kernel + "@" + name;
        if (!ObjectId.isId(name) || !has(repository, name)) {
            progress.note("fetching " + name + " with its history from " + url);
            fetch(repository, url, name, spec);
        }
        String local = ObjectId.isId(name) ? name : ref(name);
        String commit = NativeGit.command(repository.path(), "rev-parse", "--verify", local + "^{commit}")
                .runOrFail()
                .text();
        return repository.describe(ObjectId.fromString(commit), spec);
    }

    private static boolean has(KernelRepository repository, String commit) {
        return NativeGit.command(repository.path(), "cat-file", "-e", commit + "^{commit}")
                .run()
                .ok();
    }

    private static String ref(String name) {
        return "refs/kharness/history/" + Cache.digest(name).substring(0, 16);
    }

    private static void fetch(KernelRepository repository, String url, String name, String spec) {
        if (name.startsWith("-") || name.contains(":")) {
            throw new InputException(spec + ": '" + name + "' names no commit");
        }
        CommandResult fetched = NativeGit.command(
                        repository.path(), "fetch", "--quiet", "--no-tags", "--", url, "+" + name + ":" + ref(name))
                .within(Duration.ofHours(6))
                .run();
        if (fetched.ok()) {
            return;
        }
        String said = fetched.tail().stream()
                .filter(l -> l.startsWith("fatal:") || l.startsWith("error:"))
                .findFirst()
                .orElse("git ended with exit code " + fetched.exitCode());
        if (said.contains("not our ref") || said.contains("couldn't find remote ref")) {
            throw new InputException(spec + ": there is no such commit there: " + said);
        }
        throw new SurroundingsException("cannot fetch from " + url + ": " + said);
    }
}
