/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kharness.cache.Cache;
import org.kharness.debian.DebianPrograms;
import org.kharness.debian.PrivateApt;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;

/**
 * Makes an image of Debian packages, without any registry: apt downloads them (signature-checked), and what is in them goes as one archive
 * straight into the engine's import, see {@link ImageArchive}.
 */
final class ImageMaker {
    private static final int PIPE = 1 << 20;

    private final DockerEngine engine;
    private final DebianPrograms programs;
    private final Cache cache;
    private final Cleanup cleanup;

    ImageMaker(DockerEngine engine, DebianPrograms programs, Cache cache, Cleanup cleanup) {
        this.engine = engine;
        this.programs = programs;
        this.cache = cache;
        this.cleanup = cleanup;
    }

    void make(BuilderSuite suite, List<String> packages, String repository, String tag) {
        Path scratch = cache.temporary("image");
        Runnable delete = () -> Cache.delete(scratch);
        cleanup.register(delete);
        try {
            String id = imported(download(suite, packages, scratch));
            // Only now is the archive known to be whole, and gets a name
            engine.client().tagImageCmd(id, repository, tag).exec();
        } finally {
            cleanup.forget(delete);
            Cache.delete(scratch);
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private List<Path> download(BuilderSuite suite, List<String> packages, Path scratch) {
        try (var lock = cache.lock("apt-builder")) {
            PrivateApt apt = new PrivateApt(cache.folder("apt", "builder"), suite.sources(), programs);
            if (apt.update() != PrivateApt.Update.DONE) {
                throw new SurroundingsException(
                        "cannot make the build image: the Debian mirror has no suite " + suite.name());
            }
            return apt.downloadAll(packages, Files.createDirectory(scratch.resolve("packages")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of the image that the packages make; none is left where one of them is damaged. */
    private String imported(List<Path> debs) {
        try (PipedInputStream tar = new PipedInputStream(PIPE);
                PipedOutputStream pipe = new PipedOutputStream(tar)) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(
                    () -> write(debs, pipe), task -> new Thread(task, "image-archive").start());
            String id;
            try {
                id = engine.transport().importImage(tar);
            } catch (IOException e) {
                throw failure(better(written, e));
            }
            try {
                written.get();
            } catch (ExecutionException e) {
                remove(id);
                throw failure(e);
            }
            return id;
        } catch (IOException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while the build image was made", e);
        }
    }

    private static SurroundingsException failure(Exception e) {
        Throwable why = e;
        while (why.getCause() != null) {
            why = why.getCause();
        }
        return new SurroundingsException("cannot make the build image: " + why.getMessage(), e);
    }

    /** If it is the archive that ended early, its reason is the better one. */
    private static Exception better(CompletableFuture<Void> written, IOException refused) throws InterruptedException {
        try {
            written.get(1, TimeUnit.SECONDS);
            return refused;
        } catch (ExecutionException e) {
            return e;
        } catch (TimeoutException e) {
            return refused; // it still waits for the engine to read
        }
    }

    private static void write(List<Path> debs, PipedOutputStream pipe) {
        try (pipe) {
            ImageArchive.write(debs, pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(String id) {
        try {
            engine.client().removeImageCmd(id).exec();
        } catch (DockerException e) {
            // it has no name, so nobody takes it for whole
        }
    }
}
