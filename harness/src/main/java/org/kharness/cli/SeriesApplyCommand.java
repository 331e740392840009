/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import org.kharness.apply.ApplyOptions;
import org.kharness.apply.SeriesApplier;
import org.kharness.failure.ExitCode;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;
import org.kharness.series.source.RequestedSeries;
import picocli.CommandLine.Command;

/** {@code kharness series apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Applies a series, one commit per patch, in the cache; no tree of yours is written.")
final class SeriesApplyCommand extends SeriesOnKernel {
    SeriesApplyCommand(CliContext context) {
        super(context);
    }

    @Override
    Shown work(KernelTree kernel, RequestedSeries series, ApplyOptions options, Progress progress) {
        return new Shown(SeriesApplier.applyAll(kernel, series, options), ExitCode.PASS);
    }
}
