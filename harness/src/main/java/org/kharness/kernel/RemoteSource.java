/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.process.CommandResult;

/**
 * A kernel in a git repository elsewhere: {@code remote:URL@REF}, where REF is a branch, a tag, a commit that was obtained
 * before, or a pattern of tags, of which the last by git's version sort is meant: next-* is linux-next's newest, v6.12.* the last
 * stable release of 6.12. Only that commit is fetched, without its history.
 */
record RemoteSource(String spec, String url, String ref) implements KernelSource {
    static RemoteSource parse(String spec, String rest) {
        int at = rest.lastIndexOf('@');
        if (at <= 0 || at == rest.length() - 1 || rest.startsWith("-")) {
            throw new InputException("unknown kernel '" + spec + "': expected remote:URL@REF");
        }
        return new RemoteSource(spec, rest.substring(0, at), rest.substring(at + 1));
    }

    @Override
    public KernelTree obtain(JobContext job) {
        KernelRepository repository = KernelRepository.remote(job.cache(), url);
        if (ObjectId.isId(ref)) {
            return repository.describe(ObjectId.fromString(ref), spec);
        }
        String name = newest();
        job.progress().detail("fetching " + name);
        String local = "refs/kharness/remote/" + Cache.digest(name).substring(0, 16);
        CommandResult fetched = NativeGit.command(
                        repository.path(), "fetch", "--quiet", "--depth=1", "--no-tags", url, "+" + name + ":" + local)
                .within(Duration.ofHours(2))
                .run();
        if (!fetched.ok()) {
            throw unreachable(fetched);
        }
        String commit = NativeGit.command(repository.path(), "rev-parse", local + "^{commit}")
                .runOrFail()
                .text();
        return repository.describe(
                ObjectId.fromString(commit), "remote:" + url + "@" + name.replaceFirst("^refs/(tags|heads)/", ""));
    }

    /** The full name of the ref that is meant. */
    private String newest() {
        // v6.12.9 before v6.12.58, and v6.13-rc1 before v6.13 (git-config(1), versionsort.suffix)
        CommandResult listed = NativeGit.anywhere(
                        "-c", "versionsort.suffix=-rc", "ls-remote", "--refs", "--sort=version:refname", "--", url)
                .keepErrorApart()
                .within(Duration.ofMinutes(10))
                .run();
        if (!listed.ok()) {
            throw unreachable(listed);
        }
        List<String> names = listed.output()
                .lines()
                .map(l -> l.substring(l.indexOf('\t') + 1))
                .toList();
        if (names.contains("refs/heads/" + ref)) {
            return "refs/heads/" + ref;
        }
        PathMatcher pattern = pattern();
        return names.stream()
                .filter(n -> n.startsWith("refs/tags/") && pattern.matches(Path.of(n.substring("refs/tags/".length()))))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new InputException(spec + ": no branch of that name there and no such tag"));
    }

    private PathMatcher pattern() {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + ref);
        } catch (PatternSyntaxException e) {
            throw new InputException(spec + ": '" + ref + "' is no pattern", e);
        }
    }

    private SurroundingsException unreachable(CommandResult result) {
        String said = result.tail().stream()
                .filter(l -> l.startsWith("fatal:"))
                .findFirst()
                .orElse("git ended with exit code " + result.exitCode());
        return new SurroundingsException("cannot fetch from " + url + ": " + said);
    }
}
