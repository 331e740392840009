/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.ExitCode;
import org.kharness.failure.HarnessException;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.report.RunReport;
import org.kharness.variant.Variant;

/** {@code kharness run}: one kernel, one series, one plan, one report. */
public final class WholeRun {
    private final JobContext context;

    public WholeRun(JobContext context) {
        this.context = context;
    }

    /** What a run leaves: the report and the folder it lies in. */
    public record Result(RunReport report, Path folder) {}

    /**
     * Runs. A failure after the input was found good still leaves a report that says how far the run came.
     *
     * @throws InputException if the input cannot be used; nothing is left behind then
     */
    public Result run(RunRequest request) {
        return run(request, judged -> {});
    }

    /**
     * Runs, and tells of every scenario as it is judged.
     *
     * @param each called from any thread
     */
    public Result run(RunRequest request, Consumer<ScenarioRun> each) {
        Chosen chosen = Chosen.by(request);
        return Reported.run(
                request, context.progress(), (folder, state) -> stages(request, chosen, folder, state, each));
    }

    private void stages(RunRequest request, Chosen chosen, Path folder, RunState state, Consumer<ScenarioRun> each) {
        for (Variant variant : request.variants()) {
            RunRequest one = request.made(List.of(variant));
            Stages stages = new Stages(one, context, state.phases());
            Stages.Made made = stages.toMachine(chosen.plan(), folder, state);
            made.workshop().judge("scenarios", made.machine(), chosen, folder, state, each);
        }
        if (request.against() != null) {
            new Baseline(context).compare(request, folder, state);
        }
    }

    /** How a run's exit code reads as a verdict. */
    public static String verdict(ExitCode code) {
        return switch (code) {
            case PASS -> "PASS";
            case CANNOT_TELL, USAGE -> "ERROR";
            default -> "FAIL";
        };
    }

    /** For reports: null is a run that judged its scenarios. */
    static @Nullable String message(@Nullable HarnessException failure) {
        return failure == null ? null : failure.getMessage();
    }
}
