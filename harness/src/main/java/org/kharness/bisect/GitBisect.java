/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelRepository;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.NativeGit;
import org.kharness.process.CommandResult;

/**
 * git's own bisect, in a bare repository of ours that reaches the objects of the one that holds the history. Nothing is
 * checked out, and nothing of that repository is written. What was marked is kept, so a bisect that was cut off goes on.
 */
public final class GitBisect {
    private static final Pattern FIRST_BAD =
            Pattern.compile("^([0-9a-f]{40}) is the first '?bad'? commit", Pattern.MULTILINE);
    private static final Pattern CANDIDATE = Pattern.compile("^([0-9a-f]{40})$", Pattern.MULTILINE);

    private final KernelRepository repository;
    private final String source;
    private String answer = "";

    private GitBisect(KernelRepository repository, String source) {
        this.repository = repository;
        this.source = source;
    }

    /** What was seen at a commit. */
    public enum Mark {
        GOOD,
        BAD,
        SKIP
    }

    /**
     * Goes on with the bisect between two commits, or starts it.
     *
     * @param history a kernel of the repository that holds both
     * @param good a commit id
     * @param bad a commit id that {@code good} leads to
     * @param what names what is looked for: another question is another bisect
     */
    public static GitBisect between(Cache cache, KernelTree history, String good, String bad, String what) {
        String key =
                Cache.digest(history.repository().toString(), good, bad, what).substring(0, 16);
        KernelRepository repository = KernelRepository.bisecting(cache, key, history.repository());
        GitBisect bisect = new GitBisect(repository, history.source());
        if (Files.exists(repository.path().resolve("BISECT_START"))) {
            bisect.answer = bisect.git("next").output();
        } else {
            // git wants a HEAD to come back to.
            NativeGit.command(repository.path(), "update-ref", "--no-deref", "HEAD", bad)
                    .runOrFail();
            CommandResult started = bisect.git("start", "--no-checkout", bad, good, "--");
            if (!started.ok()) {
                throw new InputException("git cannot bisect between " + good + " and " + bad + ": "
                        + started.output().strip().lines().findFirst().orElse("no reason given"));
            }
            bisect.answer = started.output();
        }
        return bisect;
    }

    /** The commit to try next; empty where the search is over. */
    public Optional<KernelTree> next() {
        if (firstBad().isPresent() || !undecided().isEmpty()) {
            return Optional.empty();
        }
        Path head = repository.path().resolve("BISECT_HEAD");
        try {
            return Optional.of(repository.describe(
                    ObjectId.fromString(Files.readString(head).strip()), source));
        } catch (IOException e) {
            throw new UncheckedIOException("git bisect left no commit to try: " + answer.strip(), e);
        }
    }

    /** Says what was seen at the commit that {@link #next} gave. */
    public void mark(KernelTree commit, Mark mark) {
        answer = git(mark.name().toLowerCase(Locale.ROOT), commit.commit()).output();
    }

    /** The first bad commit; empty while it is not found. */
    public Optional<KernelTree> firstBad() {
        Matcher m = FIRST_BAD.matcher(answer);
        return m.find() ? Optional.of(repository.describe(ObjectId.fromString(m.group(1)), source)) : Optional.empty();
    }

    /** Commits of which one is the first bad one, where those that could tell were skipped. */
    public List<String> undecided() {
        List<String> commits = new ArrayList<>();
        if (answer.contains("only 'skip'ped commits left")) {
            Matcher m = CANDIDATE.matcher(answer);
            while (m.find()) {
                commits.add(m.group(1));
            }
        }
        return commits;
    }

    /** What git bisect replay takes. */
    public String log() {
        return git("log").output();
    }

    /** Roughly how many steps are left, as git says it; empty where it does not. */
    public String left() {
        return answer.lines()
                .filter(l -> l.startsWith("Bisecting:"))
                .findFirst()
                .orElse("");
    }

    /** Author, subject and files of a commit, as git shows them. */
    public String describe(String commit) {
        return NativeGit.command(
                        repository.path(),
                        "show",
                        "--no-color",
                        "--stat=100",
                        "--format=commit %H%nAuthor: %an <%ae>%nDate:   %ad%n%n    %s%n",
                        commit)
                .runOrFail()
                .output();
    }

    /** Forgets the bisect; the next one with the same question starts anew. */
    public void forget() {
        Cache.delete(repository.path());
    }

    private CommandResult git(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = "bisect";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return NativeGit.command(repository.path(), line).run();
    }
}
