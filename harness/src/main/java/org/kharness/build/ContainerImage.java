/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.kharness.cache.Cache;
import org.kharness.debian.DebianPrograms;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.progress.Progress;

/**
 * The image that kernels are built in.
 *
 * @param name repository and tag that the engine knows it by
 */
public record ContainerImage(String name) {
    private static final String REPOSITORY = "kharness-build";
    private static final long PULL_SECONDS = 300;

    /** Counted up when an image is made in another way from the same packages. */
    private static final String RECIPE = "2";

    /**
     * Finds the image in the engine; else pulls it from the registry that KHARNESS_REGISTRY names, if that answers; else
     * makes it from Debian packages. Costs some 25 s of processor time in the last case and may run beside other work.
     *
     * @param compiler what it is for: another than gcc comes in an image of its own, as most runs do not need it
     * @param definition the folder with the lists of packages, qemu-images/builder
     * @param programs who has the packages
     */
    @SuppressWarnings("try") // the lock is held, not used
    public static ContainerImage ensure(
            DockerEngine engine, Compiler compiler, Path definition, DebianPrograms programs, JobContext job) {
        ContainerImage image = of(compiler, definition);
        String tag = image.tag();
        try (var lock = job.cache().lock("image-" + tag)) {
            if (image.present(engine.client())) {
                return image;
            }
            String registry = registry();
            if (!registry.isEmpty() && image.pull(engine.client(), registry, tag, job.progress())) {
                return image;
            }
            job.progress().detail("making the build image from Debian packages");
            BuilderSuite suite = BuilderSuite.of(BuilderSuite.nameHere(), programs.sources());
            new ImageMaker(engine, programs, job.cache(), job.cleanup())
                    .make(suite, packagesFor(compiler, definition), REPOSITORY, tag);
            return image;
        } catch (DockerException e) {
            throw new SurroundingsException("the container engine failed: " + e.getMessage(), e);
        }
    }

    private static ContainerImage of(Compiler compiler, Path definition) {
        String packages = String.join(",", packagesFor(compiler, definition));
        return new ContainerImage(REPOSITORY + ":"
                + Cache.digest(RECIPE, BuilderSuite.nameHere(), packages).substring(0, 16));
    }

    /** True if the engine has the image, or there is a registry that may. */
    static boolean isAtHand(DockerEngine engine, Compiler compiler, Path definition) {
        return !registry().isEmpty() || of(compiler, definition).present(engine.client());
    }

    private static String registry() {
        return System.getenv().getOrDefault("KHARNESS_REGISTRY", "");
    }

    private String tag() {
        return name.substring(name.indexOf(':') + 1);
    }

    /** The packages that every image has, and those of a compiler. */
    static List<String> packagesFor(Compiler compiler, Path definition) {
        List<String> packages = packages(definition.resolve("packages"));
        return compiler == Compiler.GCC
                ? packages
                : Stream.concat(packages.stream(), packages(definition.resolve(compiler.program())).stream())
                        .sorted()
                        .toList();
    }

    /** Reads a list of packages: one a line, "#" begins a comment. */
    static List<String> packages(Path file) {
        try {
            List<String> packages = Files.readAllLines(file).stream()
                    .map(l -> l.replaceFirst("#.*", "").strip())
                    .filter(l -> !l.isEmpty())
                    .sorted()
                    .toList();
            for (String each : packages) {
                if (!each.matches("[a-z0-9][a-z0-9+.-]+")) {
                    throw new InputException(file + ": '" + each + "' is no package name");
                }
            }
            return packages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean present(DockerClient engine) {
        return id(engine, name).isPresent();
    }

    private static Optional<String> id(DockerClient engine, String name) {
        try {
            return Optional.ofNullable(engine.inspectImageCmd(name).exec().getId());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private boolean pull(DockerClient engine, String registry, String tag, Progress progress) {
        String remote = registry + "/" + REPOSITORY;
        if (!Registry.answers(registry, REPOSITORY, tag)) {
            progress.note("the registry " + registry + " does not have " + name + "; making it here");
            return false;
        }
        progress.detail("pulling " + remote + ":" + tag);
        try {
            boolean done =
                    engine.pullImageCmd(remote).withTag(tag).start().awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
            if (done && id(engine, remote + ":" + tag).isPresent()) {
                engine.tagImageCmd(remote + ":" + tag, REPOSITORY, tag).exec();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while pulling " + remote, e);
        } catch (DockerException e) {
            progress.note("cannot pull " + remote + ": " + e.getMessage() + "; making the image here");
        }
        return false;
    }
}
