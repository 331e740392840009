/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.SourceDirectory;
import org.kharness.progress.Progress;

/**
 * A script of a kernel's own tree, run in the same confinement as a build: what it does is the tree's to say.
 *
 * @param name its path in the tree
 */
record TreeScript(Cache cache, Toolchain toolchain, Progress progress, String name) {
    /** What is done while the kernel's source lies there. */
    interface Use<T> {
        T with(Mount source, Path folder) throws IOException;
    }

    /**
     * Does something with it.
     *
     * @param tree the kernel whose script it is; its source folder stays as it is
     * @param use gets the source and an empty folder for what the script reads, which is deleted afterwards
     * @return what came of it; empty where the kernel has no such script
     */
    <T> Optional<T> in(KernelTree tree, Use<T> use) {
        Path folder = cache.temporary(name.replaceFirst(".*/", ""));
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, progress)) {
            return Files.exists(source.path().resolve(name))
                    ? Optional.of(use.with(Mount.reading(source.path(), "/src"), folder))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Cache.delete(folder);
        }
    }

    /** Where the script is for a job that mounts the source. */
    String where(Mount source) {
        return toolchain.where(source) + "/" + name;
    }
}
