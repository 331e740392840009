/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.ApplyOptions;
import org.kharness.apply.SeriesApplier;
import org.kharness.build.BootImage;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KernelBuild;
import org.kharness.cache.Cache;
import org.kharness.cache.Shelf;
import org.kharness.failure.InputException;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.plan.TestPlan;
import org.kharness.report.HtmlPage;
import org.kharness.series.source.RequestedSeries;
import org.kharness.variant.Variant;

/** The stages from a request to a machine that can be started, each timed; what can go on beside another does. */
public final class Stages {
    private final RunRequest request;
    private final JobContext job;
    private final Phases phases;
    private List<Path> files = List.of();

    public Stages(RunRequest request, JobContext job, Phases phases) {
        this.request = request;
        this.job = job;
        this.phases = phases;
    }

    /** The same with files of the user's in the guest, besides those of the plan. */
    public Stages withFiles(List<Path> more) {
        files = List.copyOf(more);
        return this;
    }

    /**
     * A machine, and what it was made with.
     *
     * @param tree the kernel with the series; null for a kernel that was built elsewhere
     */
    public record Made(
            BootableMachine machine,
            Workshop workshop,
            @Nullable KernelTree tree) {}

    /**
     * Everything up to a machine.
     *
     * @param plan whose programs of the user's go into the guest
     * @param folder the run's folder, which gets build.log and warnings.txt
     */
    public Made toMachine(TestPlan plan, Path folder, RunState state) {
        // Input that cannot be used is found before anything costs time.
        Path ready = request.bzImage();
        KernelSource source = ready == null ? KernelSource.parse(request.kernel()) : null;
        RequestedSeries series =
                source == null || request.series() == null ? null : request.openSeries(job.cache(), job.progress());
        if (ready != null && !Files.isReadable(ready)) {
            throw new InputException("--bzimage " + ready + ": no such readable file");
        }
        String release = ready == null ? "" : BootImage.release(ready);
        Workshop workshop = new Workshop(request, plan, files, job, phases);
        KernelTree tree = source == null ? null : obtain(source, series, state);
        Path image = ready;
        Path modules = null;
        Path config = null;
        if (tree != null) {
            KernelTree kernel = tree;
            BuiltKernel built = phases.time(
                    request.variant().label("build"),
                    BuiltKernel::cached,
                    () -> workshop.build(
                            kernel, folder.resolve(request.variant().file("build") + ".log")));
            state.built(built, request.variant());
            Cache.write(folder.resolve(request.variant().file("config")), read(built.config()));
            Cache.write(
                    folder.resolve(warnings(request.variant())),
                    built.warnings().all().stream().map(w -> w + "\n").collect(Collectors.joining()));
            image = built.image();
            modules = built.modules();
            config = built.config();
        } else {
            state.foreignKernel(
                    String.valueOf(java.util.Objects.requireNonNull(ready).getFileName()), release);
        }
        BootableMachine machine = workshop.machine(java.util.Objects.requireNonNull(image), modules, config);
        List<String> qemu = machine.spec().commandLine(Path.of("/MACHINE"), Path.of("/RUN/console/SCENARIO.log"));
        Cache.write(
                folder.resolve(request.variant().file("qemu")),
                HtmlPage.shell(qemu.get(0), qemu.subList(1, qemu.size())) + "\n");
        job.progress().note(workshop.describeQemu());
        state.surroundings(workshop.describeQemu(), workshop.describeHost());
        return new Made(machine, workshop, tree);
    }

    /** The file in a run's folder with the compiler's warnings of the whole kernel, one a line; empty where there were none. */
    public static String warnings(Variant variant) {
        return variant.file("warnings") + ".txt";
    }

    /** The kernels that runs built, for who makes room. */
    public static Shelf kernels(Cache cache) {
        return KernelBuild.shelf(cache);
    }

    private static String read(Path config) {
        try {
            return Files.readString(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KernelTree obtain(KernelSource source, @Nullable RequestedSeries series, RunState state) {
        KernelTree tip = phases.time("source", t -> false, () -> source.obtain(job));
        state.kernel(tip, tip);
        if (series == null) {
            return tip;
        }
        ApplyOptions options = request.wishes().applying(series);
        AppliedSeries applied = phases.time("series", a -> false, () -> {
            KernelTree base = request.wishes().base(tip, series, job.progress());
            state.kernel(base, base);
            return SeriesApplier.apply(base, series, options);
        });
        state.series(applied);
        state.kernel(applied.base(), applied.result());
        return applied.result();
    }
}
