/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.job.JobContext;
import org.kharness.nightly.World.Whole;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.stage.RunRequest;

/**
 * Thirty nights of three kernels with regressions, fixes, broken builds and boots, boots that fail once, slow-downs, new warnings,
 * a busy machine, a remote that vanishes and a disk that is full: each night's answer must be what was planted, no more and no less.
 * Of what fails by chance, of rates from 5 to 80 percent, no more than a few alarms are allowed.
 */
class ThirtyNightsTest {
    private static final int NIGHTS = 30;
    /** Chance has to be seen before it can be known for chance. */
    private static final int FIRST = 8;

    @TempDir
    Path dir;

    private final Map<String, Boolean> failing = new HashMap<>();
    private final Map<String, String> lastGood = new HashMap<>();
    private final Map<String, String> rangeOf = new HashMap<>();
    private final Map<String, String> since = new HashMap<>();
    private final Map<String, Whole> ended = new HashMap<>();
    private final Map<String, Whole> judgedOrBroken = new HashMap<>();
    private final Map<String, Integer> judged = new HashMap<>();
    private final Map<String, Boolean> slow = new HashMap<>();
    private final Map<String, Set<String>> warned = new HashMap<>();
    private final Set<String> complaints = new HashSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 6, 11})
    void everyNightTellsWhatWasPlanted(long seed) throws Exception {
        Random random = new Random(1000 + seed);
        World world = new World(seed);
        Path config = Files.writeString(dir.resolve("nightly.yaml"), """
                schema: 1
                plans: [smoke]
                keep: {nights: 20}
                kernels:
                  - {name: a, source: debian:a}
                  - {name: b, source: debian:b}
                  - {name: r, source: debian:r}
                """);
        int earlyAlarms = 0;
        int lateAlarms = 0;
        int told = 0;
        Set<String> kinds = new TreeSet<>();
        for (int night = 0; night < NIGHTS; night++) {
            Instant now = Instant.parse("2026-03-01T22:00:00Z").plusSeconds(night * 86_400L);
            world.night(now, "%040x".formatted(night + 1));
            if (night > 0) {
                plant(world, night, random);
            }
            NightlyJob.Outcome outcome = night(config, world, now);
            List<String> expected = expected(world, outcome.night().id());
            List<String> alarms = new ArrayList<>();
            List<String> said = new ArrayList<>();
            for (Change change : outcome.changes()) {
                if (World.FLAKY.containsKey(change.scenario())) {
                    if (change.kind() == Change.Kind.NEW_FAILURE) {
                        alarms.add(change.kernel() + " " + change.scenario());
                    }
                } else {
                    said.add(line(change));
                }
            }
            assertThat(said).as("night " + night).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(outcome.exitCode()).as("night " + night).isEqualTo(code(expected, !alarms.isEmpty()));
            earlyAlarms += night < FIRST ? alarms.size() : 0;
            lateAlarms += night < FIRST ? 0 : alarms.size();
            told += said.size();
            said.forEach(s -> kinds.add(s.substring(0, s.indexOf(' '))));
        }
        assertThat(world.byChance).as("scenarios that failed by chance").isGreaterThan(60);
        assertThat(earlyAlarms).as("alarms by chance while it was not known").isLessThanOrEqualTo(9);
        assertThat(lateAlarms).as("alarms by chance").isLessThanOrEqualTo(2);
        assertThat(told).isGreaterThan(60);
        assertThat(kinds)
                .as("all that can be planted was planted")
                .contains(
                        "NEW_FAILURE",
                        "STILL_FAILING",
                        "FIXED",
                        "NEW_SIGNATURE",
                        "NEW_WARNING",
                        "SLOWER",
                        "FASTER",
                        "BROKEN",
                        "STILL_BROKEN",
                        "NOT_JUDGED",
                        "STILL_NOT_JUDGED",
                        "FLAKY");
        pages(config);
    }

    /** What changes from one night to the next. */
    private void plant(World world, int night, Random random) {
        world.busy = night == 14;
        for (String kernel : World.KERNELS) {
            Whole before = world.whole.getOrDefault(kernel, Whole.RUNS);
            boolean lasts = !before.judges() && random.nextInt(2) == 0;
            Whole now = lasts ? before : whole(random);
            // What did not boot the night before is not tried again
            world.whole.put(kernel, now == Whole.BOOTS_LATER && before == Whole.NOT_BOOTED ? Whole.RUNS : now);
        }
        surroundings(world, night);
        for (String kernel : World.KERNELS) {
            for (String scenario : World.STEADY) {
                String key = kernel + " " + scenario;
                if (random.nextInt(world.broken.contains(key) ? 3 : 14) == 0 && !world.broken.remove(key)) {
                    world.broken.add(key);
                }
            }
            String timed = kernel + " " + World.TIMED.get(random.nextInt(World.TIMED.size()));
            boolean seen = world.whole.getOrDefault(kernel, Whole.RUNS).judges() && !world.busy;
            if (seen && timed(kernel) && random.nextInt(3) == 0 && world.slow.remove(timed) == null) {
                world.slow.put(timed, 1.8 + random.nextDouble());
            }
            Set<String> warnings = world.warnings.computeIfAbsent(kernel, k -> new TreeSet<>());
            if (random.nextInt(6) == 0) {
                warnings.add("f" + random.nextInt(5) + ".c:" + random.nextInt(900) + ": planted");
            } else if (random.nextInt(6) == 0) {
                warnings.clear();
            }
        }
    }

    /** What happens in certain nights, whatever chance says. */
    private static void surroundings(World world, int night) {
        if (night == 11 || night == 12 || night == 22) {
            world.whole.put("r", Whole.SPOILT); // the remote is gone
        } else if (night == 17) {
            World.KERNELS.forEach(k -> world.whole.put(k, Whole.SPOILT)); // the disk is full
        } else if (night == 18 || night == 19) {
            world.whole.put("a", Whole.NOT_BUILT);
            world.whole.put("b", night == 18 ? Whole.BOOTS_LATER : Whole.RUNS);
        }
    }

    /** Five nights must tell what is usual before something can be slower. */
    private boolean timed(String kernel) {
        return judged.getOrDefault(kernel, 0) >= 5;
    }

    private static Whole whole(Random random) {
        return switch (random.nextInt(30)) {
            case 0 -> Whole.NOT_BUILT;
            case 1 -> Whole.NOT_BOOTED;
            case 2 -> Whole.BOOTS_LATER;
            case 3 -> Whole.SPOILT;
            case 4 -> Whole.SPOILT_ONCE;
            default -> Whole.RUNS;
        };
    }

    private NightlyJob.Outcome night(Path config, World world, Instant now) {
        try (Cleanup cleanup = new Cleanup()) {
            JobContext context = new JobContext(Cache.at(dir.resolve("cache")), Progress.NONE, cleanup);
            return new NightlyJob(world::run, r -> {}, context, () -> now, h -> {
                        throw new IllegalStateException("nothing is to be searched");
                    })
                    .run(new NightlyJob.Request(config, RunRequest.usual("", null, dir, dir, dir), Path::of));
        }
    }

    /** What there is to know about a night: told independently of what nights do. */
    private List<String> expected(World world, String night) {
        List<String> expected = new ArrayList<>();
        for (String kernel : World.KERNELS) {
            Whole whole = world.whole.getOrDefault(kernel, Whole.RUNS);
            if (whole == Whole.SPOILT) {
                expected.add((ended.get(kernel) == whole ? "STILL_NOT_JUDGED " : "NOT_JUDGED ") + kernel);
            } else if (!whole.judges()) {
                boolean still = judgedOrBroken.get(kernel) == whole;
                expected.add((still ? "STILL_BROKEN " : "BROKEN ") + kernel);
            } else {
                if (whole == Whole.BOOTS_LATER) {
                    expected.add("FLAKY " + kernel + " (boot)");
                }
                warnings(world, kernel, expected);
                for (String scenario : World.STEADY) {
                    steady(world, night, kernel, scenario, expected);
                }
                judged.merge(kernel, 1, Integer::sum);
                for (String scenario : World.TIMED) {
                    boolean is = world.slow.containsKey(kernel + " " + scenario);
                    if (is != slow.getOrDefault(kernel + " " + scenario, false)) {
                        expected.add((is ? "SLOWER " : "FASTER ") + kernel + " " + scenario);
                        slow.put(kernel + " " + scenario, is);
                    }
                }
            }
            ended.put(kernel, whole);
            if (whole != Whole.SPOILT) {
                judgedOrBroken.put(kernel, whole.judges() ? Whole.RUNS : whole);
            }
        }
        return expected;
    }

    private void warnings(World world, String kernel, List<String> expected) {
        Set<String> now = new HashSet<>();
        for (String warning : world.warnings.getOrDefault(kernel, Set.of())) {
            String unplaced = warning.replaceFirst(":\\d+", "");
            Set<String> before = warned.get(kernel);
            if (now.add(unplaced) && before != null && !before.contains(unplaced)) {
                expected.add("NEW_WARNING " + kernel + " " + warning);
            }
        }
        warned.put(kernel, now);
    }

    private void steady(World world, String night, String kernel, String scenario, List<String> expected) {
        String key = kernel + " " + scenario;
        boolean is = world.broken.contains(key);
        boolean was = failing.getOrDefault(key, false);
        if (is && !was) {
            since.put(key, night);
            rangeOf.put(key, lastGood.get(key) + ".." + world.commit);
        }
        if (is) {
            expected.add((was ? "STILL_FAILING " : "NEW_FAILURE ") + key + " since " + since.get(key) + " "
                    + rangeOf.get(key));
            if (complaints.add(key)) {
                expected.add("NEW_SIGNATURE " + key);
            }
        } else if (was) {
            expected.add("FIXED " + key);
        }
        if (!is) {
            lastGood.put(key, world.commit);
        }
        failing.put(key, is);
    }

    private static String line(Change change) {
        String line = (change.kind() + " " + change.kernel() + " " + change.scenario()).strip();
        return switch (change.kind()) {
            case NEW_FAILURE, STILL_FAILING -> {
                Range range = Objects.requireNonNull(change.range());
                yield line + " since " + change.since() + " " + range.good().commit() + ".."
                        + range.bad().commit();
            }
            case NEW_WARNING -> line + " " + change.detail();
            default -> line;
        };
    }

    private static ExitCode code(List<String> expected, boolean alarm) {
        if (alarm || Stream.of("NEW_FAILURE", "NEW_SIGNATURE", "BROKEN").anyMatch(w -> has(expected, w))) {
            return ExitCode.FAIL;
        }
        boolean unknown = has(expected, "NOT_JUDGED") || has(expected, "STILL_NOT_JUDGED");
        return unknown ? ExitCode.CANNOT_TELL : ExitCode.PASS;
    }

    private static boolean has(List<String> expected, String word) {
        return expected.stream().anyMatch(e -> e.startsWith(word + " "));
    }

    /** Each night that is shown has its files, and the others are gone. */
    private void pages(Path config) throws Exception {
        Path reports = dir.resolve("nightly");
        List<NightHistory.Entry> nights = NightHistory.read(config, NIGHTS);
        assertThat(nights).hasSize(NIGHTS).allMatch(n -> n.runs() == 3);
        for (int n = 0; n < NIGHTS; n++) {
            Path folder = reports.resolve(nights.get(n).night().id());
            if (n >= NIGHTS - 20) {
                assertThat(List.of("index.html", "junit.xml", "kcidb.json", "digest.txt", "digest.eml"))
                        .allMatch(f -> Files.exists(folder.resolve(f)));
            } else {
                assertThat(folder).doesNotExist();
            }
        }
        assertThat(NightHistory.flakes(config))
                .extracting(Flake::scenario)
                .as("by rate")
                .filteredOn(World.FLAKY::containsKey)
                .first()
                .isEqualTo("f80");
    }
}
