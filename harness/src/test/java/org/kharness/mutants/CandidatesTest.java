/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kharness.csource.CSource;
import org.kharness.plan.Scenario;
import org.kharness.topology.Topology;

class CandidatesTest {
    private static final List<Scenario> SCENARIOS = List.of(scenario("slow"), scenario("quick"), scenario("other"));

    private static final Unmutated UNMUTATED =
            new Unmutated(Map.of("slow", 9.0, "quick", 1.0, "other", 5.0), Map.of(), Map.of());

    /** One in f, on line 3, which goes on on line 4; one in g, on line 8. */
    private static final List<Mutant> MUTANTS = MutantFinder.in(
                    "f.c",
                    CSource.parse("int f(int a)\n{\n\tcall(a,\n\t     a);\n}\nint g(int a)\n{\n\treturn a;\n}\n"
                            .getBytes(StandardCharsets.US_ASCII)),
                    l -> true)
            .mutants();

    @Test
    void beginsWithTheQuickestAndThenWithWhatCaughtMost() {
        Candidates candidates = new Candidates(SCENARIOS, UNMUTATED, Map.of());
        Mutant call = MUTANTS.get(0);
        assertThat(next(candidates, call)).isEqualTo("quick");

        candidates.caught(call, "slow");
        assertThat(next(candidates, call)).isEqualTo("slow");
        candidates.caught(MUTANTS.get(1), "other");
        candidates.caught(MUTANTS.get(1), "other");
        assertThat(next(candidates, call)).as("of the same function first").isEqualTo("slow");
        assertThat(candidates.next(call, SCENARIOS, List.of("slow", "other", "quick")))
                .isEmpty();
    }

    @Test
    void oneOfAMatrixComesBeforeTheOthersOfAnother() {
        List<Scenario> matrix = List.of(scenario("a.one"), scenario("a.two"), scenario("b.one"));
        Unmutated times = new Unmutated(Map.of("a.one", 1.0, "a.two", 2.0, "b.one", 9.0), Map.of(), Map.of());
        Candidates candidates = new Candidates(matrix, times, Map.of());

        assertThat(candidates.next(MUTANTS.get(0), matrix, List.of("a.one")).map(Scenario::id))
                .contains("b.one");
        assertThat(candidates
                        .next(MUTANTS.get(0), matrix, List.of("a.one", "b.one"))
                        .map(Scenario::id))
                .contains("a.two");
        assertThat(ids(candidates.ordered(java.util.Set.of(1)))).containsExactly("a.one", "b.one", "a.two");
    }

    @Test
    void whatCaughtItInAnEarlierRunComesFirst() {
        Mutant call = MUTANTS.get(0);
        Candidates candidates = new Candidates(SCENARIOS, UNMUTATED, Map.of(call.id(), "other"));

        assertThat(next(candidates, call)).isEqualTo("other");
        assertThat(next(candidates, MUTANTS.get(1))).isEqualTo("quick");
        assertThat(candidates.next(call, SCENARIOS, List.of("other")).map(Scenario::id))
                .contains("quick");
    }

    @Test
    void takesThoseThatReachTheLine() {
        Unmutated unmutated = new Unmutated(
                Map.of("slow", 9.0, "quick", 1.0, "other", 5.0), Map.of(), Map.of("quick", "20", "other", "04"));
        Candidates candidates = new Candidates(SCENARIOS, unmutated, Map.of());

        assertThat(ids(candidates.of(1))).as("the first digit's second bit").containsExactly("slow", "quick");
        assertThat(ids(candidates.of(6))).containsExactly("slow", "other");
        assertThat(ids(candidates.of(3)))
                .as("one that did not tell may reach all")
                .containsExactly("slow");
    }

    private static @Nullable String next(Candidates candidates, Mutant mutant) {
        return candidates.next(mutant, SCENARIOS, List.of()).map(Scenario::id).orElse(null);
    }

    private static List<String> ids(List<Scenario> scenarios) {
        return scenarios.stream().map(Scenario::id).toList();
    }

    private static Scenario scenario(String id) {
        return new Scenario(
                id,
                id,
                List.of(),
                List.of(),
                null,
                java.util.Objects.requireNonNull(Topology.BUILT_IN.get("xfs")),
                "madvise",
                List.of(),
                null,
                false,
                "",
                0,
                List.of(),
                List.of());
    }
}
