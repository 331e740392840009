/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.ApplyOptions;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;
import org.kharness.series.source.RequestedSeries;
import org.kharness.stage.SeriesWishes;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What status and apply have in common. */
abstract class SeriesOnKernel implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private SeriesArguments arguments;

    @Option(
            names = "--kernel",
            paramLabel = "K",
            description =
                    "debian:VERSION, debian:SUITE, git:PATH@REF, remote:URL@REF, dir:PATH or tar:PATH; git: may be any"
                            + " repository, not only a kernel (default:"
                            + " ${DEFAULT-VALUE})")
    private String kernel = "debian:6.1";

    @Mixin
    private SeriesWishArguments wishes;

    @Option(names = "--json", description = "write JSON")
    private boolean json;

    SeriesOnKernel(CliContext context) {
        this.context = context;
    }

    /** What to show, one entry per series, and how to end. */
    record Shown(List<AppliedSeries> series, ExitCode exit) {}

    abstract Shown work(KernelTree kernel, RequestedSeries series, ApplyOptions options, Progress progress);

    @Override
    public Integer call() {
        Cache cache = Cache.open();
        Shown shown;
        try (ProgressDisplay progress = context.progress()) {
            progress.stage("series");
            SeriesWishes wanted = wishes.wishes();
            RequestedSeries series = wanted.open(
                    SeriesName.some(arguments.name(), context.cleanup()),
                    context.top().resolve("kernel-patches"),
                    cache,
                    progress);
            ApplyOptions options = wanted.applying(series);
            progress.stage("kernel");
            KernelTree tree = KernelSource.parse(kernel).obtainAny(new JobContext(cache, progress, context.cleanup()));
            tree = wanted.base(tree, series, progress);
            progress.stage("apply");
            shown = work(tree, series, options, progress);
        }
        print(shown);
        return shown.exit().code();
    }

    private void print(Shown shown) {
        SeriesPrinter printer = new SeriesPrinter(context);
        if (json) {
            printer.json(shown.series());
        } else {
            shown.series().forEach(printer::table);
        }
    }
}
