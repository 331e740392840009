/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;

/** What a night says of kernels, of chance and of our surroundings, and that it does not mix them up. */
class NightlyTrustTest {
    private static final String TWO_KERNELS = """
            schema: 1
            plans: [smoke]
            kernels:
              - {name: a, source: debian:a}
              - {name: b, source: debian:b}
            """;

    @TempDir
    Path dir;

    /** What comes next, by kernel source and scenario; a PASS, or a run that judges, where nothing is planned. */
    private final Map<String, Deque<String>> planned = new HashMap<>();

    private PlannedNights nights() {
        return new PlannedNights(
                dir,
                (kernel, scenario) -> {
                    Deque<String> next = planned.getOrDefault(kernel + " " + scenario, new ArrayDeque<>());
                    return next.isEmpty() ? (scenario.isEmpty() ? "" : "PASS") : next.pop();
                },
                r -> {});
    }

    private void plan(String key, String... what) {
        planned.computeIfAbsent(key, k -> new ArrayDeque<>()).addAll(List.of(what));
    }

    @Test
    void aNightInWhichNothingCanBeReachedNeverEndsWithPass() throws Exception {
        PlannedNights nights = nights();
        Path config = nights.config("nightly.yaml", """
                schema: 1
                plans: [smoke]
                kernels:
                  - {name: gone, source: "remote:%s@v1.*"}
                """.formatted(dir.resolve("nowhere")));
        assertThat(nights.night(config).exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
        NightlyJob.Outcome second = nights.night(config);
        assertThat(second.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
        assertThat(PlannedNights.told(second)).containsExactly("STILL_NOT_JUDGED gone");
        Path night = dir.resolve("nightly").resolve(second.night().id());
        assertThat(night.resolve("junit.xml"))
                .content()
                .contains("<testsuite name=\"gone/smoke\"", "errors=\"1\"", "could not be judged: cannot fetch from");
        assertThat(night.resolve("index.html")).content().contains("says nothing about their kernels");
    }

    @Test
    void aMisspeltKernelIsTheConfigurationsFault() throws Exception {
        Path remote = dir.resolve("linux");
        try (org.kharness.SmallKernel kernel = new org.kharness.SmallKernel(remote)) {
            kernel.tag("v6.1");
        }
        PlannedNights nights = nights();
        Path config = nights.config("nightly.yaml", """
                schema: 1
                plans: [smoke]
                kernels:
                  - {name: a, source: debian:a}
                  - {name: typo, source: "remote:file://%s@v6.l*"}
                """.formatted(remote));
        for (int n = 0; n < 2; n++) {
            NightlyJob.Outcome outcome = nights.night(config);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.changes().get(0).detail()).startsWith("the configuration is at fault: ");
        }
        assertThat(nights.runs).containsExactly("debian:a", "debian:a");
    }

    @Test
    void whatCannotBeReadIsSaidBeforeANightBegins() throws Exception {
        PlannedNights nights = new PlannedNights(dir, (k, s) -> "PASS", r -> {
            if (r.kernel().equals("debian:b")) {
                throw new InputException("no such plan");
            }
        });
        Path config = nights.config("nightly.yaml", TWO_KERNELS);
        assertThatThrownBy(() -> nights.night(config))
                .isInstanceOf(InputException.class)
                .hasMessage(config + ": kernel b, plan smoke: no such plan");
        assertThat(dir.resolve("nightly")).doesNotExist();
    }

    @Test
    void aKernelThatFailsInAnotherWayThanBeforeIsNews() throws Exception {
        PlannedNights nights = nights();
        Path config = nights.config("nightly.yaml", TWO_KERNELS);
        plan("debian:a ", "", "4 a.c:1: error", "4 a.c:1: error", "125 no container engine", "125 no container engine");
        plan("debian:a ", "4 a.c:1: error", "5 panic", "5 panic", "5 panic", "5 panic");
        assertThat(PlannedNights.told(nights.night(config))).isEmpty();
        assertThat(PlannedNights.told(nights.night(config))).containsExactly("BROKEN a");
        NightlyJob.Outcome still = nights.night(config);
        assertThat(PlannedNights.told(still)).containsExactly("STILL_BROKEN a");
        assertThat(still.exitCode()).isEqualTo(ExitCode.PASS);
        NightlyJob.Outcome unknown = nights.night(config);
        assertThat(PlannedNights.told(unknown)).containsExactly("NOT_JUDGED a");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
        assertThat(nights.night(config).changes().get(0).since())
                .as("looked past")
                .isEqualTo("2026-03-02");
        NightlyJob.Outcome boot = nights.night(config);
        assertThat(PlannedNights.told(boot)).containsExactly("BROKEN a");
        assertThat(boot.exitCode()).isEqualTo(ExitCode.FAIL);
        assertThat(PlannedNights.told(nights.night(config))).containsExactly("STILL_BROKEN a");
    }

    @Test
    void aBootThatFailsIsTriedAgain() throws Exception {
        PlannedNights nights = nights();
        Path config = nights.config("nightly.yaml", TWO_KERNELS);
        nights.night(config);
        plan("debian:a ", "5 panic: odd", "5 panic: odd", "");
        NightlyJob.Outcome outcome = nights.night(config);
        assertThat(PlannedNights.told(outcome)).containsExactly("FLAKY a (boot)");
        assertThat(outcome.changes().get(0).detail())
                .isEqualTo("failed 2 of 3 times: panic: odd (fails by chance 66.7% of the time, 2 of 3 tries)");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(PlannedNights.told(nights.night(config))).isEmpty();
    }

    @Test
    void whatOurSurroundingsSpoilIsTriedOnceMore() throws Exception {
        PlannedNights nights = nights();
        plan("debian:b ", "125 the container engine failed");
        assertThat(PlannedNights.told(nights.night(nights.config("nightly.yaml", TWO_KERNELS))))
                .isEmpty();
        assertThat(nights.runs).containsExactly("debian:a", "debian:b", "debian:b");
    }

    @Test
    void aScenarioThatIsFlakyElsewhereIsNotCalledANewFailure() throws Exception {
        PlannedNights nights = nights();
        Path config = nights.config("nightly.yaml", TWO_KERNELS);
        nights.night(config);
        plan("debian:b one", "FAIL", "PASS", "FAIL");
        NightlyJob.Outcome flaky = nights.night(config);
        assertThat(PlannedNights.told(flaky)).containsExactly("FLAKY b one");
        assertThat(dir.resolve("nightly/" + flaky.night().id() + "/junit.xml"))
                .content()
                .contains("flaky, failed 2 of 3 times", "failures=\"0\"")
                .doesNotContain("failures=\"1\"");
        assertThat(flaky.changes().get(0).detail())
                .isEqualTo("failed 2 of 3 times: made up (fails by chance 33.3% of the time, 2 of 6 tries)");
        assertThat(NightHistory.flakes(config))
                .containsExactly(
                        new Flake("smoke", "one", 1, 1, 4, 2, 6, flaky.night().id()));
        assertThat(dir.resolve("nightly/index.html")).content().contains("What fails by chance", "33.3%");
        // On the other kernel, three times in a row: two in five is what it fails by chance
        plan("debian:a one", "FAIL", "FAIL", "FAIL", "FAIL", "PASS");
        NightlyJob.Outcome elsewhere = nights.night(config);
        assertThat(PlannedNights.told(elsewhere)).containsExactly("FLAKY a one");
        assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.PASS);
        // What fails far more often than by chance is news all the same
        plan("debian:a two", "FAIL", "FAIL", "FAIL");
        plan("debian:a one", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL");
        assertThat(PlannedNights.told(nights.night(config)))
                .containsExactlyInAnyOrder("NEW_FAILURE a two", "NEW_FAILURE a one");
    }

    @Test
    void whatBecomesSlowerIsToldOnceAndIsNoFailure() throws Exception {
        PlannedNights nights = nights();
        Path config = nights.config("nightly.yaml", TWO_KERNELS);
        for (int n = 0; n < 6; n++) {
            assertThat(PlannedNights.told(nights.night(config))).isEmpty();
        }
        // A night in which the machine was slow: not so when it is tried again
        plan("debian:a one", "PASS 9");
        nights.runs.clear();
        assertThat(PlannedNights.told(nights.night(config))).isEmpty();
        assertThat(nights.runs).contains("debian:a {one} x2");
        plan("debian:a one", "PASS 4", "PASS 5", "PASS 6", "PASS 5", "PASS 5", "PASS 1", "PASS 1", "PASS 1");
        NightlyJob.Outcome slower = nights.night(config);
        assertThat(PlannedNights.told(slower)).containsExactly("SLOWER a one");
        assertThat(slower.exitCode()).isEqualTo(ExitCode.PASS);
        assertThat(slower.changes().get(0).detail()).isEqualTo("5.0 s, usually 1.0 s, give or take 0.2");
        assertThat(PlannedNights.told(nights.night(config))).isEmpty();
        assertThat(PlannedNights.told(nights.night(config))).isEmpty();
        NightlyJob.Outcome faster = nights.night(config);
        assertThat(PlannedNights.told(faster)).containsExactly("FASTER a one");
        assertThat(dir.resolve("nightly/" + faster.night().id() + "/index.html"))
                .content()
                .contains("2.0 s, usually 6.0 s");
        // What fails at a later try was no matter of time
        plan("debian:a one", "PASS 9", "FAIL", "PASS 9");
        assertThat(PlannedNights.told(nights.night(config))).containsExactly("FLAKY a one");
    }

    @Test
    void aWholeKernelThatIsSlowerIsOneLine() {
        List<Change> changes = Comparison.of(
                new KernelNight(
                        "n",
                        "a",
                        "smoke",
                        KernelNight.Tested.UNKNOWN,
                        0,
                        "",
                        "",
                        java.util.stream.IntStream.range(0, 5)
                                .mapToObj(i -> KernelNight.Result.once("s" + i, "PASS", "", List.of())
                                        .taking(new Pace(i + 4, 2, 0.2, i == 0 ? 0 : 1)))
                                .toList()),
                List.of());
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).kind()).isEqualTo(Change.Kind.SLOWER);
        assertThat(changes.get(0).detail())
                .startsWith("4 of 5 scenarios, 3.00 times as long as usual in the middle: s4 8.0 s, usually 2.0 s");
    }

    /** A thousand scenarios that are all slow are not all run twice more. */
    @Test
    void aSampleSpeaksForTheOthers() {
        Map<String, List<Pace>> before = new HashMap<>();
        List<KernelNight.Result> results = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            before.put("s" + i, java.util.Collections.nCopies(6, new Pace(2, 2, 0.2, 0)));
            results.add(
                    KernelNight.Result.once("s" + i, "PASS", "", List.of()).taking(new Pace(i < 900 ? 4 : 2, 0, 0, 0)));
        }
        KernelNight run = new KernelNight("n", "a", "smoke", KernelNight.Tested.UNKNOWN, 0, "", "", results);
        for (boolean stays : List.of(true, false)) {
            Paces paces = new Paces(before);
            KernelNight timed = paces.timed(run);
            List<String> odd = paces.odd(timed, List.of());
            assertThat(odd).hasSize(20);
            double again = stays ? 4 : 2;
            KernelNight tried = timed.with(timed.results().stream()
                    .map(r -> odd.contains(r.scenario())
                            ? paces.after(r.after(2, 0, false), List.of(4.0, again, again))
                            : r)
                    .toList());
            assertThat(paces.sampled(tried, odd).results())
                    .filteredOn(r -> r.pace().turn() == 1)
                    .hasSize(stays ? 900 : 0);
        }
    }

    @Test
    void twoConfigurationsDoNotShareAHistory() throws Exception {
        PlannedNights nights = nights();
        Path first = nights.config("first.yaml", TWO_KERNELS);
        Path second = nights.config("second.yaml", TWO_KERNELS);
        nights.night(first);
        assertThatThrownBy(() -> nights.night(second))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its history is that of " + first.toRealPath());
        nights.night(first);
        Files.move(first, dir.resolve("moved.yaml"));
        assertThat(nights.night(dir.resolve("moved.yaml")).exitCode()).isEqualTo(ExitCode.PASS);
    }

    @Test
    void aHistoryOfTheFirstVersionIsReadOn() throws Exception {
        Path file = dir.resolve("history.sqlite");
        try (var database = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var sql = database.createStatement()) {
            sql.execute("create table night (id text primary key, started text not null, finished text)");
            sql.execute("create table run (night text not null references night, kernel text not null, plan text not"
                    + " null, release text not null, commit_id text not null, exit_code integer not null, message text"
                    + " not null, folder text not null, primary key (night, kernel, plan))");
            sql.execute("create table result (night text not null, kernel text not null, plan text not null, scenario"
                    + " text not null, verdict text not null, reason text not null, flaky integer not null, place"
                    + " integer not null, primary key (night, kernel, plan, scenario))");
            sql.execute("create table signature (night text not null, kernel text not null, plan text not null,"
                    + " scenario text not null, signature text not null)");
            sql.execute("insert into night values ('2026-03-01', '2026-03-01T22:00:00Z', '2026-03-01T23:00:00Z')");
            sql.execute("insert into run values ('2026-03-01', 'a', 'smoke', '6.1.0', '', 1, '', '')");
            sql.execute("insert into result values ('2026-03-01', 'a', 'smoke', 'one', 'FAIL', 'why', 0, 0)");
            sql.execute("insert into result values ('2026-03-01', 'a', 'smoke', 'two', 'FAIL', 'why', 1, 1)");
            sql.execute("pragma user_version = 1");
        }
        try (History history = History.open(file)) {
            assertThat(history.runs("a", "smoke").get(0).results())
                    .extracting(r -> r.scenario() + " " + r.failures() + "/" + r.tries())
                    .containsExactly("one 1/1", "two 1/3");
            assertThat(history.usual().flakeRate("a", "smoke", "two")).isEqualTo(1.5 / 4);
            assertThat(history.usual().flakeRate("a", "smoke", "one")).isZero();
            assertThat(history.usual().flakes())
                    .containsExactly(new Flake("smoke", "two", 1, 1, 1, 1, 3, "2026-03-01"));
        }
    }

    @Test
    void tenThousandRunsAnswerInASecond() throws Exception {
        Path file = dir.resolve("history.sqlite");
        try (History history = History.open(file)) {
            try (var database = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                    var sql = database.createStatement()) {
                sql.execute(
                        "insert into night (id, started, finished) with recursive n(i) as (select 0 union all select i + 1 from n where i < 999)"
                                + " select 'n' || i, strftime('%Y-%m-%dT22:00:00Z', '2020-01-01', '+' || i || ' days'), null from n");
                sql.execute(
                        "insert into run (night, kernel, plan, release, commit_id, exit_code, message, folder) with recursive k(i) as (select 0 union all select i + 1 from k where i < 9)"
                                + " select id, 'k' || i, 'smoke', '6.1.0', '', 0, '', '' from night, k");
                sql.execute("insert into result (night, kernel, plan, scenario, verdict, reason, flaky, place, tries,"
                        + " failures) with recursive s(i) as (select 0 union all select i + 1 from s where i < 9)"
                        + " select night, kernel, plan, 's' || i, 'PASS', '', 0, i, 1, 0 from run, s");
            }
            Instant begin = Instant.now();
            assertThat(history.runs("k3", "smoke")).hasSize(1000);
            assertThat(history.usual().flakeRate("a", "smoke", "s4")).isZero();
            assertThat(new News(
                                    history,
                                    new NightlyConfig(1, null, null, null, List.of(), Keep.USUAL, List.of(), List.of()))
                            .of(history.last().orElseThrow()))
                    .isEmpty();
            assertThat(java.time.Duration.between(begin, Instant.now())).isLessThan(java.time.Duration.ofSeconds(10));
        }
    }
}
