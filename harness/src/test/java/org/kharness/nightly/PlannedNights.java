/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.report.ReportWriter;
import org.kharness.report.RunFolder;
import org.kharness.report.RunReport;
import org.kharness.stage.RunRequest;
import org.kharness.stage.Stages;
import org.kharness.stage.WholeRun;

/** Nights over a stage that a test writes: what a kernel, by its source, does when it is run. */
final class PlannedNights {
    private static final Search NO_SEARCH = h -> {
        throw new IllegalStateException("nothing is to be searched");
    };

    private final Path dir;
    private final BiFunction<String, String, String> behaviour;
    private final Consumer<RunRequest> check;
    private Instant now = Instant.parse("2026-03-01T22:00:00Z");
    final List<String> runs = new ArrayList<>();
    /** What the compiler warns of, in lines, by kernel source. */
    final Map<String, String> warnings = new HashMap<>();
    /** The same runs as they were asked for. */
    final List<RunRequest> requests = new ArrayList<>();

    /**
     * Plans nights.
     *
     * @param behaviour by kernel source and scenario: PASS, FAIL, ERROR, and behind it the seconds that it takes, 1 unless told; for the scenario "" what the whole run does: "", or an
     *     exit code and a message
     */
    PlannedNights(Path dir, BiFunction<String, String, String> behaviour, Consumer<RunRequest> check) {
        this.dir = dir;
        this.behaviour = behaviour;
        this.check = check;
    }

    Path config(String name, String text) throws Exception {
        return Files.writeString(dir.resolve(name), text);
    }

    NightlyJob.Outcome night(Path config) {
        return night(config, RunRequest.usual("", null, dir, dir, dir));
    }

    NightlyJob.Outcome night(Path config, RunRequest common) {
        try (Cleanup cleanup = new Cleanup()) {
            JobContext context = new JobContext(Cache.at(dir.resolve("cache")), Progress.NONE, cleanup);
            return new NightlyJob(this::run, check, context, () -> now, NO_SEARCH)
                    .run(new NightlyJob.Request(config, common, Path::of));
        } finally {
            now = now.plusSeconds(24 * 3600);
        }
    }

    /** What there is to know, a line each, such as "FLAKY debian one". */
    static List<String> told(NightlyJob.Outcome outcome) {
        return outcome.changes().stream()
                .map(c -> (c.kind() + " " + c.kernel() + " " + c.scenario()).strip())
                .toList();
    }

    private WholeRun.Result run(RunRequest request) {
        String only = request.only();
        requests.add(request);
        runs.add(request.kernel() + (only == null ? "" : " " + only + " x" + request.repeat()));
        RunFolder folder = RunFolder.create(request.reports(), () -> now);
        String whole = behaviour.apply(request.kernel(), "");
        List<RunReport.ScenarioResult> results = new ArrayList<>();
        int code = 0;
        String message = null;
        if (!whole.isEmpty()) {
            code = Integer.parseInt(whole.substring(0, whole.indexOf(' ')));
            message = whole.substring(whole.indexOf(' ') + 1);
        } else {
            for (int round = 1; round <= request.repeat(); round++) {
                for (String id : List.of("one", "two")) {
                    if (only == null || only.contains(id)) {
                        String[] does = behaviour.apply(request.kernel(), id).split(" ", -1);
                        code = does[0].equals("FAIL") ? 1 : code;
                        double seconds = does.length > 1 ? Double.parseDouble(does[1]) : 1;
                        results.add(result(id + (round == 1 ? "" : "#" + round), does[0], seconds));
                    }
                }
            }
        }
        RunReport report = RunReport.brief(
                folder.id(),
                code == 0 ? "PASS" : code == 125 ? "ERROR" : "FAIL",
                code,
                "2026-03-01T00:00:00Z",
                message,
                new RunReport.Kernel(request.kernel(), "6.1.0", "", "", "", ""),
                results);
        ReportWriter.write(report, folder.path());
        if (code != 4) {
            Cache.write(
                    folder.path().resolve(Stages.warnings(request.variant())),
                    warnings.getOrDefault(request.kernel(), ""));
        }
        return new WholeRun.Result(report, folder.path());
    }

    private static RunReport.ScenarioResult result(String id, String verdict, double seconds) {
        return new RunReport.ScenarioResult(
                id, "", "", verdict, "made up", seconds, List.of(), List.of(), null, List.of(), List.of(), "");
    }

    static ExitCode code(NightlyJob.Outcome outcome) {
        return outcome.exitCode();
    }
}
