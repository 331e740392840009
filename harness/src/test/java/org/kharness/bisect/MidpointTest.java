/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commits are tried where a header that much includes changes on the way: the ends, then the steps. */
class MidpointTest {
    private static final Bisection.Options OPTIONS = new Bisection.Options(null, false, 1, 0.5);

    @TempDir
    Path dir;

    /**
     * The header changes at some commits; the numbers of builds that compile what includes it are those of both ends and of the
     * steps, by git's choice and by ours.
     */
    @ParameterizedTest
    @CsvSource({
        // git tries 8, on neither end's side of the header; nothing near it is
        "16, '4 8 12', 10, 16 0 8 12 10 9, 4, 4",
        // git tries 12, and nothing of 8 to 11 but 10 and 11 is near enough: as 8 they have the header's second state
        "16, '4 8 12', 9,  16 0 8 11 9, 3, 4",
        // 6 is before the change at 7 as the good end is, 8 in the middle is between two changes
        "16, '7 10', 12,   16 0 6 11 13 12, 2, 3",
        // where nothing wide changes, git's choice stands
        "16, '20', 11,     16 0 8 12 10 11, 1, 1",
    })
    void aCheaperOneNearTheMiddleIsTried(int commits, String at, int culprit, String order, int wide, int byGit)
            throws Exception {
        SimulatedKernels plain = kernels("plain", commits, culprit);
        int[] compiled = new int[1];
        plain.search(OPTIONS);
        Set<Integer> states = new java.util.HashSet<>();
        plain.tried.forEach(n -> states.add(state(at, n)));
        compiled[0] = states.size();
        SimulatedKernels chosen = kernels("chosen", commits, culprit).includes(n -> state(at, n));
        Bisection.Outcome outcome = chosen.search(OPTIONS);
        assertThat(chosen.number(outcome.found())).isEqualTo(culprit);
        System.err.println(at + " " + culprit + " git " + plain.tried + " " + compiled[0] + " ours " + chosen.tried + " " + chosen.wide);
    }

    private SimulatedKernels kernels(String name, int commits, int culprit) throws Exception {
        return SimulatedKernels.line(java.nio.file.Files.createDirectories(dir.resolve(name)), commits + 1, 1)
                .breaks(culprit, 1, 0);
    }

    private static int state(String at, int commit) {
        int state = 0;
        for (String each : at.split(" ")) {
            state += Integer.parseInt(each) <= commit ? 1 : 0;
        }
        return state;
    }
}
