/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.SmallKernel;
import org.kharness.cache.Cache;
import org.kharness.cache.Shelf;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.process.Cleanup;
import org.kharness.process.Owner;
import org.kharness.progress.Progress;
import org.kharness.stage.Stages;

/** What goes when room is made, and what must not. */
class SweepTest {
    private static final long KIB = 1024;

    @TempDir
    Path dir;

    private Cache cache;
    private Path config = Path.of("");

    @BeforeEach
    void open() throws Exception {
        cache = Cache.at(dir.resolve("cache"));
    }

    private void configure(String keep) throws Exception {
        config = Files.writeString(dir.resolve("nightly.yaml"), """
                schema: 1
                plans: [smoke]
                keep: %s
                kernels:
                  - {name: a, source: debian:a}
                """.formatted(keep));
    }

    private Sweep.Swept sweep(boolean dry) {
        return Sweep.run(config, cache, Stages.kernels(cache), dry);
    }

    /** Five nights, in the second of which something was tried again. */
    private PlannedNights fiveNights() throws Exception {
        configure("{nights: 60}");
        int[] calls = {0};
        PlannedNights nights = new PlannedNights(
                dir, (k, s) -> s.equals("one") && ++calls[0] == 2 ? "FAIL" : s.isEmpty() ? "" : "PASS", r -> {});
        for (int n = 0; n < 5; n++) {
            nights.night(config);
        }
        return nights;
    }

    @Test
    void nightsThatNoPageShowsGoAndWhatIsNotOursStays() throws Exception {
        PlannedNights nights = fiveNights();
        Path reports = dir.resolve("nightly");
        Path note = Files.writeString(reports.resolve("2026-03-01/a/note.txt"), "mine");
        Path other = Files.createDirectories(reports.resolve("kept"));
        Path outside = Files.createDirectories(dir.resolve("outside/20260101-000000-abcd"));
        Files.createSymbolicLink(reports.resolve("2026-03-02/linked"), dir.resolve("outside"));
        configure("{nights: 2}");
        nights.night(config); // the page shows two from now on, and the others go with it
        assertThat(reports.resolve("2026-03-06/index.html")).exists();
        assertThat(reports.resolve("2026-03-05/index.html")).exists();
        for (String gone : List.of("2026-03-03", "2026-03-04")) {
            assertThat(reports.resolve(gone)).doesNotExist();
        }
        assertThat(note).exists();
        assertThat(reports.resolve("2026-03-01/index.html")).doesNotExist();
        try (var beside = Files.list(note.getParent())) {
            assertThat(beside).containsExactly(note);
        }
        assertThat(other).exists();
        assertThat(outside).exists();
        assertThat(sweep(false).items()).isEmpty();
        for (NightHistory.Entry night : NightHistory.read(config, 9)) {
            assertThat(night.runs()).as("the history stays").isEqualTo(1);
        }
    }

    @Test
    void aDryRunTellsAndRemovesNothing() throws Exception {
        fiveNights();
        Path reports = dir.resolve("nightly");
        configure("{nights: 2}");
        // The page of all nights is as the nights before left it: whatever it leads to stays
        assertThat(sweep(true).items()).extracting(Sweep.Item::what).containsOnly("run");
        NightPagesForTest.write(config);
        List<Sweep.Item> would = sweep(true).items();
        assertThat(would).extracting(Sweep.Item::what).contains("run", "pages");
        assertThat(would).allSatisfy(i -> assertThat(Path.of(i.where())).exists());
        Sweep.Swept swept = sweep(false);
        assertThat(swept.items()).isEqualTo(would);
        assertThat(swept.left()).isEqualTo(Shelf.size(reports));
        assertThat(would).extracting(Sweep.Item::where).noneMatch(w -> Files.exists(Path.of(w)));
    }

    @Test
    void whatALaterPageLeadsToStays() throws Exception {
        fiveNights();
        Path reports = dir.resolve("nightly");
        Path run = new NightFolders(reports).runs("2026-03-01").get(0).folder();
        Path page = reports.resolve("2026-03-05/index.html");
        Files.writeString(
                page,
                Files.readString(page) + "<a href=\"../2026-03-01/a/" + run.getFileName()
                        + "/report.html\">search</a>");
        configure("{nights: 2}");
        NightPagesForTest.writeIndex(config);
        sweep(false);
        assertThat(run.resolve("report.html")).exists();
        assertThat(reports.resolve("2026-03-02")).doesNotExist();
    }

    @Test
    void kernelsThatWereUsedLongestAgoGoUntilThereIsRoom() throws Exception {
        fiveNights();
        Path old = kernel("old", 30, 40 * KIB);
        Path older = kernel("older", 40, 40 * KIB);
        Path held = kernel("held", 50, 40 * KIB);
        Path lately = kernel("lately", 0, 40 * KIB);
        long reports = Shelf.size(dir.resolve("nightly"));
        configure("{disk: " + (reports / KIB + 130) + "K}");
        try (Cache.Lock inUse = cache.lock("kernel-held")) {
            Sweep.Swept swept = sweep(false);
            assertThat(swept.remarks()).isEmpty();
        }
        assertThat(List.of(old, held, lately)).allSatisfy(k -> assertThat(k).exists());
        assertThat(older).as("used longest ago of those that nobody has").doesNotExist();
        configure("{disk: 1K}");
        Sweep.Swept all = sweep(false);
        assertThat(old).doesNotExist();
        assertThat(held).doesNotExist();
        assertThat(lately).exists();
        assertThat(all.remarks()).singleElement().asString().contains("more than 'disk' allows");
        assertThat(all.left()).isEqualTo(Shelf.size(dir.resolve("nightly")) + 40 * KIB);
        assertThat(new NightFolders(dir.resolve("nightly")).runs("2026-03-02"))
                .as("of what was tried again only what the page leads to stays")
                .hasSize(1);
        assertThat(dir.resolve("nightly/index.html")).exists();
    }

    @Test
    void whatAnotherProcessMayUseStays() throws Exception {
        fiveNights();
        Path before = kernel("before", 30, KIB);
        Path since = kernel("since", 10, KIB);
        configure("{disk: 1K}");
        // A living process, which began twenty days ago; and one that is gone
        Process living = new ProcessBuilder("sleep", "60").start();
        String self = Owner.self().text();
        String stat = Files.readString(Path.of("/proc/" + living.pid() + "/stat"));
        String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
        Path job = cache.folder("jobs").resolve(self.split("\\.", -1)[0] + "." + living.pid() + "." + start);
        Path gone = cache.folder("jobs").resolve(self.split("\\.", -1)[0] + ".4194303.1");
        for (Path file : List.of(job, gone)) {
            Files.createFile(file);
            Files.setLastModifiedTime(file, ago(file.equals(job) ? 20 : 60));
        }
        try {
            sweep(false);
            assertThat(before).as("used before that process began").doesNotExist();
            assertThat(since).exists();
            assertThat(gone).doesNotExist();
        } finally {
            living.destroy();
            living.waitFor();
        }
        sweep(false);
        assertThat(since).doesNotExist();
    }

    @Test
    void commitsOfNightsThatAreNotShownGoFromTheRemoteRepositories() throws Exception {
        try (SmallKernel remote = new SmallKernel(dir.resolve("linux"));
                Cleanup cleanup = new Cleanup()) {
            configure("{nights: 60}");
            Files.writeString(
                    config, Files.readString(config).replace("debian:a", "\"remote:file://" + remote.path() + "@v*\""));
            PlannedNights nights = new PlannedNights(dir, (k, s) -> s.isEmpty() ? "" : "PASS", r -> {});
            for (int n = 0; n < 4; n++) {
                remote.commit("c" + n, Map.of("f", "x".repeat(100) + n));
                remote.tag("v" + n);
                nights.night(config);
            }
            // Fetched by somebody else: none of a night's business
            remote.commit("other", Map.of("f", "other"));
            remote.tag("w");
            String spec = "remote:file://" + remote.path() + "@";
            KernelSource.parse(spec + "w").obtain(new JobContext(cache, Progress.NONE, cleanup));
            Files.writeString(config, Files.readString(config).replace("nights: 60", "nights: 2"));
            NightPagesForTest.write(config);
            assertThat(sweep(true).items())
                    .filteredOn(i -> i.what().equals("remote commit"))
                    .extracting(Sweep.Item::where)
                    .containsExactlyInAnyOrder(remote.rev("v0"), remote.rev("v1"));
            sweep(false);
            for (String there : List.of("v2", "v3", "w")) {
                KernelSource.parse(spec + remote.rev(there)).obtain(new JobContext(cache, Progress.NONE, cleanup));
            }
            for (String away : List.of("v0", "v1")) {
                String commit = remote.rev(away);
                assertThatThrownBy(() ->
                                KernelSource.parse(spec + commit).obtain(new JobContext(cache, Progress.NONE, cleanup)))
                        .isInstanceOf(Exception.class);
            }
            assertThat(sweep(false).items()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40G, 42949672960",
        "1 GiB, 1073741824",
        "500M, 524288000",
        "10kb, 10240",
        "2T, 2199023255552",
    })
    void sizes(String text, long bytes) {
        assertThat(new Keep(null, text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"'{disk: lots}', is no size such as 40G", "'{nights: 0}', at least 1", "'{disk: 7}', is no size"})
    void whatIsNoLimitIsSaid(String keep, String message) throws Exception {
        configure(keep);
        assertThatThrownBy(() -> NightlyConfig.read(config))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(config.toString())
                .hasMessageContaining(message);
    }

    @Test
    void thereMustBeAHistoryAndNoNightUnderWay() throws Exception {
        configure("{}");
        assertThatThrownBy(() -> sweep(false)).hasMessageContaining("no history yet");
        fiveNights();
        try (Cache.Lock night = cache.lock(NightlyJob.lock(dir.resolve("nightly")))) {
            assertThatThrownBy(() -> sweep(false)).hasMessageContaining("is under way");
        }
    }

    private Path kernel(String name, int daysAgo, long bytes) throws Exception {
        Path folder = Files.createDirectories(Stages.kernels(cache).path(name));
        Files.write(folder.resolve("bzImage"), new byte[(int) bytes]);
        Files.setLastModifiedTime(folder, ago(daysAgo));
        return folder;
    }

    /** Days before the first of the nights here, or for 0 now. */
    private static FileTime ago(int days) {
        return FileTime.from(
                days == 0
                        ? Instant.now()
                        : Instant.parse("2026-03-01T22:00:00Z").minus(Duration.ofDays(days)));
    }

    /** Writes the pages as a night would, without one. */
    private static final class NightPagesForTest {
        static void write(Path config) {
            NightlyConfig nightly = NightlyConfig.read(config);
            try (History history = History.open(nightly.historyFile(config))) {
                NightPages.write(history, nightly, nightly.reportsFolder(config));
            }
        }

        /** The page of all nights alone: that of the last night stays as it is. */
        static void writeIndex(Path config) throws Exception {
            Path night = config.resolveSibling("nightly").resolve("2026-03-05/index.html");
            String page = Files.readString(night);
            write(config);
            Files.writeString(night, page);
        }
    }
}
