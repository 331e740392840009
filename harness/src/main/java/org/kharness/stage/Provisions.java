/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import org.kharness.build.AgentBuild;
import org.kharness.build.Toolchain;
import org.kharness.build.Toolchains;
import org.kharness.debian.DebianPrograms;
import org.kharness.failure.SurroundingsException;
import org.kharness.guest.GuestImage;
import org.kharness.host.Engine;
import org.kharness.host.HostProbe;
import org.kharness.job.JobContext;

/** What a run has from outside besides its kernel: the builder and the guest's programs, and who is asked for them. */
record Provisions(RunRequest request, DebianPrograms debian, JobContext job) {
    /** Who is asked for them on this machine. Costs no time. */
    static Provisions here(RunRequest request, JobContext job) {
        return new Provisions(request, DebianPrograms.find(job), job);
    }

    /**
     * Before anything is downloaded: an engine that cannot be used is said at once, and so is a machine that comes by none of
     * Debian's packages though it needs some.
     */
    void check(HostProbe probe) {
        if (!debian.here() && !GuestImage.isThere(job.cache(), images("guest"), debian)) {
            debian.ensure();
        }
        if (request.builder() != RunRequest.Builder.HOST) {
            Engine engine = probe.engine();
            if (!engine.usable()) {
                throw new SurroundingsException("container engine: " + engine.problem());
            }
            if (!debian.here() && !Toolchains.isAtHand(request.compiler(), images("builder"))) {
                debian.ensure();
            }
        }
    }

    /** Makes the builder ready. */
    Toolchain toolchain() {
        return request.builder() == RunRequest.Builder.HOST
                ? Toolchains.host(request.compiler())
                : Toolchains.container(request.compiler(), images("builder"), debian, job);
    }

    /** Makes the guest's image, or finds it made. */
    GuestImage guest(Toolchain tools) {
        return GuestImage.ensure(job.cache(), images("guest"), new AgentBuild(tools, job.cache())::compile, debian);
    }

    private Path images(String folder) {
        return request.top().resolve("qemu-images").resolve(folder);
    }
}
