/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;
import org.kharness.process.CommandResult;

/** The build image's compiler, one container per job: a kernel's scripts are code from anywhere, see {@link JobContainer}. */
final class ContainerToolchain implements Toolchain {
    /** Runs the jobs where the harness itself is root. */
    private static final int FIXED_USER = 64321;

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME", "/tmp", "LC_ALL", "C", "TMPDIR", "/tmp");
    private static final long SMALLEST_MEMORY = 2L << 30;

    private final DockerEngine engine;
    private final ContainerImage image;
    private final Cleanup cleanup;
    private final int user;
    private final ToolVersions versions;

    ContainerToolchain(DockerEngine engine, ContainerImage image, Compiler compiler, Cleanup cleanup) {
        this.engine = engine;
        this.image = image;
        this.cleanup = cleanup;
        int own = ownUser();
        this.user = own == 0 ? FIXED_USER : own;
        AbandonedContainers.clear(engine);
        List<String> lines = new ArrayList<>();
        CommandResult said =
                run(ToolVersions.question(compiler), List.of(), "/", Map.of(), Duration.ofMinutes(1), lines::add);
        this.versions = new ToolVersions(compiler, String.join("\n", lines));
        if (!said.ok() || versions.version().isEmpty()) {
            throw new SurroundingsException("the build image " + image.name() + " has no working " + compiler.program()
                    + ": " + said.describe() + "; remove it (docker rmi) to have it made again");
        }
    }

    /** The number of the user that the harness runs as. */
    static int ownUser() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String description() {
        return versions.describe(kind());
    }

    @Override
    public Compiler compiler() {
        return versions.compiler();
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
        return run(job.command(), job.mounts(), where(job.directory()), job.environment(), job.limit(), job.lines());
    }

    private CommandResult run(
            List<String> command,
            List<Mount> mounts,
            String directory,
            Map<String, String> environment,
            Duration limit,
            Consumer<String> lines) {
        return new JobContainer(image, command, cleanup, lines)
                .confined(user, memory(), mounts, engine.labels())
                .withEnv(ENVIRONMENT)
                .withEnv(environment)
                .withWorkingDirectory(directory)
                .runToEnd(limit);
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
}
