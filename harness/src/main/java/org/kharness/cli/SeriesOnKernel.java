/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.ApplyOptions;
import org.kharness.cache.Cache;
import org.kharness.failure.ExitCode;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.progress.Progress;
import org.kharness.series.PatchSeries;
import org.kharness.series.manifest.Resolutions;
import org.kharness.series.source.RequestedSeries;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What status and apply have in common. */
abstract class SeriesOnKernel implements Callable<Integer> {
    /** Context lines of a diff unless its author asked for others. */
    private static final int GIT_CONTEXT = 3;

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

    @Option(
            names = "--base",
            paramLabel = "BASE",
            description = "tip: the kernel as it is (default); auto: the commit that the mails or the manifest name,"
                    + " else the one that fits best; guess: the one that fits best")
    private String base = "tip";

    @Option(names = "--3way", description = "merge with the files a patch was made for if it does not apply")
    private boolean threeWay;

    @Option(
            names = "--fuzz",
            paramLabel = "N",
            description = "let up to N of the three context lines at either end of a hunk differ, as git am -C with"
                    + " 3 - N does (default: none)")
    private int fuzz;

    @Option(
            names = "--resolve",
            paramLabel = "DIR",
            description = "patches resolved by hand, named by number, such as 0003-x.patch")
    private @Nullable Path resolve;

    @Option(
            names = "--strict-index",
            description = "refuse a patch whose result is not the file that its index line names (default: say so)")
    private boolean strictIndex;

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
            RequestedSeries series = arguments.open(context.top(), cache, progress);
            PatchSeries patches = series.patches();
            if (patches != null) {
                patches.notes().forEach(progress::note);
            }
            ApplyOptions options = options(series);
            progress.stage("kernel");
            KernelTree tree = KernelSource.parse(kernel).obtainAny(cache, progress, context.cleanup());
            tree = SeriesBase.choose(base, tree, series, progress);
            progress.stage("apply");
            shown = work(tree, series, options, progress);
        }
        print(shown);
        return shown.exit().code();
    }

    private ApplyOptions options(RequestedSeries series) {
        Path folder = resolve;
        if (folder == null) {
            return new ApplyOptions(threeWay, context(), strictIndex, Map.of());
        }
        if (!Files.isDirectory(folder)) {
            throw new InputException("--resolve " + folder + ": no such folder");
        }
        return new ApplyOptions(threeWay, context(), strictIndex, Resolutions.read(folder, series.needPatches()));
    }

    private int context() {
        if (fuzz < 0) {
            throw new InputException("--fuzz " + fuzz + ": a number of lines is meant");
        }
        return fuzz == 0 ? ApplyOptions.ALL_CONTEXT : Math.max(0, GIT_CONTEXT - fuzz);
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
