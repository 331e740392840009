/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.kernel.CommitText;
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
            Pattern.compile("^([0-9a-f]{40}) is the first '?(?:bad|fixed)'? commit", Pattern.MULTILINE);

    /** A line of "git rev-list --bisect-all", which may name refs too. */
    private static final Pattern PART = Pattern.compile("([0-9a-f]{40}) \\(.*\\bdist=(\\d{1,9})\\)");

    private final KernelRepository repository;
    private final Range range;
    private String answer = "";

    private GitBisect(KernelRepository repository, Range range) {
        this.repository = repository;
        this.range = range;
    }

    /**
     * What is searched.
     *
     * @param source what the user calls the kernel
     * @param older a commit id
     * @param newer a commit id that {@code older} leads to
     * @param findFix true if the older end is the one that fails: git's terms are "broken" and "fixed" then
     * @param limits which commits between them are looked at
     */
    public record Range(String source, String older, String newer, boolean findFix, Limits limits) {
        /** git's word for a mark. */
        String term(Mark mark) {
            return switch (mark) {
                case GOOD -> findFix ? "fixed" : "good";
                case BAD -> findFix ? "broken" : "bad";
                case SKIP -> "skip";
            };
        }
    }

    /**
     * Which commits are looked at, as git bisect start takes it.
     *
     * @param firstParent true for those of the main line alone: a merge stands for all that it brought
     * @param paths only those that touch one of these; empty for all
     */
    public record Limits(boolean firstParent, List<String> paths) {
        /** All of them. */
        public static final Limits NONE = new Limits(false, List.of());

        public Limits {
            paths = List.copyOf(paths);
        }
    }

    /** What was seen at a commit. */
    public enum Mark {
        GOOD,
        BAD,
        SKIP
    }

    /**
     * Goes on with a bisect, or starts it.
     *
     * @param history a kernel of the repository that holds both ends
     * @param what names what is looked for: another question is another bisect
     */
    public static GitBisect between(Cache cache, KernelTree history, Range range, String what) {
        String key = Cache.digest(
                        history.repository().toString(),
                        range.older(),
                        range.newer(),
                        Boolean.toString(range.findFix()),
                        range.limits().toString(),
                        what)
                .substring(0, 16);
        KernelRepository repository = KernelRepository.bisecting(cache, key, history.repository());
        GitBisect bisect = new GitBisect(repository, range);
        if (Files.exists(repository.path().resolve("BISECT_START"))) {
            bisect.answer = bisect.git("next").output();
        } else {
            // git wants a HEAD to come back to.
            NativeGit.command(repository.path(), "update-ref", "--no-deref", "HEAD", range.newer())
                    .runOrFail();
            List<String> start = new ArrayList<>(List.of("start", "--no-checkout"));
            if (range.findFix()) {
                start.addAll(List.of("--term-new=fixed", "--term-old=broken"));
            }
            if (range.limits().firstParent()) {
                start.add("--first-parent");
            }
            start.addAll(List.of(range.newer(), range.older(), "--"));
            start.addAll(range.limits().paths());
            CommandResult started = bisect.git(start.toArray(String[]::new));
            if (!started.ok()) {
                bisect.forget();
                throw new InputException("git cannot bisect between " + range.older() + " and " + range.newer() + ": "
                        + started.output().strip().lines().findFirst().orElse("no reason given"));
            }
            bisect.answer = started.output();
        }
        return bisect;
    }

    /** A file beside the bisect, which is forgotten with it. */
    public Path file(String name) {
        return repository.path().resolve(name);
    }

    /**
     * The commits between the ends that are looked at, the newest first, each with its parents; of commits that are not looked
     * at the parents stand there in their place.
     */
    public Map<String, List<String>> range() {
        return range(repository.path(), range);
    }

    /** The same of a range that is not searched yet, in any repository that has it. */
    static Map<String, List<String>> range(Path repository, Range range) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        List<String> line = new ArrayList<>(List.of("rev-list", "--topo-order", "--parents"));
        if (range.limits().firstParent()) {
            line.add("--first-parent");
        }
        line.addAll(List.of(range.newer(), "^" + range.older(), "--"));
        // What a merge brought is not looked at on its own, though rev-list names its end
        int most = range.limits().firstParent() ? 2 : Integer.MAX_VALUE;
        line.addAll(range.limits().paths());
        NativeGit.command(repository, line.toArray(String[]::new))
                .keepErrorApart()
                .runOrFail()
                .output()
                .lines()
                .map(l -> List.of(l.split(" ")))
                .forEach(l -> all.put(l.get(0), l.subList(1, Math.min(l.size(), most))));
        return all;
    }

    /** A commit of the range, or an end. */
    public KernelTree tree(String commit) {
        return repository.describe(ObjectId.fromString(commit), range.source());
    }

    /** The commit to try next; empty where the search is over. */
    public Optional<KernelTree> next() {
        if (firstBad().isPresent() || answer.contains("only 'skip'ped commits left")) {
            return Optional.empty();
        }
        Path head = repository.path().resolve("BISECT_HEAD");
        try {
            return Optional.of(tree(Files.readString(head).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("git bisect left no commit to try: " + answer.strip(), e);
        }
    }

    /**
     * All commits that may be tried next, those near the middle first, each with how many commits the smaller of the two parts
     * has that it divides the rest into; none where a commit was skipped, as git keeps away from these.
     */
    Map<String, Integer> smallerParts() {
        Map<String, Integer> parts = new LinkedHashMap<>();
        if (log().contains("\ngit bisect skip ")) {
            return parts;
        }
        List<String> line = new ArrayList<>(List.of("rev-list", "--bisect", "--bisect-all"));
        if (range.limits().firstParent()) {
            line.add("--first-parent");
        }
        line.add("--");
        line.addAll(range.limits().paths());
        NativeGit.command(repository.path(), line.toArray(String[]::new))
                .keepErrorApart()
                .runOrFail()
                .output()
                .lines()
                .map(PART::matcher)
                .filter(Matcher::matches)
                .forEach(m -> parts.put(m.group(1), Integer.parseInt(m.group(2))));
        return parts;
    }

    /** How many commits were marked as good or bad, the ends not counted. */
    int decided() {
        String good = "git bisect " + range.term(Mark.GOOD) + " ";
        String bad = "git bisect " + range.term(Mark.BAD) + " ";
        return (int) log().lines()
                .filter(l -> l.startsWith(good) || l.startsWith(bad))
                .count();
    }

    /** Says what was seen at a commit: at the one that {@link #next} gave, or at another of the range. */
    public void mark(KernelTree commit, Mark mark) {
        answer = git(range.term(mark), commit.commit()).output();
    }

    /** The first bad commit; empty while it is not found. */
    public Optional<KernelTree> firstBad() {
        Matcher m = FIRST_BAD.matcher(answer);
        return m.find() ? Optional.of(tree(m.group(1))) : Optional.empty();
    }

    /** What git bisect replay takes: every commit as it was marked. */
    public String log() {
        return git("log").output();
    }

    /**
     * What git bisect replay takes, with marks that may differ from what was thought at first.
     *
     * @param marks by commit, in order
     */
    public String log(Map<String, Mark> marks) {
        StringBuilder log = new StringBuilder("git bisect start ")
                .append(range.findFix() ? "'--term-new=fixed' '--term-old=broken' " : "")
                .append("'--no-checkout' ")
                .append(range.limits().firstParent() ? "'--first-parent' " : "")
                .append('\'')
                .append(range.newer())
                .append("' '")
                .append(range.older())
                .append('\'');
        if (!range.limits().paths().isEmpty()) {
            log.append(" '--'");
            range.limits()
                    .paths()
                    .forEach(p ->
                            log.append(" '").append(p.replace("'", "'\\''")).append('\''));
        }
        log.append('\n');
        marks.forEach((commit, mark) -> {
            if (!commit.equals(range.newer()) && !commit.equals(range.older())) {
                String term = range.term(mark);
                log.append("# ").append(term).append(": [").append(commit).append("] ");
                log.append(CommitText.of(tree(commit)).subject()).append('\n');
                log.append("git bisect ")
                        .append(term)
                        .append(' ')
                        .append(commit)
                        .append('\n');
            }
        });
        return log.toString();
    }

    /** True if a commit contains another, or is it. */
    public boolean contains(String commit, String other) {
        return CommitText.isIn(tree(commit), other);
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

    /** The files that a commit changes with their counts of lines, as git shows them, and a line that sums up. */
    public List<String> files(String commit) {
        return NativeGit.command(
                        repository.path(), "show", "--no-color", "--first-parent", "--stat=100", "--format=", commit)
                .keepErrorApart()
                .runOrFail()
                .output()
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .toList();
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
