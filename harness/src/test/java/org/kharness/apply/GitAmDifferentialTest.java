/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.cache.Cache;
import org.kharness.failure.HarnessException;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;
import org.kharness.series.source.SeriesSource;

/**
 * Threads given to us whole and, with only those mails that are meant, to the real {@code git am}: same tree, same commits, or
 * refused by both.
 */
class GitAmDifferentialTest {
    private static final int GENERATED = Integer.getInteger("kharness.differential.threads", 500);
    private static final int SHAPED = 100;
    private static final long SEED = Long.getLong("kharness.differential.seed", 20211202L);
    private static final String IDENTITY = """
            export GIT_COMMITTER_NAME=kharness GIT_COMMITTER_EMAIL=kharness@localhost GIT_CONFIG_NOSYSTEM=1 HOME=$PWD
            export GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=core.fsync GIT_CONFIG_VALUE_0=none
            export GIT_CONFIG_KEY_1=gc.auto GIT_CONFIG_VALUE_1=0 GIT_CONFIG_KEY_2=advice.mergeConflict GIT_CONFIG_VALUE_2=false
            """;

    @TempDir
    private Path dir;

    @Test
    void agreesWithGitAmOnGeneratedThreads() throws Exception {
        ThreadCases cases = new ThreadCases(SEED);
        List<ThreadCases.Thread> threads = new ArrayList<>();
        while (threads.size() < GENERATED) {
            threads.add(cases.next());
        }
        compare(threads, GENERATED / 20);
    }

    @Test
    void agreesWithGitAmOnThreadsShapedLikeRealOnes() throws Exception {
        List<ThreadCases.Thread> threads = new ShapedThreads(dir, SEED).make(SHAPED);
        compare(threads, 0);
    }

    private void compare(List<ThreadCases.Thread> threads, int refusedAtLeast) throws Exception {
        KernelTree base = base();
        List<String> git = gitAm(threads);
        Cache cache = Cache.at(dir.resolve("cache"));
        Map<String, Integer> differing = new TreeMap<>();
        List<String> first = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < threads.size(); i++) {
            String ours = ours(base, dir.resolve(i + ".all"), cache);
            boolean undated = !threads.get(i).chosen().contains("\nDate: ")
                    && !threads.get(i).chosen().contains("\r");
            String theirs = undated ? git.get(i).replaceFirst(" .*", "") : git.get(i);
            refused += theirs.equals("refused") ? 1 : 0;
            boolean same = theirs.equals("refused") ? ours.startsWith("refused") : ours.startsWith(theirs);
            if (!same) {
                differing.merge(threads.get(i).kind(), 1, Integer::sum);
                if (first.size() < 3) {
                    first.add("thread " + i + " (" + threads.get(i).kind() + "): git " + theirs + ", ours " + ours
                            + "\n" + threads.get(i).all());
                }
            }
        }
        assertThat(differing).as(String.join("\n", first)).isEmpty();
        assertThat(refused).as("refused by both").isBetween(refusedAtLeast, threads.size() / 3);
    }

    private static String ours(KernelTree base, Path mbox, Cache cache) {
        try {
            AppliedSeries applied =
                    SeriesApplier.apply(base, SeriesSource.open(mbox.toString(), mbox.resolveSibling("none"), cache));
            return applied.result().tree() + " " + applied.result().commit();
        } catch (HarnessException e) {
            return "refused: " + e.getMessage();
        }
    }

    private KernelTree base() throws IOException {
        Path repo = dir.resolve("repo");
        if (!Files.exists(repo)) {
            Files.createDirectory(repo);
            for (int file = 0; file < ThreadCases.files(); file++) {
                Files.writeString(repo.resolve("f" + file), ThreadCases.base(file));
            }
            Files.writeString(dir.resolve("base.sh"), IDENTITY + """
                    export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@x
                    git init -q -b main . && git add . && git commit -qm base && git tag base
                    """);
            Command.of("sh", dir.resolve("base.sh").toString()).in(repo).runOrFail();
        }
        String commit = Command.of("git", "rev-parse", "base^{commit}")
                .in(repo)
                .runOrFail()
                .text();
        String tree = Command.of("git", "rev-parse", "base^{tree}")
                .in(repo)
                .runOrFail()
                .text();
        return new KernelTree(repo.resolve(".git"), "base", commit, tree, "");
    }

    /** One shell for all: starting git is what costs. */
    private List<String> gitAm(List<ThreadCases.Thread> threads) throws IOException {
        StringBuilder script = new StringBuilder(IDENTITY);
        for (int i = 0; i < threads.size(); i++) {
            Files.write(
                    dir.resolve(i + ".all"), ThreadCases.bytes(threads.get(i).all()));
            Files.write(
                    dir.resolve(i + ".box"), ThreadCases.bytes(threads.get(i).chosen()));
            script.append("if git am -q --committer-date-is-author-date ../%d.box >/dev/null 2>&1\n".formatted(i))
                    .append("then git log -1 --format='%T %H'; else echo refused; rm -rf .git/rebase-apply; fi\n")
                    .append("git reset -q --hard base\n");
        }
        Files.writeString(dir.resolve("am.sh"), script);
        CommandResult result = Command.of("sh", dir.resolve("am.sh").toString())
                .in(dir.resolve("repo"))
                .keepErrorApart()
                .runOrFail();
        return result.output().lines().toList();
    }
}
