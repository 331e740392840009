/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.Developer;
import org.kharness.SmallKernel;
import org.kharness.apply.ApplyOptions;
import org.kharness.build.BuiltKernel;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.progress.Progress;
import org.kharness.report.ConfigurationReview;
import org.kharness.report.PatchByPatch;
import org.kharness.report.ReportJson;
import org.kharness.series.source.RequestedSeries;
import org.kharness.series.source.SeriesOptions;
import org.kharness.series.source.SeriesSource;
import org.kharness.stage.RunState;

/** The loop over the patches, on kernels that only pretend to be. */
class PatchReviewsTest {
    private static final String SIGNED = "\n\nSigned-off-by: A Developer <developer@example.org>\n";

    @TempDir
    Path dir;

    private SimulatedBench bench;
    private List<EachKernel.OnTheWay> way = List.of();
    private @Nullable PatchReviews reviews;

    private final List<String> notes = new ArrayList<>();
    private SmallKernel kernel;
    private String start = "";

    @AfterEach
    void close() {
        kernel.close();
    }

    @BeforeEach
    void makeKernel() throws Exception {
        bench = new SimulatedBench(dir.resolve("kernels"));
        kernel = new SmallKernel(dir.resolve("linux"));
        start = kernel.commit("start", Map.of(SimulatedBench.FILE, "int a;\n"));
    }

    @Test
    void whatAPatchThatDoesNotBuildBringsIsNotChargedToTheNext() throws Exception {
        List<Reviewed> reviewed = review(
                "int a;\n/* stale */\n#error\n", "int a;\n/* stale */\nint b;\n", "int a;\n/* stale */\nint c;\n");
        assertThat(details(reviewed, KernelDocCheck.NAME))
                .containsExactly(List.of(SimulatedBench.FILE + ":2: stale"), List.of(), List.of());
        assertThat(details(reviewed, "builds").get(0)).containsExactly(SimulatedBench.FILE + ":1: #error");
    }

    @Test
    void whatBreaksInTheMiddleAndIsMendedLaterIsSeen() throws Exception {
        review(
                "/* a comment */\nint a;\n",
                "int a;\nfails one\nfails two\n",
                "int a;\nfails one\n#error\n",
                "int a;\nfails one\nfails two\n",
                "int a;\nfails two\n");
        PatchByPatch each = each(1);
        assertThat(each.kernels())
                .extracting(k -> k.n() + " " + k.sameAs() + " " + k.lack())
                .containsExactly("0 -1 ", "1 0 ", "2 -1 ", "3 -1 was not built", "4 2 ", "5 -1 ");
        assertThat(each.scenarios())
                .extracting(t -> t.id() + " " + t.verdicts() + " " + t.inWords())
                .containsExactly(
                        "one [PASS, PASS, FAIL, , FAIL, PASS] PASS at first, FAIL from patch 2 on, PASS from patch 5 on",
                        "two [PASS, PASS, FAIL, , FAIL, FAIL] PASS at first, FAIL from patch 2 on",
                        "three [PASS, PASS, PASS, , PASS, PASS] PASS throughout");
        assertThat(each.run()).isEqualTo(3);
        assertThat(bench.ran)
                .as("the last kernel is run elsewhere, and nothing twice that does not change")
                .containsExactlyInAnyOrder(
                        "base one",
                        "base two",
                        "base three",
                        "patch-2 one",
                        "patch-2 two",
                        "patch-2 three",
                        "base-again one#2",
                        "base-again one#3",
                        "base-again two#2",
                        "base-again two#3",
                        "patch-2-again one#2",
                        "patch-2-again one#3",
                        "patch-2-again two#2",
                        "patch-2-again two#3",
                        "patch-5-again one#2",
                        "patch-5-again one#3");
        assertThat(EachChecks.of(each, 1))
                .containsExactly(Check.of(
                        "scenarios",
                        Check.Outcome.PASS,
                        "nothing that it changes is in this kernel: the image is that before it"));
        assertThat(EachChecks.of(each, 2))
                .containsExactly(new Check(
                        "scenarios",
                        Check.Outcome.FAIL,
                        List.of(
                                "one: PASS before, FAIL from here on until patch 5: no such signal",
                                "two: PASS before, FAIL from here on: no such signal")));
        assertThat(EachChecks.of(each, 3))
                .containsExactly(Check.skipped("scenarios", "the kernel with it as the last one was not built"));
        assertThat(EachChecks.of(each, 4).get(0).outcome()).isEqualTo(Check.Outcome.PASS);
        assertThat(EachChecks.of(each, 5))
                .containsExactly(Check.of("scenarios", Check.Outcome.PASS, "one: FAIL before, PASS from here on"));
    }

    @Test
    void aPatchIsSaidToChangeNothingOnlyWhereItsOwnImageIsThatBeforeIt() throws Exception {
        review("int b;\n", "int b;\n/* more */\n", "int a;\n");
        PatchByPatch each = each(0);
        assertThat(each.run()).isEqualTo(2);
        assertThat(Stream.of(1, 2, 3)
                        .flatMap(n -> EachChecks.of(each, n).stream())
                        .map(c -> String.join("", c.details())))
                .containsExactly(
                        "",
                        "nothing that it changes is in this kernel: the image is that before it",
                        "the image is that before the series, on which the plan was run");
        review("int c;\n", "int c;\n/* more */\n");
        PatchByPatch tip = each(1);
        assertThat(tip.kernels().get(1).sameAs()).as("the last one was run").isEqualTo(2);
        assertThat(EachChecks.of(tip, 1).get(0).details())
                .containsExactly("the image is that with patch 2 as the last, on which the plan was run");
    }

    @Test
    void aScenarioThatComesAndGoesIsNotChargedToAPatch() throws Exception {
        review("int a;\nodd one\n", "int b;\nodd one\n");
        PatchByPatch each = each(0);
        assertThat(each.scenarios().get(0).changes())
                .extracting(c -> c.n() + " " + c.steady() + " " + c.tries())
                .containsExactly(
                        "1 false PASS PASS PASS before, FAIL FAIL PASS with it",
                        "2 false FAIL FAIL PASS before, PASS FAIL PASS with it");
        assertThat(EachChecks.of(each, 1).get(0).outcome()).isEqualTo(Check.Outcome.WARN);
        assertThat(EachChecks.of(each, 1).get(0).details().get(0))
                .endsWith("no such signal (comes and goes: PASS PASS PASS before, FAIL FAIL PASS with it)");
    }

    @Test
    void theFirstPatchThatDoesNotBootIsTold() throws Exception {
        review("int b;\n", "int b;\ndead\n", "int c;\ndead\n", "int d;\n");
        PatchByPatch each = each(0);
        assertThat(EachChecks.of(each, 2))
                .containsExactly(
                        Check.of("boots", Check.Outcome.FAIL, "does not boot: no user space"),
                        Check.skipped("scenarios", "it does not boot"));
        assertThat(EachChecks.of(each, 3).get(0))
                .isEqualTo(Check.of("boots", Check.Outcome.WARN, "does not boot: no user space, as before it"));
        assertThat(EachChecks.of(each, 4)).containsExactly(Check.pass("scenarios"));
    }

    @Test
    void whatIsFoundOfAllPatchesTogetherIsToldOfTheOneThatWroteTheLine() throws Exception {
        since(
                "run-1",
                "int a;\nold;\n",
                SIGNED,
                "int a;\none;\nold;\n",
                "two;\nint a;\none;\nold;\n",
                "two;\nint a;\nthree;\nold;\n");
        ConfigurationReview found = new ConfigurationReview(
                "w1",
                "",
                "FAIL",
                1,
                List.of(),
                1,
                List.of("mm/a.c:3:7: odd"),
                List.of("mm/a.c:1: odd", "mm/a.c:4: odd", "mm/b.c:1: odd", "mm/a.c: odd"));
        ConfigurationReview told = Objects.requireNonNull(reviews).broughtBy().told(found);
        assertThat(told.failures()).containsExactly("mm/a.c:3:7: odd [patch 3]");
        assertThat(told.details())
                .containsExactly("mm/a.c:1: odd [patch 2]", "mm/a.c:4: odd", "mm/b.c:1: odd", "mm/a.c: odd");
    }

    @Test
    void aSeriesThatDoesNotBuildIsLookedAtPatchByPatchAllTheSame() throws Exception {
        String[] texts = {"int a;\nSAYS odd\n", "int a;\n", "int a;\n#error\n"};
        List<Reviewed> reviewed = review(texts);
        RunState state = new RunState("run", Instant.EPOCH, Progress.NONE);
        SeriesConfigurations others = new SeriesConfigurations(
                new SimulatedFiles(),
                (tree, file) -> Optional.empty(),
                Progress.NONE,
                state,
                dir.resolve("logs"),
                Configuration.list("sparse,usual,w1"));
        KernelTree base = kernel.obtain(start, Cache.at(dir.resolve("cache")));
        List<Reviewed> told =
                others.byPatch(reviewed, Objects.requireNonNull(reviews).kernels(base));
        assertThat(details(told, "w1"))
                .isEqualTo(details(told, "sparse"))
                .containsExactly(
                        List.of("mm/a.c:2: odd [gone again with patch 2]"),
                        List.of(),
                        List.of("does not compile: mm/a.c:2: wrong"));
        assertThat(others.reviews()).isEqualTo(state.report().configurations());
        assertThat(others.reviews())
                .extracting(r -> r.name() + " " + r.outcome())
                .containsExactly("sparse WARN", "w1 WARN");
        // What a former run said of them is not kept: which patches come behind may be others now
        Path report = dir.resolve("reports/run-1/report.json");
        Files.writeString(report, Files.readString(report).replace("\"sign-off\"", "\"w1\""));
        Reviewed again = since("run-2", "int a;\n", SIGNED, texts).get(0);
        assertThat(again.kept()).isEqualTo("run-1");
        assertThat(names(again)).contains("checkpatch").doesNotContain("w1", "sign-off");
    }

    @Test
    void theReportsSchemaKnowsEveryCheck() throws Exception {
        List<Reviewed> reviewed = review("int b;\n");
        List<String> names = new ArrayList<>(
                List.of(EachChecks.BOOTS, EachChecks.SCENARIOS, Configuration.W1, Configuration.SPARSE));
        reviewed.get(0).checks().forEach(c -> names.add(c.name()));
        assertThat(names).hasSize(14);
        assertThat(names).allSatisfy(n -> assertThat(ReportJson.schema()).contains("\"" + n + "\""));
    }

    /** The plan on every kernel of the series that was reviewed; {@code elsewhere} last ones were run on already. */
    private PatchByPatch each(int elsewhere) {
        List<Scenario> scenarios =
                Stream.of("one", "two", "three").map(PatchReviewsTest::scenario).toList();
        EachKernel each = new EachKernel(bench, Progress.NONE, dir.resolve("run"), scenarios, way);
        if (elsewhere > 0) {
            BuiltKernel tip = Objects.requireNonNull(way.get(way.size() - 1).kernel());
            each.ran(tip, bench.run(tip, scenarios, dir.resolve("console")));
            bench.ran.clear();
        }
        return each.run();
    }

    private static Scenario scenario(String id) {
        String plan = """
                schema: 1
                name: three
                title: Three
                scenarios:
                  - id: %s
                    title: It
                    via: madvise
                    steps:
                      - process: {name: A}
                    expect:
                      - no-signal: {process: A}
                """;
        return new PlanReader().parse(plan.formatted(id), "three").scenarios().get(0);
    }

    @Test
    void whatChangedSinceTheLastTimeIsReviewedAlone() throws Exception {
        String[] texts = {"int b;\n", "int b;\n/* stale */\nint c;\n", "int b;\n/* stale */\nint d;\n"};
        review(texts);
        // Another first patch; the context of the others stays as it was
        bench.built.clear();
        List<Reviewed> again = since("run-2", "int a;\n", SIGNED, "int b; /* new */\n", texts[1], texts[2]);
        assertThat(again).extracting(Reviewed::kept).containsExactly("", "", "run-1");
        assertThat(bench.built)
                .as("the last one is what the plan is run on")
                .containsExactly("base", "patch-1", "patch-2", "patch-3");
        assertThat(details(again, KernelDocCheck.NAME).get(1)).containsExactly(SimulatedBench.FILE + ":2: stale");
        // All the same: nothing but the base and the last one is built, and what is kept is told as of the run it is of
        bench.built.clear();
        again = since("run-3", "int a;\n", SIGNED, "int b; /* new */\n", texts[1], texts[2]);
        assertThat(again).extracting(Reviewed::kept).containsExactly("run-2", "run-2", "run-1");
        assertThat(bench.built).containsExactly("base", "patch-3");
        assertThat(details(again, KernelDocCheck.NAME).get(1)).containsExactly(SimulatedBench.FILE + ":2: stale");
        assertThat(again.get(1).forReport().kept()).isEqualTo("run-2");
        assertThat(names(again.get(1))).isEqualTo(names(again.get(2)));
        // Another message is another patch
        assertThat(since("run-4", "int a;\n", "\n\nNo sign-off\n", "int b; /* new */\n", texts[1], texts[2]))
                .extracting(Reviewed::kept)
                .containsOnly("");
    }

    private static List<String> names(Reviewed patch) {
        return patch.checks().stream().map(Check::name).toList();
    }

    @Test
    void anAnswerDoesNotHoldForAKernelThatDoesNotBuildAnyMore() throws Exception {
        String between = "x\n".repeat(8);
        review("int b;\n" + between, "int b;\n" + between + "int c;\n");
        String bad = "#error\n" + between;
        assertThat(since("run-2", "int a;\n", SIGNED, "int b; //\n" + between, "int b; //\n" + between + "int c;\n"))
                .extracting(Reviewed::kept)
                .containsExactly("", "run-1");
        assertThat(since("run-3", "int a;\n", SIGNED, bad, bad + "int c;\n"))
                .extracting(r -> r.kept() + details(List.of(r), "builds").get(0))
                .containsExactly("[mm/a.c:1: #error]", "[mm/a.c:1: #error]");
    }

    @Test
    void onAnotherBaseEverythingIsReviewedAnew() throws Exception {
        review("int b;\n", "int c;\n");
        assertThat(since("run-2", "int other;\nint a;\n", SIGNED, "int other;\nint b;\n", "int other;\nint c;\n"))
                .extracting(Reviewed::kept)
                .containsOnly("");
        assertThat(notes).anyMatch(n -> n.startsWith("the base is another than in run-1"));
    }

    private List<Reviewed> review(String... texts) throws Exception {
        return since("run-1", "int a;\n", SIGNED, texts);
    }

    /** Reviews a series of versions of the file, with what was found in former runs; and leaves a report. */
    private List<Reviewed> since(String run, String first, String trailer, String... texts) throws Exception {
        Cache cache = Cache.at(dir.resolve("cache"));
        Path repository = dir.resolve("linux");
        Developer.git(repository.resolve(".git"), "update-ref", "refs/heads/main", start);
        String base = first.equals("int a;\n") ? start : kernel.commit("base", Map.of(SimulatedBench.FILE, first));
        String tip = base;
        for (int i = 0; i < texts.length; i++) {
            tip = kernel.commit("mm: patch " + (i + 1) + trailer, Map.of(SimulatedBench.FILE, texts[i]));
        }
        KernelTree tree = kernel.obtain(base, cache);
        RequestedSeries series = new SeriesSource(
                        dir.resolve("kernel-patches"), cache, SeriesOptions.DEFAULT, Progress.NONE)
                .open("git:" + kernel.path() + "@" + base + ".." + tip);
        Path reports = dir.resolve("reports");
        Path folder = Files.createDirectories(reports.resolve(run));
        RunState state = new RunState(run, Instant.EPOCH, Progress.NONE);
        PatchReviews now = new PatchReviews(
                bench,
                Progress.NONE,
                folder,
                state,
                (before, after, built, patches) -> {
                    String key = Former.key(before, built, "harness");
                    Former former = Former.of(reports, key, before, after, patches, new Notes(notes));
                    Cache.write(folder.resolve(Former.KEY), key + "\n");
                    return former;
                },
                false);
        reviews = now;
        List<Reviewed> reviewed = now.of(tree, series, ApplyOptions.STRICT);
        state.presubmit(reviewed.stream().map(Reviewed::forReport).toList());
        Cache.write(folder.resolve("report.json"), ReportJson.write(state.report()));
        way = now.way();
        return reviewed;
    }

    /** Keeps what the user is told. */
    private record Notes(List<String> all) implements Progress {
        @Override
        public void note(String text) {
            all.add(text);
        }
    }

    private static List<List<String>> details(List<Reviewed> reviewed, String check) {
        List<List<String>> all = new ArrayList<>();
        reviewed.forEach(r -> all.add(r.checks().stream()
                .filter(c -> c.name().equals(check))
                .flatMap(c -> c.details().stream())
                .toList()));
        return all;
    }
}
