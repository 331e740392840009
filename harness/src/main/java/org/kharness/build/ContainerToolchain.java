/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.MountType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;
import org.kharness.process.CommandResult;
import org.kharness.process.Owner;

/**
 * The build image's compiler, one container per job. A kernel's scripts are code from anywhere, so the container has no
 * network, no capability, no way to gain privileges, a user that is not root, a root file system that cannot be written,
 * bounded memory and number of processes, and of this machine only the mounted folders.
 */
final class ContainerToolchain implements Toolchain {
    /** Runs the jobs where the harness itself is root. */
    private static final int FIXED_USER = 64321;

    private static final String LABEL = "org.kharness";
    private static final String KIND = "build";
    private static final String OWNER = "org.kharness.owner";
    private static final long MOST_PROCESSES = 4096;
    private static final long ENDS_SECONDS = 120;
    private static final long SMALLEST_MEMORY = 2L << 30;

    private final DockerClient engine;
    private final ContainerImage image;
    private final Cleanup cleanup;
    private final int user;
    private final ToolVersions versions;

    ContainerToolchain(DockerClient engine, ContainerImage image, Cleanup cleanup) {
        this.engine = engine;
        this.image = image;
        this.cleanup = cleanup;
        int own = ownUser();
        this.user = own == 0 ? FIXED_USER : own;
        removeAbandoned();
        List<String> lines = new ArrayList<>();
        CommandResult said = run(ToolVersions.QUESTION, List.of(), "/", Map.of(), 60_000, lines::add);
        this.versions = new ToolVersions(String.join("\n", lines));
        if (!said.ok() || versions.gcc().isEmpty()) {
            throw new SurroundingsException("the build image " + image.name() + " has no working gcc: "
                    + said.describe() + "; remove it (docker rmi) to have it made again");
        }
    }

    /** Containers of a harness that was killed: they have ended, and nobody removed them. */
    private void removeAbandoned() {
        try {
            for (Container one : engine.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(LABEL, KIND))
                    .exec()) {
                String owner = one.getLabels().getOrDefault(OWNER, "");
                if (Owner.in(owner).map(Owner::isGone).orElse(false)) {
                    remove(one.getId());
                }
            }
        } catch (DockerException e) {
            throw new SurroundingsException("the container engine failed: " + e.getMessage(), e);
        }
    }

    private static int ownUser() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String description() {
        return "gcc " + versions.gcc() + " (container)";
    }

    @Override
    public String digest() {
        return versions.digest(kind());
    }

    @Override
    public String kind() {
        return "container";
    }

    @Override
    public String where(Mount mount) {
        return mount.inside();
    }

    @Override
    public boolean hasCcache() {
        return versions.ccache();
    }

    @Override
    public void open(Path folder) {
        if (user != FIXED_USER) {
            return;
        }
        try {
            Files.setAttribute(folder, "unix:uid", user);
            Files.setAttribute(folder, "unix:gid", user);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CommandResult run(Job job) {
        return run(
                job.command(),
                job.mounts(),
                where(job.directory()),
                job.environment(),
                job.limit().toMillis(),
                job.lines());
    }

    private CommandResult run(
            List<String> command,
            List<Mount> mounts,
            String directory,
            Map<String, String> environment,
            long limitMillis,
            java.util.function.Consumer<String> lines) {
        long begin = System.nanoTime();
        ContainerOutput output = new ContainerOutput(lines);
        try {
            String id = create(command, mounts, directory, environment);
            Runnable remove = () -> remove(id);
            cleanup.register(remove);
            try (Leash leash = Leash.to(engine, id, output::add)) {
                engine.startContainerCmd(id).exec();
                boolean ended = leash.awaitEnd(limitMillis);
                output.end();
                int exit = ended ? exitCode(id) : -1;
                double seconds = (System.nanoTime() - begin) / 1e9;
                return new CommandResult(command, exit, !ended, output.text(), output.tail(), seconds);
            } finally {
                cleanup.forget(remove);
                remove(id);
            }
        } catch (DockerException e) {
            throw new SurroundingsException("the container engine failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while a container ran", e);
        }
    }

    private String create(List<String> command, List<Mount> mounts, String directory, Map<String, String> environment) {
        List<String> variables = new ArrayList<>(
                List.of("PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME=/tmp", "LC_ALL=C", "TMPDIR=/tmp"));
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        return engine.createContainerCmd(image.name())
                .withCmd(Leash.around(command))
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withEnv(variables)
                .withUser(user + ":" + user)
                .withWorkingDir(directory)
                .withLabels(Map.of(LABEL, KIND, OWNER, Owner.self().text()))
                .withNetworkDisabled(true)
                .withHostConfig(restrictions(mounts))
                .exec()
                .getId();
    }

    private static HostConfig restrictions(List<Mount> mounts) {
        return HostConfig.newHostConfig()
                .withNetworkMode("none")
                .withPrivileged(false)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", "rw,exec,nosuid,nodev,size=1g,mode=1777"))
                .withMemory(memory())
                .withMemorySwap(memory())
                .withPidsLimit(MOST_PROCESSES)
                // The leash gets all output; a log would hold it a second time
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withMounts(mounts.stream()
                        .map(m -> new com.github.dockerjava.api.model.Mount()
                                .withType(MountType.BIND)
                                .withSource(m.folder().toString())
                                .withTarget(m.inside())
                                .withReadOnly(!m.writable()))
                        .toList());
    }

    /** Four fifths of this machine's memory (proc(5), meminfo), but enough to link a kernel. */
    private static long memory() {
        try {
            long kib = Files.readString(Path.of("/proc/meminfo"))
                    .lines()
                    .filter(l -> l.startsWith("MemTotal:"))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
            return Math.max(SMALLEST_MEMORY, kib * 1024 / 5 * 4);
        } catch (IOException e) {
            return SMALLEST_MEMORY;
        }
    }

    /** Of a container whose output is over: it ends some moments later. */
    private int exitCode(String id) {
        int code = engine.waitContainerCmd(id).start().awaitStatusCode(ENDS_SECONDS, TimeUnit.SECONDS);
        if (Boolean.TRUE.equals(engine.inspectContainerCmd(id).exec().getState().getOOMKilled())) {
            throw new SurroundingsException("the build container ran out of its " + (memory() >> 20)
                    + " MiB of memory: use a machine with more, or --builder host");
        }
        return code;
    }

    private void remove(String id) {
        try {
            engine.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException e) {
            // gone already
        } catch (DockerException e) {
            throw new SurroundingsException("cannot remove the container " + id + ": " + e.getMessage(), e);
        }
    }
}
