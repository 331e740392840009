/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.bisect.Bisection.Trial;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/** Histories with one bad commit among some that do not build or boot, over a stage that only pretends. */
class BisectionTest {
    private static final int COMMITS = 16;
    private static final Failure BROKEN = new Failure(Map.of("one", "SIGBUS to A: no such signal"));
    private static final Failure OTHER = new Failure(Map.of("one", "warning:WARNING in something"));

    @TempDir
    Path dir;

    static Stream<Integer> placements() {
        return IntStream.range(0, 10).boxed();
    }

    @ParameterizedTest
    @MethodSource("placements")
    void findsTheBadCommit(int seed) throws Exception {
        Random random = new Random(seed);
        int bad = 1 + random.nextInt(COMMITS - 1);
        Map<Integer, Trial> odd = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            int at = 1 + random.nextInt(COMMITS - 2);
            // Next to the bad commit a skipped one leaves both undecided, as it must.
            if (Math.abs(at - bad) > 1) {
                odd.put(at, i == 0 ? Trial.of(OTHER) : Trial.impossible("does not build"));
            }
        }
        List<String> commits = history();
        Bisection.Outcome outcome = search(commits, number -> odd.getOrDefault(number, trial(number >= bad)));
        assertThat(outcome.firstBad())
                .isNotNull()
                .extracting(KernelTree::commit)
                .isEqualTo(commits.get(bad));
        assertThat(outcome.followed()).isEqualTo(BROKEN);
        assertThat(outcome.skipped()).allSatisfy(s -> assertThat(s).containsAnyOf("does not build", "fails otherwise"));
        assertUntouched();
    }

    @Test
    void listsWhatItCannotDecide() throws Exception {
        List<String> commits = history();
        Bisection.Outcome outcome =
                search(commits, number -> number == 7 ? Trial.impossible("does not boot") : trial(number >= 7));
        assertThat(outcome.firstBad()).isNull();
        assertThat(outcome.undecided()).containsExactlyInAnyOrder(commits.get(7), commits.get(8));
        assertThat(outcome.skipped()).hasSize(1).first().asString().contains("does not boot");
    }

    @Test
    void goesOnWhereItWasCutOff() throws Exception {
        List<String> commits = history();
        List<Integer> tried = new ArrayList<>();
        Function<Integer, Trial> dies = number -> {
            tried.add(number);
            if (tried.size() == 4) {
                throw new IllegalStateException("killed");
            }
            return trial(number >= 5);
        };
        assertThatThrownBy(() -> search(commits, dies)).hasMessage("killed");
        int before = tried.size();
        assertThat(search(commits, dies).firstBad())
                .isNotNull()
                .extracting(KernelTree::commit)
                .isEqualTo(commits.get(5));
        // Both ends are verified again; of the commits between them none is tried twice but the one it died on.
        List<Integer> again = tried.subList(before + 2, tried.size());
        assertThat(again).doesNotContain(tried.get(2));
    }

    @Test
    void refusesEndsThatAreNotWhatTheyAreSaidToBe() throws Exception {
        List<String> commits = history();
        assertThatThrownBy(() -> search(commits, number -> trial(false)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("every scenario passes there");
        assertThatThrownBy(() -> search(commits, number -> trial(true)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fails in the same way");
        assertThatThrownBy(() -> search(commits, number -> Trial.impossible("does not build")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be tried: does not build");
    }

    private static Trial trial(boolean broken) {
        return Trial.of(broken ? BROKEN : new Failure(Map.of()));
    }

    private Bisection.Outcome search(List<String> commits, Function<Integer, Trial> stage) {
        Cache cache = Cache.at(dir.resolve("cache"));
        KernelTree good;
        KernelTree bad;
        try (Cleanup cleanup = new Cleanup()) {
            String path = "git:" + dir.resolve("linux") + "@";
            good = KernelSource.parse(path + commits.get(0)).obtain(cache, Progress.NONE, cleanup);
            bad = KernelSource.parse(path + commits.get(commits.size() - 1)).obtain(cache, Progress.NONE, cleanup);
        }
        GitBisect bisect = GitBisect.between(cache, bad, good.commit(), bad.commit(), "one");
        Bisection.Outcome outcome =
                new Bisection(k -> stage.apply(commits.indexOf(k.commit())), Progress.NONE).search(good, bad, bisect);
        assertThat(bisect.log()).contains("git bisect start");
        return outcome;
    }

    /** A work tree of the user's with commits, a change that is not committed, and a stash. */
    private List<String> history() throws Exception {
        List<String> commits = new ArrayList<>();
        Path tree = dir.resolve("linux");
        try (Git git =
                Git.init().setDirectory(tree.toFile()).setInitialBranch("main").call()) {
            PersonIdent who = new PersonIdent("A Developer", "developer@example.org");
            Files.writeString(tree.resolve("Makefile"), "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n");
            for (int i = 0; i < COMMITS; i++) {
                Files.writeString(tree.resolve("file"), Integer.toString(i));
                git.add().addFilepattern(".").call();
                commits.add(git.commit()
                        .setMessage("commit " + i)
                        .setAuthor(who)
                        .setCommitter(who)
                        .setSign(false)
                        .call()
                        .name());
            }
            Files.writeString(tree.resolve("file"), "to be stashed");
            git.stashCreate().call();
            Files.writeString(tree.resolve("file"), "not committed");
        }
        before = state();
        return commits;
    }

    private List<String> before = List.of();

    private void assertUntouched() throws Exception {
        assertThat(state()).isEqualTo(before);
    }

    private List<String> state() throws Exception {
        List<String> state = new ArrayList<>();
        Path tree = dir.resolve("linux");
        try (Stream<Path> files = Files.walk(tree)) {
            for (File f : files.map(Path::toFile).filter(File::isFile).sorted().toList()) {
                state.add(f + " " + f.lastModified() + " "
                        + new String(Files.readAllBytes(f.toPath()), StandardCharsets.ISO_8859_1).hashCode());
            }
        }
        return state;
    }
}
