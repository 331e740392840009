/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import org.kharness.build.AgentBuild;
import org.kharness.build.Toolchain;
import org.kharness.build.Toolchains;
import org.kharness.cache.Cache;
import org.kharness.debian.DebianPrograms;
import org.kharness.failure.SurroundingsException;
import org.kharness.guest.GuestImage;
import org.kharness.host.Engine;
import org.kharness.host.HostProbe;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

/** What a run has from outside besides its kernel: the builder and the guest's programs, and who is asked for them. */
record Provisions(RunRequest request, DebianPrograms debian, Cache cache, Progress progress, Cleanup cleanup) {
    /** Who is asked for them on this machine. Costs no time. */
    static Provisions here(RunRequest request, Cache cache, Progress progress, Cleanup cleanup) {
        return new Provisions(request, DebianPrograms.find(cache, progress, cleanup), cache, progress, cleanup);
    }

    /**
     * Before anything is downloaded: an engine that cannot be used is said at once, and so is a machine that comes by none of
     * Debian's packages though it needs some.
     */
    void check(HostProbe probe) {
        if (!debian.here() && !GuestImage.isThere(cache, images("guest"), debian)) {
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
                : Toolchains.container(request.compiler(), images("builder"), debian, cache, progress, cleanup);
    }

    /** Makes the guest's image, or finds it made. */
    GuestImage guest(Toolchain tools) {
        return GuestImage.ensure(cache, images("guest"), new AgentBuild(tools, cache)::compile, debian);
    }

    private Path images(String folder) {
        return request.top().resolve("qemu-images").resolve(folder);
    }
}
