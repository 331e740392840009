/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.Cleanup;
import org.kharness.process.Conversation;
import org.kharness.process.ProcessTree;

/**
 * Makes an image of Debian packages, without any registry: mmdebstrap downloads (signature-checked) and unpacks them, and
 * its tar archive goes straight into the engine's import. The packages are unpacked only, not configured (mmdebstrap(1),
 * variant extract): compilers need no set-up beyond a few links and files, and this takes a quarter of the time.
 */
final class ImageMaker {
    private final DockerEngine engine;
    private final Cache cache;
    private final Cleanup cleanup;

    ImageMaker(DockerEngine engine, Cache cache, Cleanup cleanup) {
        this.engine = engine;
        this.cache = cache;
        this.cleanup = cleanup;
    }

    void make(BuilderSuite suite, List<String> packages, String repository, String tag) {
        Path scratch = cache.temporary("image");
        Runnable delete = () -> Cache.delete(scratch);
        cleanup.register(delete);
        try {
            Path sources = scratch.resolve("sources.list");
            Files.writeString(sources, String.join("\n", suite.sources()) + "\n");
            Path log = scratch.resolve("mmdebstrap.log");
            Process process = Conversation.piped(line(suite, packages, sources), log);
            Runnable end = () -> ProcessTree.end(process.toHandle());
            cleanup.register(end);
            try (InputStream tar = process.getInputStream()) {
                process.getOutputStream().close();
                String id = engine.transport().importImage(tar);
                if (process.waitFor() != 0) {
                    remove(id);
                    throw failure(log);
                }
                // Only now is the archive known to be whole, and gets a name
                engine.client().tagImageCmd(id, repository, tag).exec();
            } catch (IOException e) {
                if (!process.isAlive() && process.exitValue() != 0) {
                    throw failure(log);
                }
                throw e;
            } finally {
                end.run();
                cleanup.forget(end);
            }
        } catch (IOException e) {
            throw new SurroundingsException(
                    "cannot make the build image: " + e.getMessage() + "; install the package mmdebstrap", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while the build image was made", e);
        } finally {
            cleanup.forget(delete);
            Cache.delete(scratch);
        }
    }

    private static List<String> line(BuilderSuite suite, List<String> packages, Path sources) {
        return List.of(
                // In trouble mmdebstrap hangs up its whole process group, which would be ours too
                "setsid",
                "--wait",
                "mmdebstrap",
                "--variant=extract",
                "--format=tar",
                "--include=" + String.join(",", packages),
                "--aptopt=Acquire::Languages \"none\"",
                "--dpkgopt=path-exclude=/usr/share/man/*",
                "--dpkgopt=path-exclude=/usr/share/doc/*",
                "--dpkgopt=path-exclude=/usr/share/locale/*",
                "--dpkgopt=path-exclude=/usr/share/info/*",
                // What the packages' own scripts would have set up
                "--extract-hook=ln -sf mawk \"$1/usr/bin/awk\"",
                "--extract-hook=echo root:x:0:0:root:/tmp:/bin/sh > \"$1/etc/passwd\"",
                "--extract-hook=echo root:x:0: > \"$1/etc/group\"",
                suite.name(),
                "-",
                sources.toString());
    }

    private static SurroundingsException failure(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        String why = lines.stream()
                .filter(l -> l.startsWith("E:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "no output" : lines.get(lines.size() - 1));
        return new SurroundingsException("mmdebstrap cannot make the build image: " + why);
    }

    private void remove(String id) {
        try {
            engine.client().removeImageCmd(id).exec();
        } catch (DockerException e) {
            // it has no name, so nobody takes it for whole
        }
    }
}
