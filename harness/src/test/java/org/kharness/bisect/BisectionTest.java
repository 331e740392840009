/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kharness.bisect.SimulatedKernels.OTHER;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.failure.InputException;
import org.kharness.process.Command;

/** Histories with one bad commit among some that do not build or boot, over a stage that only pretends. */
class BisectionTest {
    private static final int COMMITS = 16;
    private static final Bisection.Options USUAL = new Bisection.Options(null, false, 30, 0.95);
    private static final Trial NO_BUILD = Trial.broken(What.BUILD, "fs/dax.c:12: odd");
    private static final Trial NO_BOOT = Trial.broken(What.BOOT, "panic: odd");

    @TempDir
    Path dir;

    static Stream<Integer> placements() {
        return IntStream.range(0, 10).boxed();
    }

    /** A bad end that touches none of the paths is none of the commits looked at, and contains them all the same. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.5})
    void looksAtCommitsAloneThatTouchAPath(double rate) throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, COMMITS, 5)
                .breaks(6, rate, 0)
                .within(new GitBisect.Limits(false, List.of("even")));
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(kernels.number(outcome.found())).isEqualTo(6);
        assertThat(kernels.tried).as("tried, but for the bad end").allMatch(n -> n % 2 == 0 || n == COMMITS - 1);
    }

    /** Every third commit merges the one before it, which is on no main line. */
    @Test
    void looksAtTheMainLineAlone() throws Exception {
        SimulatedKernels kernels = new SimulatedKernels(
                        dir, COMMITS, 5, i -> i % 3 == 0 ? List.of(i - 2, i - 1) : List.of(i - (i % 3 == 2 ? 2 : 1)))
                .breaks(5, 1, 0)
                .within(new GitBisect.Limits(true, List.of()));
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(kernels.number(outcome.found()))
                .as("the merge of the bad one")
                .isEqualTo(6);
        assertThat(kernels.tried).allMatch(n -> n % 3 != 2);
    }

    @ParameterizedTest
    @MethodSource("placements")
    void findsTheBadCommit(int seed) throws Exception {
        Random random = new Random(seed);
        int bad = 1 + random.nextInt(COMMITS - 1);
        SimulatedKernels kernels = SimulatedKernels.line(dir, COMMITS, seed).breaks(bad, 1, 0);
        for (int i = 0; i < 3; i++) {
            int at = 1 + random.nextInt(COMMITS - 2);
            // Next to the bad commit a skipped one leaves both undecided, as it must.
            if (Math.abs(at - bad) > 1) {
                kernels.odd(at, i == 0 ? Trial.judged(OTHER) : NO_BUILD);
            }
        }
        List<String> before = state(kernels.repository());
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(kernels.number(outcome.found())).isEqualTo(bad);
        assertThat(outcome.followed().failure()).isEqualTo(SimulatedKernels.BROKEN);
        assertThat(outcome.skipped().values())
                .allSatisfy(s -> assertThat(s).containsAnyOf("fs/dax.c", "fails otherwise"));
        assertThat(outcome.suspects().values())
                .first()
                .satisfies(p -> assertThat(p).isGreaterThan(0.95));
        assertThat(state(kernels.repository())).as("the user's repository").isEqualTo(before);
    }

    /** A real series was undecided between patches 1 and 4, since 1 to 3 fail as the good end does: otherwise. */
    @Test
    void whatFailsAsTheGoodEndDoesIsGood() throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, 5, 1).breaks(4, 1, 0);
        for (int i = 0; i < 4; i++) {
            kernels.odd(i, Trial.judged(SimulatedKernels.OTHER));
        }
        kernels.dieAfter(3);
        assertThatThrownBy(() -> kernels.search(USUAL)).hasMessage("killed");
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(kernels.number(outcome.found())).isEqualTo(4);
        assertThat(outcome.skipped()).isEmpty();
        assertThat(outcome.followed().besides()).isEqualTo(SimulatedKernels.OTHER);
    }

    @Test
    void whatFailsInAThirdWayIsSkipped() throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, COMMITS, 1)
                .breaks(9, 1, 0)
                .odd(0, Trial.judged(SimulatedKernels.OTHER))
                .odd(7, Trial.judged(new Failure(Map.of("one", "a third way"))));
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(kernels.number(outcome.found())).isEqualTo(9);
        assertThat(outcome.skipped()).containsOnlyKeys(kernels.commit(7));
    }

    @Test
    void aCommitThatTheSeriesDoesNotFitIsSkipped() throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, COMMITS, 1)
                .breaks(9, 1, 0)
                .odd(7, Trial.unclear("the series does not apply there: mm/a.c"));
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(kernels.number(outcome.found())).isEqualTo(9);
        assertThat(outcome.skipped()).containsOnlyKeys(kernels.commit(7));
        assertThat(kernels.tried.stream().filter(n -> n == 7))
                .as("once is enough")
                .hasSize(1);
    }

    @Test
    void aGoodEndThatFailsInTheSameWayIsSaidAtOnce() throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, COMMITS, 1).breaks(0, 1, 0);
        assertThatThrownBy(() -> kernels.search(USUAL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fails in the same way: 5 of 5 fail there");
        assertThat(kernels.runs).as("five tries of each end").isEqualTo(10);
    }

    @Test
    void aFailureThatIsThereAtTimesWithoutTheDefectTooIsFollowedByItsRate() throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, 30, 7).breaks(11, 0.9, 0.1);
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(outcome.suspects()).containsKey(kernels.commit(11));
        assertThat(outcome.rates().with()).isGreaterThan(outcome.rates().without());
    }

    @Test
    void listsWhatItCannotDecide() throws Exception {
        SimulatedKernels kernels =
                SimulatedKernels.line(dir, COMMITS, 1).breaks(7, 1, 0).odd(7, NO_BOOT);
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(outcome.found()).isNull();
        assertThat(outcome.suspects().keySet()).containsExactlyInAnyOrder(kernels.commit(7), kernels.commit(8));
        assertThat(outcome.skipped()).containsOnlyKeys(kernels.commit(7)).containsValue("panic: odd");
    }

    @Test
    void goesOnWhereItWasCutOffAndForgetsNoSkip() throws Exception {
        SimulatedKernels kernels =
                SimulatedKernels.line(dir, COMMITS, 1).breaks(5, 1, 0).odd(7, NO_BUILD);
        kernels.dieAfter(4);
        assertThatThrownBy(() -> kernels.search(USUAL)).hasMessage("killed");
        List<Integer> before = List.copyOf(kernels.tried);
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(kernels.number(outcome.found())).isEqualTo(5);
        assertThat(before)
                .as("both ends, the skipped one, and where it died")
                .hasSize(5)
                .startsWith(15, 0, 7);
        assertThat(kernels.tried.get(5)).as("goes on where it died").isEqualTo(before.get(4));
        assertThat(kernels.tried.subList(5, kernels.tried.size())).doesNotContain(15, 0, 7);
        assertThat(outcome.skipped()).containsOnlyKeys(kernels.commit(7));
    }

    @ParameterizedTest
    @EnumSource(names = {"BUILD", "BOOT"})
    void aBadEndThatDoesNotBuildOrBootIsBisectedForThat(What what) throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, COMMITS, 1);
        for (int i = 9; i < COMMITS; i++) {
            kernels.odd(i, Trial.broken(what, "fs/dax.c:" + i + ": no such thing"));
        }
        kernels.odd(4, Trial.broken(What.BUILD, "mm/other.c:1: another error"));
        Bisection.Outcome outcome = kernels.search(USUAL);
        assertThat(outcome.followed().what()).isEqualTo(what);
        assertThat(kernels.number(outcome.found())).isEqualTo(9);
        assertThatThrownBy(() -> kernels.search(new Bisection.Options(What.SCENARIO, true, 30, 0.95)))
                .isInstanceOf(InputException.class);
    }

    @Test
    void findsTheCommitThatMendedIt() throws Exception {
        SimulatedKernels kernels =
                SimulatedKernels.line(dir, COMMITS, 3).breaks(6, 0.8, 0).mends().odd(12, NO_BUILD);
        Bisection.Options options = new Bisection.Options(What.SCENARIO, true, 30, 0.95);
        GitBisect git = kernels.git(options);
        Bisection.Outcome outcome = kernels.search(options);
        assertThat(kernels.number(outcome.found())).isEqualTo(6);
        Answer answer = new Answer(outcome, kernels.ends(), true, git);
        assertThat(answer.text())
                .startsWith("first fixed commit:\ncommit " + kernels.commit(6))
                .contains("probability: 9");
        assertThat(answer.log()).contains("git bisect fixed ", "git bisect broken ");
        replays(kernels, answer.log(), "is the first fixed commit", 6);
    }

    @Test
    void theAnswerIsToldWithItsEvidence() throws Exception {
        SimulatedKernels kernels =
                SimulatedKernels.line(dir, COMMITS, 5).breaks(6, 0.7, 0).odd(9, NO_BUILD);
        GitBisect git = kernels.git(USUAL);
        Answer answer = new Answer(kernels.search(USUAL), kernels.ends(), false, git);
        assertThat(answer.text())
                .containsPattern("at [0-9a-f]{12} commit 6: [1-9]\\d* of \\d+ fail")
                .containsPattern("at [0-9a-f]{12} commit 5: 0 of \\d+ fail")
                .contains("A Developer");
        assertThat(answer.report().suspects()).singleElement().satisfies(s -> {
            assertThat(s.subject()).isEqualTo("commit 6");
            assertThat(s.files()).contains("1 file changed, 1 insertion(+), 1 deletion(-)");
        });
        assertThat(answer.report().steps()).extracting(s -> s.place() > 6 - 1).isNotEmpty();
        replays(kernels, answer.log(), "is the first bad commit", 6);
    }

    private void replays(SimulatedKernels kernels, String log, String expected, int commit) throws Exception {
        Path other = dir.resolve("replay.git");
        Command.of("git", "clone", "--quiet", "--bare", kernels.repository().toString(), other.toString())
                .runOrFail();
        Path file = Files.writeString(dir.resolve("log"), log);
        Command.of("git", "--git-dir=" + other, "bisect", "start", "--no-checkout")
                .runOrFail();
        assertThat(Command.of("git", "--git-dir=" + other, "bisect", "replay", file.toString())
                        .run()
                        .output())
                .contains(kernels.commit(commit) + " " + expected);
    }

    @Test
    void aCommitWithTheImageOfItsParentIsHardlyTheOne() {
        Map<String, List<String>> range = new LinkedHashMap<>();
        List.of("d", "c", "b", "a")
                .forEach(c -> range.put(c, List.of(c.equals("a") ? "base" : "" + (char) (c.charAt(0) - 1))));
        Map<String, Observation> seen = new LinkedHashMap<>();
        seen.put("d", new Observation("4", 5, 5, 0, "", 1));
        seen.put("base", new Observation("0", 0, 12, 0, "", 1));
        seen.put("b", new Observation("1", 0, 8, 0, "", 1));
        seen.put("c", new Observation("3", 3, 3, 0, "", 1));
        Rates rates = new Rates(0.5, 0.04);
        Suspects suspects = new Suspects(range, range.keySet().iterator().next());
        suspects.weigh(seen, rates, true);
        assertThat(suspects.best()).isEqualTo("c");
        assertThat(suspects.probability("c")).isGreaterThan(0.9);
        seen.put("c", new Observation("1", 3, 3, 0, "", 1));
        suspects.weigh(seen, rates, true);
        assertThat(suspects.probability("c")).as("the image is that of b").isLessThan(0.01);
        assertThat(suspects.within("b")).isEqualTo(suspects.probability("a") + suspects.probability("b"));
    }

    @Test
    void refusesEndsThatAreNotWhatTheyAreSaidToBe() throws Exception {
        SimulatedKernels good = SimulatedKernels.line(Files.createDirectories(dir.resolve("a")), COMMITS, 1);
        assertThatThrownBy(() -> good.search(USUAL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("every scenario passes there");
        SimulatedKernels bad = SimulatedKernels.line(Files.createDirectories(dir.resolve("b")), COMMITS, 1)
                .breaks(0, 1, 0);
        assertThatThrownBy(() -> bad.search(USUAL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fails in the same way");
        SimulatedKernels same = SimulatedKernels.line(Files.createDirectories(dir.resolve("c")), COMMITS, 1)
                .breaks(0, 0.4, 0);
        assertThatThrownBy(() -> same.search(USUAL)).isInstanceOf(InputException.class);
        SimulatedKernels unclear = SimulatedKernels.line(Files.createDirectories(dir.resolve("d")), COMMITS, 1)
                .odd(15, Trial.unclear("one: the log is torn"));
        assertThatThrownBy(() -> unclear.search(USUAL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be tried: one: the log is torn");
        SimulatedKernels noGood = SimulatedKernels.line(Files.createDirectories(dir.resolve("e")), COMMITS, 1)
                .breaks(5, 1, 0)
                .odd(0, NO_BUILD);
        assertThatThrownBy(() -> noGood.search(USUAL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be tried: fs/dax.c:12: odd");
    }

    private static List<String> state(Path tree) throws Exception {
        List<String> state = new ArrayList<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path f : files.filter(Files::isRegularFile).sorted().toList()) {
                state.add(f + " " + Files.getLastModifiedTime(f) + " " + Files.size(f));
            }
        }
        return state;
    }
}
