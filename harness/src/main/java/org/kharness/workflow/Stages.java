/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.workflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kharness.build.AgentBuild;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KernelBuild;
import org.kharness.build.KernelConfig;
import org.kharness.build.Toolchain;
import org.kharness.build.Toolchains;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.guest.GuestImage;
import org.kharness.guest.UserPrograms;
import org.kharness.host.Accelerator;
import org.kharness.host.HostProbe;
import org.kharness.machine.MachineSpec;
import org.kharness.plan.Step;
import org.kharness.plan.TestPlan;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.series.RequestedSeries;
import org.kharness.series.SeriesSource;
import org.kharness.tree.AppliedSeries;
import org.kharness.tree.KernelSource;
import org.kharness.tree.KernelTree;
import org.kharness.tree.SeriesApplier;

/** The stages from a request to a machine that can be started, each timed; what can go on beside another does. */
final class Stages {
    private final RunRequest request;
    private final Cache cache;
    private final Progress progress;
    private final Cleanup cleanup;
    private final Phases phases;

    Stages(RunRequest request, Cache cache, Progress progress, Cleanup cleanup, Phases phases) {
        this.request = request;
        this.cache = cache;
        this.progress = progress;
        this.cleanup = cleanup;
        this.phases = phases;
    }

    /**
     * Everything up to a machine.
     *
     * @param plan whose programs of the user's go into the guest
     * @param folder the run's folder, which gets build.log
     */
    BootableMachine toMachine(TestPlan plan, Path folder, RunState state) {
        // Input that cannot be used is found before anything costs time.
        KernelSource source = request.bzImage() == null ? KernelSource.parse(request.kernel()) : null;
        RequestedSeries series = source == null || request.series() == null
                ? null
                : SeriesSource.open(request.series(), request.top().resolve("kernel-patches"), cache);
        Path ready = request.bzImage();
        if (ready != null && !Files.isReadable(ready)) {
            throw new InputException("--bzimage " + ready + ": no such readable file");
        }
        UserPrograms programs = UserPrograms.of(copied(plan));
        HostProbe probe = new HostProbe(System.getenv());
        CompletableFuture<Accelerator> accelerator = beside(() -> accelerator(probe));
        CompletableFuture<Toolchain> toolchain =
                beside(() -> phases.record("builder", t -> false, () -> toolchain(probe)));
        Path kernel;
        if (source == null) {
            kernel = java.util.Objects.requireNonNull(ready);
            state.foreignKernel(String.valueOf(kernel.getFileName()));
        } else {
            KernelTree base = phases.time("source", t -> false, () -> source.obtain(cache, progress, cleanup));
            state.kernel(base, base);
            AppliedSeries applied =
                    series == null ? null : phases.time("series", a -> false, () -> SeriesApplier.apply(base, series));
            KernelTree tree = applied == null ? base : applied.result();
            if (applied != null) {
                state.series(applied);
                state.kernel(base, tree);
            }
            Toolchain tools = await(toolchain);
            BuiltKernel built = phases.time("build", BuiltKernel::cached, () -> build(tools, tree, folder));
            state.built(built.release(), built.configDigest(), built.toolchain());
            kernel = built.image();
        }
        Toolchain tools = await(toolchain);
        GuestImage guest = phases.time(
                "guest",
                GuestImage::cached,
                () -> GuestImage.ensure(
                        cache,
                        request.top().resolve("qemu-images").resolve("guest"),
                        new AgentBuild(tools, cache)::compile));
        Path initramfs = guest.with(programs, cache);
        Accelerator chosen = await(accelerator);
        String version = probe.qemuVersion().orElse("of unknown version");
        String qemu = "QEMU " + version + ", " + chosen.describe();
        progress.note(qemu);
        state.surroundings(qemu, probe.describeHost());
        return new BootableMachine(MachineSpec.usual(chosen.kind(), kernel, initramfs), version);
    }

    /** What the plan's steps copy into the guest, named relative to the plan. */
    private List<Path> copied(TestPlan plan) {
        Path base = request.plan().toAbsolutePath().getParent();
        return plan.scenarios().stream()
                .flatMap(s -> s.steps().stream())
                .flatMap(s -> s instanceof Step.Run run ? run.copy().stream() : Stream.empty())
                .distinct()
                .map(name -> base == null ? Path.of(name) : base.resolve(name))
                .toList();
    }

    private Accelerator accelerator(HostProbe probe) {
        return request.accelerator() == null
                ? probe.accelerator()
                : new Accelerator(request.accelerator(), "as asked for");
    }

    private Toolchain toolchain(HostProbe probe) {
        Path definition = request.top().resolve("qemu-images").resolve("builder");
        if (request.builder() == RunRequest.Builder.HOST) {
            return Toolchains.host();
        }
        if (!probe.engine().usable()) {
            throw new SurroundingsException(
                    "no container engine answers (" + probe.engine().problem()
                            + "): start one, or build on this machine itself, unconfined, with --builder host");
        }
        return Toolchains.container(definition, cache, progress, cleanup);
    }

    private BuiltKernel build(Toolchain tools, KernelTree tree, Path folder) {
        Path fragments = request.top().resolve("qemu-images").resolve("config");
        return new KernelBuild(cache, tools, progress)
                .build(tree, KernelConfig.fragments(fragments), folder.resolve("build.log"));
    }

    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work);
    }

    /** The result of work beside, its failure as it was thrown there. */
    private static <T> T await(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException | CancellationException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
