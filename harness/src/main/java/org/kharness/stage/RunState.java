/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.AppliedSeries;
import org.kharness.build.BuiltKernel;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.HarnessException;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;
import org.kharness.report.Against;
import org.kharness.report.BisectAnswer;
import org.kharness.report.ConfigurationReview;
import org.kharness.report.PatchByPatch;
import org.kharness.report.PatchReview;
import org.kharness.report.RunReport;
import org.kharness.variant.Variant;

/** What a run knows so far: enough for a report at any point. */
public final class RunState {
    private final String runId;
    private final Instant started;
    private final Progress progress;
    private final Phases phases;
    private ExitCode exitCode = ExitCode.CANNOT_TELL;
    private @Nullable HarnessException failure;
    private RunReport.@Nullable Kernel kernel;
    private RunReport.@Nullable Series series;
    private List<RunReport.ScenarioResult> scenarios = List.of();
    private final Map<String, List<ScenarioRun>> allRuns = new LinkedHashMap<>();
    private final Map<String, BuiltKernel> kernels = new HashMap<>();
    private List<RunReport.ControlResult> controls = List.of();
    private List<PatchReview> presubmit = List.of();
    private List<ConfigurationReview> configurations = List.of();
    private @Nullable PatchByPatch each;
    private @Nullable Against against;
    private @Nullable BisectAnswer bisect;
    private RunReport.@Nullable Invocation invocation;
    private String qemu = "";
    private String toolchain = "";
    private String host = "";

    public RunState(String runId, Instant started, Progress progress) {
        this.runId = runId;
        this.started = started;
        this.progress = progress;
        this.phases = new Phases(progress);
    }

    public Phases phases() {
        return phases;
    }

    public void surroundings(String qemuAndAccelerator, String machine) {
        qemu = qemuAndAccelerator;
        host = machine;
    }

    public void kernel(KernelTree base, KernelTree tree) {
        kernel = new RunReport.Kernel(tree.source(), tree.release(), base.commit(), tree.commit(), tree.tree(), "");
    }

    public void built(String release, String configDigest, String builtWith) {
        RunReport.Kernel k = kernel;
        toolchain = builtWith;
        kernel = k == null
                ? new RunReport.Kernel(release, release, "", "", "", configDigest)
                : new RunReport.Kernel(k.source(), release, k.baseCommit(), k.commit(), k.tree(), configDigest);
    }

    /** The kernel that the scenarios of a variant run on from here on. */
    void built(BuiltKernel built, Variant variant) {
        kernels.put(variant.name(), built);
        built(built.release(), built.configDigest(), built.toolchain());
    }

    /** A kernel that was built elsewhere: its file and its release are known. */
    void foreignKernel(String file, String release) {
        kernel = new RunReport.Kernel("bzimage:" + file, release, "", "", "", "");
    }

    public void series(AppliedSeries applied) {
        series = new RunReport.Series(
                applied.id(),
                applied.patches().stream()
                        .map(p -> new RunReport.Patch(
                                p.number(),
                                p.subject(),
                                p.patchId(),
                                p.state().word(),
                                p.evidence(),
                                p.commit(),
                                List.of(),
                                List.of()))
                        .toList());
    }

    public void judged(List<ScenarioRun> runs, Path folder) {
        judged(runs, folder, Variant.PLAIN);
    }

    /** The same on a kernel that was made so; what was judged before on others stays. */
    public void judged(List<ScenarioRun> runs, Path folder, Variant variant) {
        List<RunReport.ScenarioResult> all = new ArrayList<>(scenarios.stream()
                .filter(s -> !s.variant().equals(word(variant)))
                .toList());
        try (TraceSources sources = TraceSources.of(kernels.get(variant.name()), progress)) {
            runs.stream()
                    .map(r -> ScenarioResults.of(r, folder, word(variant), sources))
                    .forEach(all::add);
        }
        scenarios = List.copyOf(all);
        allRuns.put(variant.name(), runs);
        exitCode = ScenarioResults.exitCode(
                allRuns.values().stream().flatMap(List::stream).toList());
        RunReport.Series s = series;
        if (s != null) {
            series = new RunReport.Series(
                    s.id(),
                    s.patches().stream()
                            .map(p -> ScenarioResults.covered(p, runs))
                            .toList());
        }
    }

    private static String word(Variant variant) {
        return variant.plain() ? "" : variant.name();
    }

    public void controls(List<RunReport.ControlResult> ledger, ExitCode code) {
        controls = ledger;
        exitCode = code;
    }

    public void presubmit(List<PatchReview> reviews) {
        presubmit = reviews;
    }

    /** What came of the series' files in other configurations. */
    public void configurations(List<ConfigurationReview> reviews) {
        configurations = reviews;
    }

    /** What the plan did on every kernel on the way. */
    public void each(PatchByPatch onTheWay) {
        each = onTheWay;
    }

    /** What was judged by now, against the same scenarios on the kernel before the series. */
    void against(String source, String release, String commit, List<RunReport.ScenarioResult> before) {
        against = Against.of(source, release, commit, before, scenarios);
    }

    /** What was asked. */
    public void asked(RunRequest request, String plan) {
        invocation = new RunReport.Invocation(
                RunReport.Invocation.VERSION,
                request.manner().command(),
                plan,
                request.plan().toString());
    }

    /** What a bisect found. */
    public void bisect(BisectAnswer found) {
        bisect = found;
    }

    public void ended(ExitCode code) {
        exitCode = code;
    }

    void fail(HarnessException e) {
        failure = e;
        exitCode = e.exitCode();
    }

    public RunReport report() {
        return new RunReport(
                RunReport.SCHEMA,
                runId,
                WholeRun.verdict(exitCode),
                exitCode.code(),
                started.toString(),
                WholeRun.message(failure),
                kernel,
                series,
                phases.list(),
                OnlyInVariant.named(scenarios),
                controls,
                presubmit,
                new RunReport.Environment(qemu, toolchain, host),
                against,
                bisect,
                invocation,
                configurations,
                each);
    }
}
