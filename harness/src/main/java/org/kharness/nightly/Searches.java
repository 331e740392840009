/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kharness.failure.ExitCode;
import org.kharness.failure.HarnessException;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.stage.RunRequest;

/**
 * {@code bisect: auto}: after a night, the commit is searched that brought each of its news. What fails on one kernel in one plan
 * since the same commits is searched once, by the first of it.
 */
final class Searches {
    private final NightlyJob.Request request;
    private final NightlyConfig config;
    private final Night night;
    private final History history;
    private final JobContext context;
    private final Search search;

    Searches(
            NightlyJob.Request request,
            NightlyConfig config,
            Night night,
            History history,
            JobContext context,
            Search search) {
        this.request = request;
        this.config = config;
        this.night = night;
        this.history = history;
        this.context = context;
        this.search = search;
    }

    /** Searches for what has no answer yet: a night that was cut short goes on here too. */
    void run(List<Change> changes) {
        Set<List<String>> answered = new HashSet<>();
        history.origins().answers(night.id()).forEach(a -> answered.add(List.of(a.kernel(), a.plan(), a.scenario())));
        Map<List<Object>, Change> first = new HashMap<>();
        for (Change change : changes) {
            Range range = change.range();
            if (range == null || range.command().isEmpty() || !isNews(change.kind())) {
                continue;
            }
            Change same = first.putIfAbsent(
                    List.of(change.kernel(), change.plan(), range.good(), range.bad(), change.kind()), change);
            if (answered.contains(List.of(change.kernel(), change.plan(), change.scenario()))) {
                continue;
            }
            if (same != null) {
                answer(change, "searched by way of " + same.scenario() + ", which fails since the same commits", "");
            } else {
                search(change, range);
            }
        }
    }

    private static boolean isNews(Change.Kind kind) {
        return kind == Change.Kind.NEW_FAILURE || kind == Change.Kind.BROKEN;
    }

    private void search(Change change, Range range) {
        context.progress()
                .note("searching the commit: " + change.kernel() + ", " + change.plan() + " " + change.scenario());
        Path reports = config.reportsFolder(request.file()).toAbsolutePath();
        try {
            Search.Found found = search.search(hunt(change, range, reports));
            ended();
            answer(
                    change,
                    found.text(),
                    reports.relativize(found.folder().toAbsolutePath()).toString());
        } catch (HarnessException e) {
            ended();
            answer(change, "the search found no answer: " + e.getMessage(), "");
        }
    }

    private void ended() {
        if (context.cleanup().isEnding()) {
            throw new SurroundingsException("interrupted; the same command goes on with this night");
        }
    }

    private void answer(Change change, String text, String folder) {
        history.origins()
                .answer(
                        night,
                        new Origins.Answer(change.kernel(), change.plan(), change.scenario(), text.strip(), folder));
    }

    private Search.Hunt hunt(Change change, Range range, Path reports) {
        int code = history.origins()
                .run(change.kernel(), change.plan(), night.id())
                .map(KernelNight::exitCode)
                .orElse(0);
        String what =
                code == ExitCode.NOT_BUILT.code() ? "build" : code == ExitCode.NOT_BOOTED.code() ? "boot" : "scenario";
        Subject subject = Subject.named(change.kernel(), request, config);
        RunRequest run = subject.asked(
                        BisectLine.repository(subject.kernel().source()),
                        change.plan(),
                        request,
                        reports.resolve(night.id()).resolve(change.kernel()))
                .choosing(change.scenario().isEmpty() ? null : change.scenario(), null, 1);
        return new Search.Hunt(run, range.good().commit(), range.bad().commit(), what);
    }
}
