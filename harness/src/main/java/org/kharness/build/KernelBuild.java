/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.cache.Shelf;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.SourceDirectory;
import org.kharness.progress.Progress;

/**
 * Configures and builds kernels, outside of their source tree, with ccache where it is there. A kernel with the same
 * tree, configuration and toolchain as one built before is taken from the cache.
 */
public final class KernelBuild {
    /** Counted up when the same tree, configuration and toolchain would give another kernel. */
    private static final String RECIPE = "5";

    /** Objects take 200 MiB, with debug information some times that, and their copies as much again. */
    private static final long BUILD_MIB = 1500;

    private final Cache cache;
    private final Toolchain toolchain;
    private final Progress progress;
    private final @Nullable KernelRecipe near;
    private final @Nullable KeptObjects kept;

    public KernelBuild(Cache cache, Toolchain toolchain, Progress progress) {
        this.cache = cache;
        this.toolchain = toolchain;
        this.progress = progress;
        this.near = null;
        this.kept = null;
    }

    private KernelBuild(KernelBuild other, @Nullable KernelRecipe near, @Nullable KeptObjects kept) {
        this.cache = other.cache;
        this.toolchain = other.toolchain;
        this.progress = other.progress;
        this.near = near;
        this.kept = kept;
    }

    /**
     * The same, but where a recipe has no object files yet it starts from a copy of another recipe's, if these are there:
     * make knows which of them the other configuration concerns.
     */
    public KernelBuild startingFrom(KernelRecipe other) {
        return new KernelBuild(this, other, kept);
    }

    /** The same, but every build begins with whatever of its object folder and of these copies needs the fewest objects compiled. */
    public KernelBuild keeping(KeptObjects copies) {
        return new KernelBuild(this, near, copies);
    }

    /** The kernels that were built. */
    public static Shelf shelf(Cache cache) {
        return new Shelf(cache, "kernels", "kernel-");
    }

    /**
     * Builds a kernel, or finds it built.
     *
     * @param tree the kernel's source
     * @param recipe how it is configured and made
     * @param log is written with all the compiler says, or with what it said when the kernel was built
     * @throws KernelBuildException with the first error and its place, if the kernel does not configure or build
     * @throws SurroundingsException if the toolchain cannot run, or the machine runs out of disk or memory
     */
    @SuppressWarnings("try") // the lock is held, not used
    public BuiltKernel build(KernelTree tree, KernelRecipe recipe, Path log) {
        KernelConfig config = recipe.config(tree.release());
        String key = Cache.digest(RECIPE, tree.tree(), recipe.digest(config), toolchain.digest());
        Shelf shelf = shelf(cache);
        Path finished = shelf.path(key);
        try (var lock =
                cache.lock(shelf.lock(key), who -> progress.waiting(who + " builds this kernel: waiting for it"))) {
            boolean cached = Files.isDirectory(finished);
            if (!cached) {
                make(tree, recipe, log, finished);
            } else {
                Shelf.used(finished);
                Files.createDirectories(log.toAbsolutePath().getParent());
                Files.copy(finished.resolve("build.log"), log, StandardCopyOption.REPLACE_EXISTING);
            }
            return built(finished, cached);
        } catch (IOException | UncheckedIOException e) {
            throw new SurroundingsException("cannot build in " + cache.root() + ": " + e.getMessage(), e);
        }
    }

    private BuiltKernel built(Path dir, boolean cached) throws IOException {
        Path config = dir.resolve("config");
        Path modules = dir.resolve("modules");
        Path notes = dir.resolve("gcno");
        return new BuiltKernel(
                dir.resolve("bzImage"),
                dir.resolve("vmlinux"),
                config,
                Files.isDirectory(modules) ? modules : null,
                Files.isDirectory(notes) ? notes : null,
                Files.readString(dir.resolve("release")).strip(),
                Cache.digest(config),
                toolchain.description(),
                BuildWarnings.read(dir.resolve("warnings.json")),
                cached);
    }

    /**
     * Configures a kernel without building it.
     *
     * @param log is written with what the kernel's configuration scripts say
     * @return the finished .config
     * @throws KernelBuildException if it does not configure, or loses a wanted symbol
     */
    public String configure(KernelTree tree, KernelRecipe recipe, Path log) {
        KernelConfig config = recipe.config(tree.release());
        try {
            return inObjects(tree, recipe, log, (work, objects) -> work.configure(config, tree.release()));
        } catch (IOException | UncheckedIOException e) {
            throw new SurroundingsException("cannot configure in " + cache.root() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Which variants of a file the compiler makes the same machine code of.
     *
     * @param tree a kernel that was built last of its line with this recipe
     * @param file path of the source in the tree
     * @param original its text
     * @param variants other texts of it by number, from 1
     */
    public Set<Integer> sameCode(
            KernelTree tree, KernelRecipe recipe, String file, String original, Map<Integer, String> variants) {
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, progress);
                ObjectDirectory objects = ObjectDirectory.hold(cache, objectsName(tree, recipe), toolchain)) {
            return ObjectCode.same(
                    new FileCompiler(toolchain, source.path(), objects.path()), cache, file, original, variants);
        }
    }

    /**
     * Which lines of a file the compiler gets to see in this configuration.
     *
     * @param tree a kernel that was built with this recipe
     * @param file path of the source in the tree
     * @return from 1; none of a file that is not built. Empty if no object folder is left of such a build
     */
    public Optional<SortedSet<Integer>> compiledLines(KernelTree tree, KernelRecipe recipe, String file) {
        Path work = cache.temporary("lines");
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, progress);
                ObjectDirectory objects = ObjectDirectory.hold(cache, objectsName(tree, recipe), toolchain)) {
            return CompiledLines.ofKernel(new FileCompiler(toolchain, source.path(), objects.path()), file, work);
        } finally {
            Cache.delete(work);
        }
    }

    private void make(KernelTree tree, KernelRecipe recipe, Path log, Path finished) throws IOException {
        Room.need(cache.root(), BUILD_MIB, "the kernel's build");
        KernelConfig config = recipe.config(tree.release());
        inObjects(tree, recipe, log, (work, objects) -> {
            objects.making(tree.tree());
            long begin = System.nanoTime();
            work.configure(config, tree.release());
            work.compile(recipe.modules(), tree.release());
            work.close();
            objects.made(tree.tree());
            publish(recipe, work.objects(), work.warnings().took((System.nanoTime() - begin) / 1e9), log, finished);
            return finished;
        });
    }

    /** Does some work with the kernel's source and its object folder in hand. */
    private <T> T inObjects(KernelTree tree, KernelRecipe recipe, Path log, Work<T> work) throws IOException {
        String name = objectsName(tree, recipe);
        KernelRecipe other = near;
        if (other != null) {
            ObjectDirectory.seed(cache, name, objectsName(tree, other), toolchain);
        }
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, progress);
                ObjectDirectory objects = ObjectDirectory.hold(cache, name, toolchain)) {
            KeptObjects copies = kept;
            if (copies != null) {
                copies.ready(
                        name, objects, source, tree, toolchain.where(Mount.reading(source.path(), KernelMake.SOURCE)));
            }
            objects.begin();
            try (KernelMake make = new KernelMake(
                    toolchain,
                    progress,
                    cache,
                    source.path(),
                    objects.path(),
                    recipe.make(),
                    log,
                    objects.expectedSteps())) {
                T result = work.in(make, objects);
                objects.ended();
                return result;
            } catch (KernelBuildException e) {
                objects.ended();
                throw e;
            }
        }
    }

    private String objectsName(KernelTree tree, KernelRecipe recipe) {
        return objectsName(tree, recipe, toolchain);
    }

    /** The name of the folder in which the objects of a kernel line are kept, made so by these tools. */
    static String objectsName(KernelTree tree, KernelRecipe recipe, Toolchain toolchain) {
        String digest = recipe.digest(recipe.config(tree.release()));
        return String.join(
                "-",
                SourceDirectory.line(tree.release()),
                RECIPE,
                digest.substring(0, 12),
                toolchain.kind(),
                toolchain.digest().substring(0, 12));
    }

    /** What is done with folders in hand. */
    private interface Work<T> {
        T in(KernelMake make, ObjectDirectory objects) throws IOException;
    }

    private void publish(KernelRecipe recipe, Path objects, BuildWarnings warnings, Path log, Path finished)
            throws IOException {
        Path fresh = cache.temporary("kernel");
        try {
            BootImage.check(objects);
            Files.copy(objects.resolve("arch/x86/boot/bzImage"), fresh.resolve("bzImage"));
            for (String file : List.of("vmlinux", "System.map")) {
                Files.copy(objects.resolve(file), fresh.resolve(file));
            }
            Files.copy(objects.resolve(".config"), fresh.resolve("config"));
            Files.copy(objects.resolve("include/config/kernel.release"), fresh.resolve("release"));
            if (!recipe.modules().isEmpty()) {
                ModuleFiles.gather(objects, fresh.resolve("modules"));
            }
            if (Files.readString(objects.resolve(".config")).contains("\nCONFIG_GCOV_KERNEL=y\n")) {
                Gcov.gatherNotes(objects, fresh.resolve("gcno"));
            }
            warnings.write(fresh.resolve("warnings.json"));
            Files.copy(log, fresh.resolve("build.log"));
            Cache.publish(fresh, finished);
        } finally {
            Cache.delete(fresh);
        }
    }
}
