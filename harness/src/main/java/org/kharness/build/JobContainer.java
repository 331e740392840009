/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.MountType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;
import org.kharness.process.CommandResult;
import org.kharness.process.Owner;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/**
 * The container of one job: {@link #start()} returns when the job has ended or its time is over. It has no network unless it
 * downloads, no capability, no way to gain privileges, a root file system that cannot be written, bounded memory and number of
 * processes, and of this machine only the mounted folders. The engine removes it once it has ended, also where nobody is left who would.
 */
final class JobContainer extends GenericContainer<JobContainer> {
    static final String LABEL = "org.kharness";
    static final String KIND = "build";
    static final String OWNER = "org.kharness.owner";

    private static final long MOST_PROCESSES = 4096;
    private static final long ENDS_SECONDS = 120;

    private final List<String> command;
    private final Cleanup cleanup;
    private final ContainerOutput output;
    private final JobEnd end = new JobEnd();
    private final Runnable remove = this::removeNow;
    private volatile @Nullable String id;
    private long memory;
    private @Nullable Leash leash;
    private @Nullable JobEvents events;

    /**
     * A job's container, not made yet.
     *
     * @param lines gets what the job prints, line by line, on another thread
     */
    JobContainer(ContainerImage image, List<String> command, Cleanup cleanup, Consumer<String> lines) {
        super(new RemoteDockerImage(DockerImageName.parse(image.name()))
                .withImageNameSubstitutor(ImageNameSubstitutor.noop())
                .withImagePullPolicy(name -> false)); // it is there, and no registry has it
        this.command = List.copyOf(command);
        this.cleanup = cleanup;
        this.output = new ContainerOutput(lines);
        withCommand(Leash.around(command).toArray(String[]::new));
        withLabels(Map.of(LABEL, KIND, OWNER, Owner.self().text()));
        withTmpFs(Map.of("/tmp", "rw,exec,nosuid,nodev,size=1g,mode=1777"));
        withStartupCheckStrategy(new Started());
        waitingFor(end);
    }

    /**
     * What the job may do and see.
     *
     * @param user its user's and its group's number
     * @param memory in bytes
     * @param selinux true if the engine gives labels: then this container has none, as those of the folders it sees are another's, and
     *     another label on them would be a change to the user's tree
     */
    JobContainer confined(int user, long memory, List<Mount> mounts, boolean selinux) {
        withNetworkMode("none");
        return with(user, memory, mounts, selinux, false);
    }

    /** The same for a job that downloads: it has this machine's network, as an engine need not have one of its own. */
    JobContainer downloading(int user, long memory, List<Mount> mounts, boolean selinux) {
        withNetworkMode("host");
        return with(user, memory, mounts, selinux, true);
    }

    private JobContainer with(int user, long memory, List<Mount> mounts, boolean selinux, boolean network) {
        this.memory = memory;
        // Mounts that Testcontainers knows of it would try out first, in a container of an image from a registry
        return withCreateContainerCmdModifier(c -> confine(c, user, memory, mounts, selinux, network));
    }

    private static void confine(
            CreateContainerCmd command, int user, long memory, List<Mount> mounts, boolean selinux, boolean network) {
        List<String> security = new ArrayList<>(List.of("no-new-privileges"));
        if (selinux) {
            security.add("label=disable");
        }
        command.withUser(user + ":" + user)
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withNetworkDisabled(!network)
                .getHostConfig()
                .withPrivileged(false)
                .withAutoRemove(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(security)
                .withReadonlyRootfs(true)
                .withMemory(memory)
                .withMemorySwap(memory)
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

    /**
     * Runs it to its end, or this long, and removes it.
     *
     * @throws SurroundingsException if the engine fails, the job runs out of memory, or the harness ends
     */
    CommandResult runToEnd(Duration limit) {
        try {
            return toEnd(limit);
        } catch (DockerException | ContainerLaunchException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while a container ran", e);
        }
    }

    private CommandResult toEnd(Duration limit) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            end.withStartupTimeout(limit);
            AbandonedContainers.note(Cache.open());
            start();
            boolean ended = ended();
            output.end();
            int exit = ended ? exitCode() : -1;
            if (exit != 0 && cleanup.isEnding()) {
                throw new SurroundingsException("the harness is ending"); // and has ended the job
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new CommandResult(command, exit, !ended, output.text(), output.tail(), seconds);
        } finally {
            stop();
        }
    }

    /** In the engine's words, or in ours, which Testcontainers wraps. */
    private static SurroundingsException failure(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && !(cause instanceof DockerException)
                && !(cause instanceof SurroundingsException)) {
            cause = cause.getCause();
        }
        return cause instanceof SurroundingsException ours
                ? ours
                : new SurroundingsException(
                        "the container engine failed: "
                                + String.valueOf(cause.getMessage()).strip(),
                        failure);
    }

    /** Between being made and being started: only now can its standard input be taken hold of. */
    @Override
    protected void containerIsCreated(String made) {
        id = made;
        cleanup.register(remove);
        try {
            events = JobEvents.of(dockerClient, made);
            leash = Leash.to(dockerClient, made, output::add);
        } catch (InterruptedException e) {
            end.interrupted = true;
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while a container was started", e);
        }
    }

    /** False if the job was still running when its time was over. */
    private boolean ended() throws InterruptedException {
        if (end.interrupted) {
            throw new InterruptedException();
        }
        return end.ended;
    }

    /**
     * Of a job whose output is over: it ends some moments later.
     *
     * @throws SurroundingsException if it ran out of memory
     */
    private int exitCode() throws InterruptedException {
        JobEvents told = Objects.requireNonNull(events);
        int code = told.exitCode(ENDS_SECONDS);
        if (told.outOfMemory()) {
            throw new SurroundingsException("the build container ran out of its " + (memory >> 20)
                    + " MiB of memory: use a machine with more, or --builder host");
        }
        return code;
    }

    /** Where Testcontainers reports a container that did not start; the engine keeps no log of these. */
    @Override
    public String getLogs() {
        return "";
    }

    /** Ends the job, if it has not ended, and removes the container. */
    @Override
    public void stop() {
        Leash held = leash;
        if (held != null) {
            held.close();
        }
        cleanup.forget(remove);
        closeEvents();
        try {
            super.stop();
        } catch (ConflictException e) {
            // the engine is removing it, as it has ended
        }
        removeNow(); // where Testcontainers could not remove it, it says nothing
    }

    private void closeEvents() {
        try (JobEvents heard = events) {
            events = null;
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    private void removeNow() {
        String made = id;
        if (made != null) {
            remove(dockerClient, made);
        }
    }

    /** Removes a container, running or not, unless that is done already. */
    static void remove(DockerClient engine, String container) {
        try {
            engine.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException e) {
            // gone already
        } catch (ConflictException e) {
            // the engine is at it
        } catch (DockerException e) {
            throw new SurroundingsException("cannot remove the container " + container + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** The engine has said that it started; a short job may be over by now. Looking would be once a second at most. */
    private static final class Started extends StartupCheckStrategy {
        @Override
        public boolean waitUntilStartupSuccessful(DockerClient engine, String container) {
            return true;
        }

        @Override
        public StartupStatus checkStartupState(DockerClient engine, String container) {
            return StartupStatus.SUCCESSFUL;
        }
    }

    /** A job is ready when its output is over. Until here it waited: Testcontainers looks at a container that it has started. */
    private final class JobEnd extends AbstractWaitStrategy {
        private boolean ended;
        private boolean interrupted;

        @Override
        protected void waitUntilReady() {
            Leash held = leash;
            try {
                if (held != null) {
                    held.release();
                }
                ended = held != null && held.awaitEnd(startupTimeout.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }
    }
}
