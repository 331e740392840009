/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.kharness.cache.Cache;
import org.kharness.host.HostProbe;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;
import org.kharness.workflow.RunRequest;
import org.kharness.workflow.RunWorkflow;

/**
 * What integration tests share: the user's own cache, so that one kernel is built for all of them, and a container engine.
 * Without an engine they are skipped with the reason on a developer's machine, and fail in continuous integration.
 */
final class RealRun {
    static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    static final String KERNEL = "debian:6.1";

    private RealRun() {}

    static void needEngine() {
        var engine = new HostProbe(System.getenv()).engine();
        boolean ci = "true".equals(System.getenv("CI"));
        Assumptions.assumeTrue(
                ci || engine.usable(), "no container engine answers (" + engine.problem() + "), so no kernel is built");
    }

    static RunWorkflow.Result run(String kernel, @Nullable String series, String plan, Path reports) {
        return run(kernel, series, plan, false, reports);
    }

    static RunWorkflow.Result run(
            String kernel, @Nullable String series, String plan, boolean freshBoot, Path reports) {
        return run(RunRequest.usual(kernel, series, TOP.resolve("test-plans").resolve(plan + ".yaml"), TOP, reports)
                .fresh(freshBoot));
    }

    static RunWorkflow.Result run(RunRequest request) {
        try (Cleanup cleanup = new Cleanup()) {
            return new RunWorkflow(Cache.open(), Progress.NONE, cleanup).run(request);
        }
    }
}
