/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.bisect.GitBisect.Mark;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;

/** Which commits are tried where a header that much includes changes on the way. The last commit is the bad end, the one before the first the good. */
class MidpointTest {
    @TempDir
    Path dir;

    /** What was tried by one search, and how many of these had to compile what includes the header. */
    private record Search(List<Integer> tried, int wide) {}

    /** The header changes at some commits; both ends are built. */
    @ParameterizedTest
    @CsvSource({
        // 8 is between the second and third change. 12 is behind the third; 10 is as 8, and near enough to the middle
        "16, 3 7 11 15, 10, 8 12 10 9, 2, 8 10 9, 1",
        "16, 3 7 11 15, 12, 8 12 10 11, 2, 8 10 13 12 11, 2",
        // 8 is between two changes; 7 is before the first, as the good end is
        "16, 8 10,      12, 8 12 10 11, 1, 7 11 13 12, 0",
        // what is on either side of one change is there from the beginning, so that git's choice stands
        "16, 9,         11, 8 12 10 11, 0, 8 12 10 11, 0",
        "16, 20,        11, 8 12 10 11, 0, 8 12 10 11, 0",
        // every commit changes it: none is cheaper
        "8,  1 2 3 4 5 6 7 8, 5, 4 6 5, 3, 4 6 5, 3",
    })
    void aCheaperOneNearTheMiddleIsTried(
            int commits, String changes, int culprit, String byGit, int wideByGit, String ours, int wide)
            throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, commits + 1, 1);
        Search git = search(kernels, commits, changes, culprit, false);
        Search chosen = search(kernels, commits, changes, culprit, true);
        assertThat(List.of(git, chosen))
                .containsExactly(new Search(numbers(byGit), wideByGit), new Search(numbers(ours), wide));
    }

    @Test
    void theWorstCaseIsOneStepMore() throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, 17, 1);
        for (int culprit = 1; culprit <= 16; culprit += 3) {
            Search search = search(kernels, 16, "2 5 13", culprit, true);
            assertThat(search.tried().size()).as("for %d: %s", culprit, search).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void whereOneWasSkippedGitChooses() throws Exception {
        SimulatedKernels kernels = SimulatedKernels.line(dir, 17, 1);
        GitBisect bisect = kernels.git(new Bisection.Options(null, false, 1, 0.9));
        assertThat(bisect.smallerParts()).hasSize(16).containsEntry(kernels.commit(8), 8);
        bisect.mark(kernels.tree(kernels.commit(8)), Mark.SKIP);
        assertThat(bisect.smallerParts()).isEmpty();
        assertThat(bisect.decided()).isZero();
        KernelTree next = bisect.next().orElseThrow();
        Midpoint midpoint = new Midpoint(
                bisect, c -> OptionalInt.of(kernels.number(c) == kernels.number(next) ? 900 : 1), Progress.NONE);
        assertThat(midpoint.choose(next)).isEqualTo(next);
    }

    private static Search search(SimulatedKernels kernels, int commits, String changes, int culprit, boolean choosing) {
        Set<Integer> built = new HashSet<>(List.of(state(changes, 0), state(changes, commits)));
        GitBisect bisect = kernels.git(new Bisection.Options(null, false, 1, 0.9));
        Midpoint midpoint = new Midpoint(
                bisect,
                c -> OptionalInt.of(built.contains(state(changes, kernels.number(c))) ? 3 : 815),
                Progress.NONE);
        List<Integer> tried = new ArrayList<>();
        int wide = 0;
        for (var next = bisect.next(); next.isPresent(); next = bisect.next()) {
            KernelTree commit = choosing ? midpoint.choose(next.get()) : next.get();
            int number = kernels.number(commit);
            tried.add(number);
            wide += built.add(state(changes, number)) ? 1 : 0;
            bisect.mark(commit, number >= culprit ? Mark.BAD : Mark.GOOD);
        }
        assertThat(kernels.number(bisect.firstBad().orElseThrow())).isEqualTo(culprit);
        assertThat(bisect.decided()).isEqualTo(tried.size());
        bisect.forget();
        return new Search(tried, wide);
    }

    /** How often the header changed up to a commit. */
    private static int state(String changes, int commit) {
        return (int) numbers(changes).stream().filter(n -> n <= commit).count();
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.strip().split(" +")).map(Integer::valueOf).toList();
    }
}
