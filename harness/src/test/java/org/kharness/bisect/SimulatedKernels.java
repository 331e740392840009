/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kharness.bisect.Trial.Followed;
import org.kharness.bisect.Trial.Tried;
import org.kharness.cache.Cache;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Cleanup;
import org.kharness.process.Command;
import org.kharness.progress.Progress;

/** A repository whose commits only pretend to be kernels: what each does when it is built and run is said by a test. */
final class SimulatedKernels implements Trial.Stage {
    static final Failure BROKEN = new Failure(Map.of("one", "SIGBUS to A: no such signal"));
    static final Failure OTHER = new Failure(Map.of("one", "warning:WARNING in something"));
    static final Failure NONE = new Failure(Map.of());

    private final Path repository;
    private final Cache cache;
    private final List<String> commits = new ArrayList<>();
    private final Map<String, List<Integer>> parents = new LinkedHashMap<>();
    private final Map<String, Trial> odd = new HashMap<>();
    private final Map<String, String> images = new HashMap<>();
    private final Random random;
    private int culprit = Integer.MAX_VALUE;
    private double rate = 1;
    private double background;
    private boolean fix;
    private GitBisect.Limits limits = GitBisect.Limits.NONE;
    private int diesAfter = Integer.MAX_VALUE;
    /** Each call, by the commit's number. */
    final List<Integer> tried = new ArrayList<>();

    int runs;

    /** Makes commits; {@code parentsOf} gives the numbers of each one's parents, smaller than its own. */
    SimulatedKernels(Path dir, int count, long seed, java.util.function.IntFunction<List<Integer>> parentsOf)
            throws Exception {
        repository = dir.resolve("linux.git");
        cache = Cache.at(dir.resolve("cache"));
        random = new Random(seed);
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String message = "commit " + i;
            stream.append("commit refs/heads/main\nmark :").append(i + 1);
            stream.append("\ncommitter A Developer <developer@example.org> ").append(1_700_000_000L + i);
            stream.append(" +0000\ndata ")
                    .append(message.length())
                    .append('\n')
                    .append(message)
                    .append('\n');
            List<Integer> from = i == 0 ? List.of() : parentsOf.apply(i);
            for (int n = 0; n < from.size(); n++) {
                stream.append(n == 0 ? "from :" : "merge :")
                        .append(from.get(n) + 1)
                        .append('\n');
            }
            if (i == 0) {
                String makefile = "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n";
                stream.append("M 644 inline Makefile\ndata ")
                        .append(makefile.length())
                        .append('\n')
                        .append(makefile);
            }
            String text = Integer.toString(i);
            stream.append(i % 2 == 0 ? "M 644 inline even/file\ndata " : "M 644 inline odd/file\ndata ")
                    .append(text.length())
                    .append('\n')
                    .append(text)
                    .append("\n\n");
        }
        Path input = Files.writeString(dir.resolve("stream"), stream, StandardCharsets.UTF_8);
        Command.of("git", "init", "--quiet", "--bare", "--initial-branch=main", repository.toString())
                .runOrFail();
        Path marks = dir.resolve("marks");
        Command.of("git", "--git-dir=" + repository, "fast-import", "--quiet", "--force", "--export-marks=" + marks)
                .from(input)
                .runOrFail();
        Map<Integer, String> byMark = new TreeMap<>();
        Files.readAllLines(marks)
                .forEach(l ->
                        byMark.put(Integer.parseInt(l.substring(1, l.indexOf(' '))), l.substring(l.indexOf(' ') + 1)));
        commits.addAll(byMark.values());
        for (int i = 0; i < count; i++) {
            parents.put(commits.get(i), i == 0 ? List.of() : parentsOf.apply(i));
        }
    }

    static SimulatedKernels line(Path dir, int count, long seed) throws Exception {
        return new SimulatedKernels(dir, count, seed, i -> List.of(i - 1));
    }

    /** From this commit on a try fails so often; elsewhere as often as the background. */
    SimulatedKernels breaks(int at, double often, double elsewhere) {
        culprit = at;
        rate = often;
        background = elsewhere;
        return this;
    }

    /** The commit mends it instead. */
    SimulatedKernels mends() {
        fix = true;
        return this;
    }

    SimulatedKernels odd(int at, Trial trial) {
        odd.put(commits.get(at), trial);
        return this;
    }

    /** Looks at some commits only. */
    SimulatedKernels within(GitBisect.Limits some) {
        limits = some;
        return this;
    }

    /** Gives a commit the image of another. */
    SimulatedKernels same(int at, int as) {
        images.put(commits.get(at), commits.get(as));
        return this;
    }

    /** The process is killed in the call after so many. */
    void dieAfter(int calls) {
        diesAfter = tried.size() + calls;
    }

    String commit(int number) {
        return commits.get(number);
    }

    int number(@Nullable KernelTree commit) {
        return commit == null ? -1 : commits.indexOf(commit.commit());
    }

    Path repository() {
        return repository;
    }

    KernelTree tree(String commit) {
        try (Cleanup cleanup = new Cleanup()) {
            return KernelSource.parse("git:" + repository + "@" + commit)
                    .obtain(new JobContext(cache, Progress.NONE, cleanup));
        }
    }

    Bisection.Ends ends() {
        return new Bisection.Ends(tree(commits.get(0)), tree(commits.get(commits.size() - 1)));
    }

    GitBisect git(Bisection.Options options) {
        Bisection.Ends ends = ends();
        return GitBisect.between(
                cache,
                ends.newer(),
                new GitBisect.Range(
                        ends.newer().source(),
                        ends.older().commit(),
                        ends.newer().commit(),
                        options.findFix(),
                        limits),
                "one");
    }

    /** Searches, or goes on. */
    Bisection.Outcome search(Bisection.Options options) {
        GitBisect git = git(options);
        return new Bisection(this, options, Progress.NONE, Ledger.open(git.file("tried.json")), git).search(ends());
    }

    @Override
    public Tried attempt(KernelTree commit, @Nullable Followed followed, int times) {
        int number = number(commit);
        tried.add(number);
        if (tried.size() > diesAfter) {
            diesAfter = Integer.MAX_VALUE;
            throw new IllegalStateException("killed");
        }
        Trial fixed = odd.get(commit.commit());
        String image = images.getOrDefault(commit.commit(), commit.commit());
        if (fixed != null && fixed.what() == What.BUILD) {
            return new Tried("", List.of(fixed));
        }
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            runs++;
            boolean defect = contains(number) != fix;
            boolean fails = random.nextDouble() < (defect ? rate : background);
            trials.add(fixed != null ? fixed : Trial.judged(fails ? BROKEN : NONE));
        }
        return new Tried(image, trials);
    }

    private boolean contains(int number) {
        if (number == culprit) {
            return true;
        }
        for (int parent : parents.getOrDefault(commits.get(number), List.of())) {
            if (parent >= culprit && contains(parent)) {
                return true;
            }
        }
        return false;
    }
}
