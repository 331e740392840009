/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.debian.AptSources;
import org.kharness.debian.DebianPrograms;
import org.kharness.failure.SurroundingsException;
import org.kharness.host.DebianWay;
import org.kharness.host.Engine;
import org.kharness.host.HostProbe;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;

/**
 * Debian's programs in containers of Debian's image, for a machine that has none. What is trusted is that image, as the engine has
 * it or pulls it, and by the keys in it what apt downloads.
 */
final class DebianContainer implements DebianPrograms {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final long PULL_SECONDS = 300;
    private static final long MEMORY = 2L << 30;
    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "no_proxy");

    private final Cache cache;
    private final Progress progress;
    private final Cleanup cleanup;
    private @Nullable DockerEngine engine;
    private @Nullable AptSources sources;

    private DebianContainer(JobContext job) {
        this.cache = job.cache();
        this.progress = job.progress();
        this.cleanup = job.cleanup();
    }

    /** Found by its name. */
    public static final class Opened implements DebianPrograms.Elsewhere {
        /** Called by ServiceLoader. */
        public Opened() {}

        @Override
        public DebianPrograms open(JobContext job) {
            return new DebianContainer(job);
        }
    }

    @Override
    public CommandResult run(List<String> line, Path in, Path also) {
        DockerEngine ready = ready();
        List<Mount> mounts = Stream.of(in, also)
                .distinct()
                .map(folder -> Mount.writing(folder, folder.toString()))
                .toList();
        return new JobContainer(new ContainerImage(DebianWay.IMAGE), line, cleanup, l -> {})
                .downloading(ContainerToolchain.ownUser(), MEMORY, mounts, ready.labels())
                .withEnv(environment(System.getenv()))
                .withWorkingDirectory(in.toString())
                .runToEnd(LIMIT);
    }

    /** apt reads the proxies in small letters. */
    static Map<String, String> environment(Map<String, String> ours) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("LC_ALL", "C", "HOME", "/tmp"));
        for (String name : PROXIES) {
            String value = ours.getOrDefault(name, ours.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
            if (!value.isEmpty()) {
                all.put(name, value);
            }
        }
        return all;
    }

    @Override
    public synchronized AptSources sources() {
        AptSources known = sources;
        if (known == null) {
            Path scratch = cache.temporary("apt-sources");
            try {
                CommandResult copied = run(List.of("cp", "-r", "/etc/apt", "apt"), scratch, scratch);
                if (!copied.ok()) {
                    throw new SurroundingsException(
                            "the image " + DebianWay.IMAGE + " is not Debian's: " + copied.describe());
                }
                known = AptSources.read(scratch.resolve("apt"));
                sources = known;
            } finally {
                Cache.delete(scratch);
            }
        }
        return known;
    }

    @Override
    public boolean here() {
        return false;
    }

    @Override
    public void ensure() {
        ready();
    }

    private synchronized DockerEngine ready() {
        DockerEngine known = engine;
        if (known == null) {
            Engine found = new HostProbe(System.getenv()).engine();
            if (!found.usable()) {
                throw new SurroundingsException(DebianWay.withoutEngine(found.problem()));
            }
            known = DockerEngine.connect();
            if (!isThere(known)) {
                pull(known);
            }
            engine = known;
        }
        return known;
    }

    private static boolean isThere(DockerEngine engine) {
        try {
            engine.client().inspectImageCmd(DebianWay.IMAGE).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** The engine's own words, on one line, without what docker-java and JSON put around them. */
    static String said(String message) {
        return message.strip()
                .replaceAll("\\s+", " ")
                .replaceFirst("^Status \\d+: \\{\"message\":\"(.*)\"}$", "$1")
                .replace("\\\"", "\"");
    }

    private void pull(DockerEngine engine) {
        progress.detail("pulling " + DebianWay.IMAGE + ": this machine has no apt of Debian's");
        String why = "no answer";
        try {
            String[] name = DebianWay.IMAGE.split(":", 2);
            boolean done = engine.client()
                    .pullImageCmd(name[0])
                    .withTag(name[1])
                    .start()
                    .awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
            if (done && isThere(engine)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while " + DebianWay.IMAGE + " was pulled", e);
        } catch (DockerException e) {
            why = said(String.valueOf(e.getMessage()));
        }
        throw new SurroundingsException(DebianWay.withoutImage(why));
    }
}
