/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.ArrayList;
import java.util.List;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.PatchOutcome;
import org.kharness.apply.SeriesApplier;
import org.kharness.failure.ExitCode;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;
import org.kharness.series.source.RequestedSeries;
import picocli.CommandLine.Command;

/** {@code kharness series status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Tells for every patch whether it applies, conflicts or is there already; writes nothing.")
final class SeriesStatusCommand extends SeriesOnKernel {
    SeriesStatusCommand(CliContext context) {
        super(context);
    }

    @Override
    Shown work(KernelTree kernel, RequestedSeries series, ApplyOptions options, Progress progress) {
        List<String> notes = new ArrayList<>();
        List<AppliedSeries> all = SeriesApplier.statusAll(kernel, series, options.merging(), notes);
        notes.forEach(progress::note);
        boolean clean = all.stream().flatMap(s -> s.patches().stream()).allMatch(SeriesStatusCommand::fine);
        return new Shown(all, clean ? ExitCode.PASS : ExitCode.NOT_APPLIED);
    }

    private static boolean fine(PatchOutcome patch) {
        return switch (patch.state()) {
            case CONFLICTS, PARTLY_THERE, APPLIED_BY_3WAY, APPLIED_WITH_FUZZ -> false;
            default -> true;
        };
    }
}
