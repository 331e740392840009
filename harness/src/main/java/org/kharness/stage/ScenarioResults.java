/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kharness.cache.Cache;
import org.kharness.console.KernelReport;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.report.RunReport;
import org.kharness.verdict.Verdict;
import org.kharness.verdict.Verdict.Outcome;

/** Turns judged scenarios into what a report holds, and into the run's verdict. */
public final class ScenarioResults {
    private ScenarioResults() {}

    static RunReport.ScenarioResult of(ScenarioRun run, Path folder, String variant, TraceSources sources) {
        Verdict v = run.verdict();
        RunReport.Console console = v.lastLine() == 0
                ? null
                : new RunReport.Console(
                        folder.relativize(run.console()).toString(),
                        Math.max(1, v.firstLine()),
                        v.lastLine(),
                        v.deciding(),
                        digest(run.console()));
        return new RunReport.ScenarioResult(
                run.scenario().id(),
                run.scenario().title(),
                run.scenario().via(),
                v.outcome().name(),
                v.reason(),
                run.seconds(),
                v.expected(),
                v.observed(),
                console,
                v.reports().stream().map(r -> complaint(r, sources)).toList(),
                v.subresults().stream()
                        .map(r -> new RunReport.SubResult(r.name(), r.outcome().name(), r.line()))
                        .toList(),
                variant,
                run.scenario().tags());
    }

    private static String digest(Path console) {
        return Files.exists(console) ? Cache.digest(console) : "";
    }

    /** The patch with the scenarios that name it. */
    static RunReport.Patch covered(RunReport.Patch p, List<ScenarioRun> runs) {
        return new RunReport.Patch(
                p.n(),
                p.subject(),
                p.patchId(),
                p.state(),
                p.evidence(),
                p.commit(),
                naming(p.n(), runs, Outcome.PASS, Outcome.FIXED),
                naming(p.n(), runs, Outcome.FAIL, Outcome.KNOWN));
    }

    private static List<String> naming(int patch, List<ScenarioRun> runs, Outcome... outcomes) {
        return runs.stream()
                .filter(r -> r.scenario().proves().contains(patch)
                        && List.of(outcomes).contains(r.verdict().outcome()))
                .map(r -> r.scenario().id())
                .toList();
    }

    private static RunReport.KernelComplaint complaint(KernelReport r, TraceSources sources) {
        return new RunReport.KernelComplaint(
                r.type().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                r.title(),
                r.function(),
                r.signature(),
                r.firstLine(),
                sources.of(r));
    }

    public static ExitCode exitCode(List<ScenarioRun> runs) {
        return Verdicts.exitCode(runs.stream().map(ScenarioRun::verdict).toList());
    }
}
