/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.cli.CommandLines;
import org.kharness.failure.ExitCode;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TestTrees;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.report.ReportWriter;
import org.kharness.report.RunFolder;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;

/**
 * Nights over a local git remote that gains a tag a night. The stage only pretends to build and boot: what a kernel does is
 * written in a file of its tree, "scenario verdict signature" a line; a verdict FLAKY fails at first and then passes.
 */
class NightlyJobTest {
    @TempDir
    Path dir;

    private final List<String> runs = new ArrayList<>();
    private SmallKernel remote;
    private Instant now = Instant.parse("2026-03-01T22:00:00Z");
    private Cleanup cleanup = new Cleanup();
    private boolean killed = true;
    private boolean failing;
    private final List<Search.Hunt> hunts = new ArrayList<>();
    private Search search = hunt -> {
        throw new IllegalStateException("nothing is to be searched");
    };

    @BeforeEach
    void makeRemote() throws Exception {
        remote = new SmallKernel(dir.resolve("linux-next"));
        Files.writeString(dir.resolve("nightly.yaml"), """
                schema: 1
                plans: [smoke, more]
                kernels:
                  - {name: gone, source: "remote:%s@v1.*"}
                  - {name: next, source: "remote:file://%s@next-*"}
                """.formatted(dir.resolve("nowhere"), remote.path()));
    }

    @AfterEach
    void close() {
        remote.close();
        cleanup.close();
    }

    @Test
    void aDryRunNamesWhatWouldBeRunAndBeginsNothing() {
        RunRequest common = RunRequest.usual("", null, dir, dir, dir);
        NightlyJob.Request request = new NightlyJob.Request(dir.resolve("nightly.yaml"), common, Path::of);
        assertThat(NightlyJob.planned(request).stream().map(r -> r.kernel() + " " + r.plan() + " " + r.reports()))
                .map(line -> line.replace(dir + "/", ""))
                .containsExactly(
                        "remote:nowhere@v1.* smoke nightly/NIGHT/gone",
                        "remote:nowhere@v1.* more nightly/NIGHT/gone",
                        "remote:file://linux-next@next-* smoke nightly/NIGHT/next",
                        "remote:file://linux-next@next-* more nightly/NIGHT/next");
        assertThat(dir).isDirectoryNotContaining(f -> f.endsWith("nightly"));
        assertThat(runs).isEmpty();
    }

    @Test
    void fiveNights() throws Exception {
        // A first night in which all is well
        assertThat(night("one PASS", "two PASS")).isEmpty();
        // A regression, with a complaint never seen before, and a flake
        assertThat(night("one FAIL warning/A", "two FLAKY"))
                .containsExactly("NEW_FAILURE one 2026-03-02", "NEW_SIGNATURE one 2026-03-02", "FLAKY two 2026-03-02");
        // It still fails; a broken build in between does not make it forgotten
        assertThat(night("BUILD fs/dax.c:1: error: x")).containsExactly("BROKEN  2026-03-03");
        assertThat(night("one FAIL warning/A", "two PASS")).containsExactly("STILL_FAILING one 2026-03-02");
        // Mended
        assertThat(night("one PASS", "two PASS")).containsExactly("FIXED one 2026-03-05");

        Path reports = dir.resolve("nightly");
        assertThat(reports.resolve("index.html")).content().contains("2026-03-05/index.html", "href=");
        assertThat(reports.resolve("2026-03-02/index.html")).content().contains("new failure", "flaky");
        assertThat(reports.resolve("2026-03-02/junit.xml"))
                .content()
                .contains("<testsuite name=\"next/smoke\"", "<testsuite name=\"next/more\"");
        List<NightHistory.Entry> history = NightHistory.read(dir.resolve("nightly.yaml"), 2);
        assertThat(history).extracting(e -> e.night().id()).containsExactly("2026-03-04", "2026-03-05");
        assertThat(history.get(1).runs()).isEqualTo(4);
    }

    @Test
    void aKernelThatCannotBeReachedDoesNotStopTheOthers() throws Exception {
        tag("one PASS");
        List<Change> changes = nightly().changes();
        assertThat(changes)
                .filteredOn(c -> c.kernel().equals("gone"))
                .hasSize(2)
                .allSatisfy(c -> assertThat(c.detail()).startsWith("could not be judged: cannot fetch from"));
        assertThat(runs).containsExactly("next smoke", "next more");
    }

    @Test
    void whatFailsIsOnlyNewWhenItFailsAgain() throws Exception {
        night("one PASS");
        runs.clear();
        night("one FAIL");
        assertThat(runs).containsExactly("next smoke", "next smoke {one} x2", "next more", "next more {one} x2");
        runs.clear();
        night("one FAIL");
        assertThat(runs).as("what failed before needs no second look").containsExactly("next smoke", "next more");
    }

    @Test
    void aNightThatWasCutShortGoesOn() throws Exception {
        tag("one PASS", "DIES");
        assertThatThrownBy(this::nightly)
                .isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("interrupted");
        runs.clear();
        killed = false;
        cleanup = new Cleanup();
        now = now.plusSeconds(3 * 3600); // past midnight
        NightlyJob.Outcome outcome = nightly();
        assertThat(outcome.night().id()).isEqualTo("2026-03-01");
        assertThat(runs).containsExactly("next more");
    }

    @Test
    void twoNightsOfOneDateAreToldApart() throws Exception {
        tag("one PASS");
        assertThat(nightly().night().id()).isEqualTo("2026-03-01");
        assertThat(nightly().night().id()).isEqualTo("2026-03-01.2");
    }

    @Test
    void whatIsNewIsToldWithTheKernelsBetweenWhichItCame() throws Exception {
        night("one PASS", "two PASS");
        night("BUILD fs/dax.c:1: error: x");
        night("one FAIL", "two PASS");
        List<NightHistory.Entry> nights = NightHistory.read(dir.resolve("nightly.yaml"), 9);
        Range build = range(nights.get(1), "");
        Range one = range(nights.get(2), "one");
        String good = remote.rev("next-20260301");
        assertThat(build.inWords())
                .isEqualTo("next-20260301 (" + good.substring(0, 12) + ")..next-20260302 ("
                        + remote.rev("next-20260302").substring(0, 12) + ")");
        assertThat(build.command())
                .isEqualTo("./kharness bisect --kernel remote:file://" + remote.path() + " --good " + good + " --bad "
                        + remote.rev("next-20260302") + " --plan smoke --what build");
        assertThat(one.command())
                .as("from the last night in which it was judged")
                .isEqualTo("./kharness bisect --kernel remote:file://" + remote.path() + " --good " + good + " --bad "
                        + remote.rev("next-20260303") + " --plan smoke --only one");
        CommandLines.check(build.command());
        CommandLines.check(one.command());
        assertThat(dir.resolve("nightly/2026-03-03/index.html")).content().contains(one.command());
        night("one FAIL", "two PASS");
        night("one PASS", "two PASS");
        nights = NightHistory.read(dir.resolve("nightly.yaml"), 9);
        assertThat(range(nights.get(3), "one")).as("still failing, since then").isEqualTo(one);
        assertThat(range(nights.get(4), "one").command())
                .contains("--good " + remote.rev("next-20260305") + " --bad " + remote.rev("next-20260304"))
                .endsWith(" --find-fix");
    }

    @Test
    void aSearchIsMadeAsTheNightsAreAskedFor() throws Exception {
        String options = BisectLine.options(List.of(
                "--debug",
                "nightly",
                "--config",
                "n.yaml",
                "-q",
                "--variant=kasan",
                "--configitem",
                "X=a b",
                "-j",
                "2"));
        assertThat(options).isEqualTo("--configitem 'X=a b' -j 2");
        NightlyConfig.Kernel kernel = new NightlyConfig.Kernel(
                "a", "git:/linux@main", null, null, List.of(), "kasan", List.of("/f.config", "CONFIG_Y=m"));
        Range.Point point = new Range.Point("n", "main", "c0ffee");
        Change change = new Change(Change.Kind.NEW_FAILURE, "a+kasan", "smoke", "it's.one", "n", "");
        assertThat(BisectLine.of(kernel, change, new Range(point, point, "", "", "", ""), "scenario", false, options))
                .isEqualTo("./kharness bisect --kernel git:/linux --good c0ffee --bad c0ffee --plan smoke"
                        + " --only 'it'\\''s.one' --variant kasan --config /f.config --configitem CONFIG_Y=m"
                        + " --configitem 'X=a b' -j 2");
    }

    @Test
    void aKernelThatDidNotChangeIsNotSearched() throws Exception {
        tag("one PASS");
        nightly();
        now = now.plusSeconds(24 * 3600);
        failing = true;
        List<Change> changes = nightly().changes();
        Range range = Objects.requireNonNull(changes.stream()
                .filter(c -> c.scenario().equals("one"))
                .findFirst()
                .orElseThrow()
                .range());
        assertThat(range.command()).isEmpty();
        assertThat(range.inWords())
                .isEqualTo("the same commit as in the night of 2026-03-01: it is not the kernel that changed");
    }

    @Test
    void theCommitIsSearchedWhereTheConfigurationSaysSo() throws Exception {
        Path config = dir.resolve("nightly.yaml");
        Files.writeString(config, "bisect: auto\n" + Files.readString(config));
        search = hunt -> {
            hunts.add(hunt);
            if (hunt.run().plan().equals(Path.of("more"))) {
                throw new SurroundingsException("no room");
            }
            return new Search.Found(
                    "first bad commit:\ncommit abc\n", hunt.run().reports().resolve("x"));
        };
        night("one PASS", "two PASS");
        assertThat(hunts).isEmpty();
        night("one FAIL", "two FAIL");
        assertThat(hunts)
                .extracting(h ->
                        h.run().kernel() + " " + h.run().plan() + " " + h.run().only() + " " + h.what())
                .containsExactly(
                        "remote:file://" + remote.path() + " smoke one scenario",
                        "remote:file://" + remote.path() + " more one scenario");
        assertThat(hunts.get(0).good()).isEqualTo(remote.rev("next-20260301"));
        assertThat(hunts.get(0).bad()).isEqualTo(remote.rev("next-20260302"));
        assertThat(dir.resolve("nightly/2026-03-02/index.html"))
                .content()
                .contains(
                        "first bad commit:\ncommit abc",
                        "next/x/report.html",
                        "searched by way of one",
                        "the search found no answer: no room");
        night("one FAIL", "two FAIL");
        assertThat(hunts).as("what still fails is not searched again").hasSize(2);
        assertThat(range(NightHistory.read(config, 1).get(0), "one").answer()).startsWith("first bad commit");
        night("BUILD no");
        assertThat(hunts).extracting(Search.Hunt::what).containsExactly("scenario", "scenario", "build", "build");
    }

    private static Range range(NightHistory.Entry night, String scenario) {
        return Objects.requireNonNull(night.changes().stream()
                .filter(c -> c.kernel().equals("next")
                        && c.plan().equals("smoke")
                        && c.scenario().equals(scenario))
                .findFirst()
                .orElseThrow()
                .range());
    }

    /** A night with a new tag; what it says of the kernel "next" and the plan "smoke". */
    private List<String> night(String... behaviour) throws Exception {
        tag(behaviour);
        List<String> found = nightly().changes().stream()
                .filter(c -> c.kernel().equals("next") && c.plan().equals("smoke"))
                .map(c -> c.kind() + " " + c.scenario() + " " + c.since())
                .toList();
        now = now.plusSeconds(24 * 3600);
        return found;
    }

    private void tag(String... behaviour) throws Exception {
        String date = now.toString().substring(0, 10).replace("-", "");
        remote.commit(date, Map.of("behaviour", String.join("\n", behaviour) + "\n", "date", date));
        remote.tag("next-" + date);
    }

    private NightlyJob.Outcome nightly() {
        Cache cache = Cache.at(dir.resolve("cache"));
        RunRequest common = RunRequest.usual("", null, dir, dir, dir);
        return new NightlyJob(
                        r -> pretend(r, cache),
                        r -> {},
                        new JobContext(cache, Progress.NONE, cleanup),
                        () -> now,
                        search)
                .run(new NightlyJob.Request(dir.resolve("nightly.yaml"), common, Path::of));
    }

    private WholeRun.Result pretend(RunRequest request, Cache cache) {
        KernelTree kernel = KernelSource.parse(request.kernel()).obtain(new JobContext(cache, Progress.NONE, cleanup));
        String only = request.only();
        runs.add("next " + request.plan() + (only == null ? "" : " " + only + " x" + request.repeat()));
        List<String> lines = TestTrees.text(kernel, "behaviour").lines().toList();
        List<RunReport.ScenarioResult> results = new ArrayList<>();
        if (failing) {
            lines = List.of("one FAIL");
        }
        for (String line : lines) {
            if (line.startsWith("BUILD ")) {
                throw new KernelBuildException(line.substring(6));
            }
            if (!line.equals("DIES")) {
                results.addAll(scenario(line.split(" "), request));
            } else if (killed && request.plan().equals(Path.of("more"))) {
                cleanup.close(); // as the shutdown hook does
            }
        }
        RunFolder folder = RunFolder.create(request.reports(), () -> now);
        RunReport report = report(folder, kernel, results);
        ReportWriter.write(report, folder.path());
        return new WholeRun.Result(report, folder.path());
    }

    private static List<RunReport.ScenarioResult> scenario(String[] words, RunRequest request) {
        List<RunReport.ScenarioResult> results = new ArrayList<>();
        for (int n = 1; n <= request.repeat(); n++) {
            String verdict = words[1].equals("FLAKY") ? (request.only() == null ? "FAIL" : "PASS") : words[1];
            List<RunReport.KernelComplaint> complaints = words.length < 3
                    ? List.of()
                    : List.of(new RunReport.KernelComplaint("warning", words[2], "", words[2], 1));
            results.add(new RunReport.ScenarioResult(
                    words[0] + (n == 1 ? "" : "#" + n),
                    "",
                    "",
                    verdict,
                    "made up",
                    1,
                    List.of(),
                    List.of(),
                    null,
                    complaints,
                    List.of(),
                    ""));
        }
        return results;
    }

    private static RunReport report(RunFolder folder, KernelTree kernel, List<RunReport.ScenarioResult> results) {
        ExitCode code = results.stream().anyMatch(r -> r.verdict().equals("FAIL")) ? ExitCode.FAIL : ExitCode.PASS;
        return RunReport.brief(
                folder.id(),
                WholeRun.verdict(code),
                code.code(),
                "2026-03-01T00:00:00Z",
                null,
                new RunReport.Kernel(kernel.source(), kernel.release(), "", kernel.commit(), kernel.tree(), ""),
                results);
    }
}
