/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kharness.build.AgentBuild;
import org.kharness.build.BuiltKernel;
import org.kharness.build.KernelBuild;
import org.kharness.build.KernelConfig;
import org.kharness.build.KernelRecipe;
import org.kharness.build.Toolchain;
import org.kharness.build.Toolchains;
import org.kharness.cache.Cache;
import org.kharness.debian.DebianPrograms;
import org.kharness.guest.GuestImage;
import org.kharness.host.HostProbe;
import org.kharness.job.JobContext;
import org.kharness.kernel.KernelSource;
import org.kharness.kernel.KernelTree;
import org.kharness.machine.MachineSpec;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.stage.RunRequest;
import org.kharness.stage.WholeRun;

/**
 * What integration tests share: the user's own cache, so that one kernel is built for all of them, and a container engine.
 * Without an engine they are skipped with the reason on a developer's machine, and fail in continuous integration.
 */
final class RealRun {
    static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    static final String KERNEL = "debian:6.1";

    private RealRun() {}

    static void needEngine() {
        Engines.need();
    }

    static WholeRun.Result run(String kernel, @Nullable String series, String plan, Path reports) {
        return run(kernel, series, plan, false, reports);
    }

    static WholeRun.Result run(String kernel, @Nullable String series, String plan, boolean freshBoot, Path reports) {
        return run(RunRequest.usual(kernel, series, TOP.resolve("test-plans").resolve(plan + ".yaml"), TOP, reports)
                .fresh(freshBoot));
    }

    static WholeRun.Result run(RunRequest request) {
        try (Cleanup cleanup = new Cleanup()) {
            return new WholeRun(new JobContext(Cache.open(), Progress.NONE, cleanup)).run(request);
        }
    }

    /** The usual machine with the kernel that all integration tests share, built if it is not yet. */
    static MachineSpec machine(Cleanup cleanup, Path logs) {
        Cache cache = Cache.open();
        Path images = TOP.resolve("qemu-images");
        Toolchain tools =
                Toolchains.container(images.resolve("builder"), new JobContext(cache, Progress.NONE, cleanup));
        KernelTree tree = KernelSource.parse(KERNEL).obtain(new JobContext(cache, Progress.NONE, cleanup));
        BuiltKernel kernel = new KernelBuild(cache, tools, Progress.NONE)
                .build(
                        tree,
                        KernelRecipe.of(KernelConfig.fragments(images.resolve("config"))),
                        logs.resolve("build.log"));
        GuestImage guest = GuestImage.ensure(
                cache,
                images.resolve("guest"),
                new AgentBuild(tools, cache)::compile,
                DebianPrograms.find(new JobContext(cache, Progress.NONE, cleanup)));
        return MachineSpec.usual(new HostProbe(System.getenv()).accelerator().kind(), kernel.image(), guest.file());
    }
}
