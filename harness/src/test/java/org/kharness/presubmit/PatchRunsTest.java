/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.progress.Progress;
import org.kharness.report.ConfigurationReview;

class PatchRunsTest {
    private static final String A = "fs/a.c";
    private static final String PLAIN = "int a;\nint b;\nint c;\n";
    private static final String ODD = "int a;\nSAYS odd\nint b;\nint c;\n";
    private static final String WRONG = "int a;\nSAYS odd\nint b;\nWRONG\nint c;\n";

    @TempDir
    Path dir;

    private SmallKernel linux;
    private SimulatedFiles files;

    @BeforeEach
    void aKernel() throws Exception {
        linux = new SmallKernel(dir.resolve("linux"));
        files = new SimulatedFiles();
    }

    @AfterEach
    void close() {
        linux.close();
    }

    /**
     * A series and what is said of its patches.
     *
     * @param states the files of the base, then what each patch makes of some of them; an empty text deletes one
     * @param told what is not PASS: number, outcome and details of each
     */
    private record Case(String name, List<Map<String, String>> states, List<String> told) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, List<String> told, Object... states) {
        List<Map<String, String>> all = new ArrayList<>();
        for (Object state : states) {
            all.add(state instanceof Map<?, ?> map ? files(map) : Map.of(A, state.toString()));
        }
        return new Case(name, all, told);
    }

    private static Map<String, String> files(Map<?, ?> map) {
        Map<String, String> files = new java.util.TreeMap<>();
        map.forEach((k, v) -> files.put(k.toString(), v.toString()));
        return files;
    }

    static Stream<Case> series() {
        return Stream.of(
                of("comes with 1 and stays", List.of("1 WARN fs/a.c:2: odd"), PLAIN, ODD, ODD + "int d;\n", ODD),
                of(
                        "comes with 2 and goes with 4",
                        List.of("2 WARN fs/a.c:2: odd [gone again with patch 4]"),
                        PLAIN,
                        PLAIN + "int d;\n",
                        ODD,
                        ODD + "int e;\n",
                        PLAIN),
                of(
                        "moved by a later patch",
                        List.of("1 WARN fs/a.c:2: odd"),
                        PLAIN,
                        ODD,
                        "int new;\nint newer;\n" + ODD,
                        "int newer;\n" + ODD),
                of(
                        "moved within its file by a later patch",
                        List.of("1 WARN fs/a.c:1: unused 'f' [gone again with patch 3]"),
                        PLAIN,
                        "SAYS unused 'f'\n" + PLAIN,
                        PLAIN + "SAYS unused 'f'\n",
                        PLAIN),
                of(
                        "once more of the same name",
                        List.of("1 WARN fs/a.c:5: unused 'i'"),
                        "SAYS unused 'i'\n" + PLAIN,
                        "SAYS unused 'i'\n" + PLAIN + "SAYS unused 'i'\n"),
                of(
                        "words that name nothing, at another place",
                        List.of("1 WARN fs/a.c:1: odd [gone again with patch 2]", "2 WARN fs/a.c:4: odd"),
                        PLAIN,
                        "SAYS odd\n" + PLAIN,
                        PLAIN + "SAYS odd\n"),
                of(
                        "a new file shows what a header had before",
                        List.of(),
                        Map.of(A, "#include \"a.h\"\n", "fs/a.h", "int h;\nSAYS old\n"),
                        Map.of(A, "#include \"a.h\"\nint a;\n"),
                        Map.of("fs/new.c", "#include \"a.h\"\nint n;\n")),
                of("was there before the series", List.of(), ODD, "int new;\n" + ODD, PLAIN),
                of(
                        "the same words at two places",
                        List.of("1 WARN fs/a.c:2: odd", "2 WARN fs/a.c:6: odd [gone again with patch 3]"),
                        PLAIN,
                        ODD,
                        ODD + "int d;\nSAYS odd\n",
                        ODD + "int d;\n"),
                of(
                        "does not compile on the way, and brings what is seen later",
                        List.of(
                                "2 FAIL fs/a.c:4: wrong | fs/a.c:2: odd [its file compiles since patch 4]",
                                "3 WARN did not compile before the patch either: fs/a.c:4: wrong"),
                        PLAIN,
                        PLAIN + "int d;\n",
                        WRONG,
                        WRONG + "int e;\n",
                        "int new;\n" + ODD),
                of(
                        "never compiled",
                        List.of("1 WARN did not compile before the patch either: fs/a.c:1: wrong"),
                        "WRONG\n",
                        "WRONG\nint a;\n"),
                of(
                        "renamed, and then deleted",
                        List.of("1 WARN fs/a.c:2: odd [gone again with patch 3]"),
                        PLAIN + "int x;\nint y;\nint z;\n",
                        ODD + "int x;\nint y;\nint z;\n",
                        Map.of(A, "", "fs/b.c", "int new;\n" + ODD + "int x;\nint y;\nint z;\n"),
                        Map.of("fs/b.c", "")),
                of(
                        "a header, and a file that includes it",
                        List.of(
                                "1 WARN fs/a.h:1: odd [gone again with patch 3]",
                                "2 WARN fs/a.c:3: ugly",
                                "4 WARN fs/a.h:2: odder"),
                        Map.of(A, "#include \"a.h\"\nint a;\n", "fs/b.c", "#include \"a.h\"\n", "fs/a.h", "int h;\n"),
                        Map.of("fs/a.h", "SAYS odd\nint h;\n"),
                        Map.of(A, "#include \"a.h\"\nint a;\nSAYS ugly\n"),
                        Map.of("fs/a.h", "int h;\n"),
                        Map.of("fs/a.h", "int h;\nSAYS odder\n")),
                of(
                        "a file that a later patch lets be built",
                        List.of(
                                "1 WARN fs/new.c:2: odd [its file compiles since patch 2] | not built with it as the last patch: fs/new.c"),
                        Map.of(A, PLAIN, "fs/Makefile", "obj-y += a.o\n"),
                        Map.of("fs/new.c", "int n;\nSAYS odd\n"),
                        Map.of("fs/Makefile", "# new.c\nobj-y += a.o new.o\n"),
                        Map.of(A, PLAIN + "int d;\n")),
                of(
                        "a line of an older patch of which only a later one lets something be said",
                        List.of("2 WARN fs/a.c:1: unused"),
                        PLAIN,
                        "MAYBE unused\n" + PLAIN + "use\n",
                        "MAYBE unused\n" + PLAIN),
                of("no C file", List.of(), Map.of("Documentation/a.rst", "a\n"), Map.of("Documentation/a.rst", "b\n")));
    }

    @ParameterizedTest
    @MethodSource("series")
    void aComplaintIsToldOfThePatchThatBringsIt(Case series) throws Exception {
        PatchVerdicts verdicts = verdicts(series.states(), Set.of());
        assertThat(told(verdicts)).containsExactlyElementsOf(series.told());
    }

    @Test
    void nothingIsCompiledTwice() throws Exception {
        Map<String, String> two = Map.of(A, PLAIN, "fs/b.c", "int b;\n");
        verdicts(
                List.of(two, Map.of(A, ODD), Map.of("fs/b.c", "int d;\n"), Map.of(A, PLAIN), Map.of(A, ODD)), Set.of());
        assertThat(files.asked)
                .as("what no patch between changed is as it was; the fourth makes what the second was")
                .containsExactly("0 [fs/a.c]", "1 [fs/a.c, fs/b.c]", "2 [fs/b.c]", "3 [fs/a.c]");
    }

    @Test
    void aHeaderOnTheWayMayChangeWhatIsSaidOfAnyFile() throws Exception {
        Map<String, String> base = Map.of(A, PLAIN, "include/linux/h.h", "int h;\n");
        verdicts(List.of(base, Map.of(A, ODD), Map.of("include/linux/h.h", "int i;\n"), Map.of(A, PLAIN)), Set.of());
        assertThat(files.asked).containsExactly("0 [fs/a.c]", "1 [fs/a.c]", "2 [fs/a.c]", "3 [fs/a.c]");
    }

    @Test
    void whatDoesNotBuildIsToldOnce() throws Exception {
        List<Map<String, String>> states =
                List.of(Map.of(A, PLAIN), Map.of(A, WRONG), Map.of(A, PLAIN), Map.of(A, "SAYS ugly\n" + PLAIN));
        PatchVerdicts verdicts = verdicts(states, Set.of(1));
        assertThat(told(verdicts)).containsExactly("1 SKIP does not compile: fs/a.c:4: wrong", "3 WARN fs/a.c:1: ugly");
        assertThat(verdicts.row().outcome()).isEqualTo("WARN");
        assertThat(verdicts.row().compiled()).isEqualTo(1);
        assertThat(verdicts.row().details()).containsExactly("told of the patch: 3");
    }

    @Test
    void aKernelThatDoesNotComeToItsFilesIsChargedToOnePatch() throws Exception {
        files.broken.addAll(Set.of(1, 2));
        List<Map<String, String>> states =
                List.of(Map.of(A, PLAIN), Map.of(A, "int d;\n" + PLAIN), Map.of(A, PLAIN + "int d;\n"), Map.of(A, ODD));
        assertThat(told(verdicts(states, Set.of())))
                .containsExactly(
                        "1 FAIL include/x.h:1: broken",
                        "2 WARN does not come to its files, nor did it before the patch: include/x.h:1: broken",
                        "3 WARN fs/a.c:2: odd");
    }

    @Test
    void oneKernelsTroubleDoesNotEndTheOthers() throws Exception {
        files.trouble.add(1);
        List<Map<String, String>> states = List.of(
                Map.of(A, PLAIN),
                Map.of("fs/b.c", "SAYS ugly\n"),
                Map.of("fs/b.c", "SAYS ugly\nint b;\n"),
                Map.of(A, ODD));
        PatchVerdicts verdicts = verdicts(states, Set.of());
        assertThat(told(verdicts))
                .containsExactly(
                        "1 ERROR fs/b.c: no room", "2 ERROR fs/b.c, before the patch: no room", "3 WARN fs/a.c:2: odd");
        assertThat(verdicts.row().outcome()).isEqualTo("ERROR");
        PatchRuns again = runs(new SeriesKernels(files.places.get(0), patches(files.places)));
        assertThatThrownBy(() -> {
                    Thread.currentThread().interrupt();
                    again.run(Configuration.list("w1"));
                })
                .as("the user ends it")
                .isInstanceOf(SurroundingsException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void withoutSparseNothingIsSaidOfThePatches() throws Exception {
        files.sparse = false;
        SeriesKernels kernels = kernels(List.of(Map.of(A, PLAIN), Map.of(A, ODD)));
        List<Configuration> both = Configuration.byPatch(List.of());
        Map<Configuration, PatchFiles> all = runs(kernels).run(both);
        List<ConfigurationReview> rows = both.stream()
                .map(c -> PatchVerdicts.of(c, Objects.requireNonNull(all.get(c)), Set.of())
                        .row())
                .toList();
        assertThat(rows)
                .extracting(r -> r.name() + " " + r.outcome() + " " + r.details())
                .containsExactly(
                        "w1 WARN [told of the patch: 1]",
                        "sparse SKIP [the program sparse is not where kernels are built]");
        assertThat(PatchVerdicts.of(both.get(1), Objects.requireNonNull(all.get(both.get(1))), Set.of())
                        .checks())
                .isEmpty();
    }

    private PatchVerdicts verdicts(List<Map<String, String>> states, Set<Integer> notBuilding) throws Exception {
        Configuration w1 = Configuration.list("w1").get(0);
        PatchFiles found =
                Objects.requireNonNull(runs(kernels(states)).run(List.of(w1)).get(w1));
        return PatchVerdicts.of(w1, found, notBuilding);
    }

    private PatchRuns runs(SeriesKernels kernels) {
        return new PatchRuns(files, Progress.NONE, dir.resolve("logs"), kernels);
    }

    private SeriesKernels kernels(List<Map<String, String>> states) throws Exception {
        Cache cache = Cache.at(dir.resolve("cache"));
        List<KernelTree> trees = new ArrayList<>();
        for (Map<String, String> state : states) {
            trees.add(linux.obtain(linux.commit("patch " + trees.size(), state), cache));
        }
        files.places = List.copyOf(trees);
        return new SeriesKernels(trees.get(0), patches(trees));
    }

    private static List<SeriesKernels.Patch> patches(List<KernelTree> trees) {
        List<SeriesKernels.Patch> patches = new ArrayList<>();
        for (int i = 1; i < trees.size(); i++) {
            patches.add(new SeriesKernels.Patch(i, trees.get(i), TreeChange.between(trees.get(i - 1), trees.get(i))));
        }
        return patches;
    }

    private static List<String> told(PatchVerdicts verdicts) {
        List<String> all = new ArrayList<>();
        verdicts.checks().forEach((n, check) -> {
            assertThat(check.name()).isEqualTo("w1");
            if (check.outcome() != Check.Outcome.PASS) {
                all.add(n + " " + check.outcome() + " " + String.join(" | ", check.details()));
            }
        });
        return all;
    }
}
