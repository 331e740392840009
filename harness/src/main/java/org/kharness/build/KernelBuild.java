/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.cache.Cache;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;
import org.kharness.tree.KernelTree;
import org.kharness.tree.SourceDirectory;

/**
 * Configures and builds kernels, outside of their source tree, with ccache where it is there. A kernel with the same
 * tree, configuration and toolchain as one built before is taken from the cache.
 */
public final class KernelBuild {
    /** Counted up when the same tree, configuration and toolchain would give another kernel. */
    private static final String RECIPE = "1";

    /** Steps of a whole build with our fragments, for the first progress display; 6.1 has 1,880. */
    private static final int USUAL_STEPS = 1880;

    private final Cache cache;
    private final Toolchain toolchain;
    private final Progress progress;

    public KernelBuild(Cache cache, Toolchain toolchain, Progress progress) {
        this.cache = cache;
        this.toolchain = toolchain;
        this.progress = progress;
    }

    /**
     * Builds a kernel, or finds it built.
     *
     * @param tree the kernel's source
     * @param fragments configuration fragments on top of allnoconfig
     * @param log is written with all the compiler says, or with what it said when the kernel was built
     * @throws KernelBuildException with the first error and its place, if the kernel does not configure or build
     * @throws SurroundingsException if the toolchain cannot run, or the machine runs out of disk or memory
     */
    @SuppressWarnings("try") // the lock is held, not used
    public BuiltKernel build(KernelTree tree, List<Path> fragments, Path log) {
        KernelConfig config = KernelConfig.read(fragments, tree.release());
        String key = Cache.digest(RECIPE, tree.tree(), config.digest(), toolchain.digest());
        Path finished = cache.folder("kernels").resolve(key);
        try (var lock = cache.lock("kernel-" + key)) {
            boolean cached = Files.isDirectory(finished);
            if (!cached) {
                make(tree, config, log, finished);
            } else {
                Files.createDirectories(log.toAbsolutePath().getParent());
                Files.copy(finished.resolve("build.log"), log, StandardCopyOption.REPLACE_EXISTING);
            }
            return built(finished, cached);
        } catch (IOException e) {
            throw new SurroundingsException("cannot build in " + cache.root() + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new SurroundingsException("cannot build in " + cache.root() + ": " + e.getMessage(), e);
        }
    }

    private BuiltKernel built(Path dir, boolean cached) throws IOException {
        Path config = dir.resolve("config");
        return new BuiltKernel(
                dir.resolve("bzImage"),
                dir.resolve("vmlinux"),
                config,
                Files.readString(dir.resolve("release")).strip(),
                Cache.digest(config),
                toolchain.description(),
                cached);
    }

    private void make(KernelTree tree, KernelConfig config, Path log, Path finished) throws IOException {
        String line = SourceDirectory.line(tree.release());
        String name = line + "-" + config.digest().substring(0, 12) + "-" + toolchain.kind() + "-"
                + toolchain.digest().substring(0, 12);
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, progress);
                ObjectDirectory objects = ObjectDirectory.hold(cache, name, toolchain)) {
            Mount src = Mount.reading(source.path(), "/src");
            Mount obj = Mount.writing(objects.path(), "/obj");
            List<String> prefixes = List.of(toolchain.where(src) + "/", toolchain.where(obj) + "/");
            int expected = objects.expectedSteps(USUAL_STEPS);
            try (BuildLog output = new BuildLog(log, progress, prefixes, expected)) {
                objects.begin();
                configure(config, tree, src, obj, output, log);
                compile(src, obj, output, log);
                objects.done(output.steps());
            } catch (KernelBuildException e) {
                objects.ended();
                throw e;
            }
            publish(objects.path(), log, finished);
        }
    }

    private void configure(KernelConfig config, KernelTree tree, Mount src, Mount obj, BuildLog output, Path log)
            throws IOException {
        progress.detail("configuring " + tree.release());
        Path folder = obj.folder();
        Cache.write(folder.resolve("kharness.fragment"), config.merged());
        Files.deleteIfExists(folder.resolve("kharness.config"));
        // The kernel's own scripts do it, which are code from anywhere: inside, like the build. Aside from .config, so
        // that the build is not told of changes that are none.
        String script = "set -e; obj=$1; shift; cd \"$obj\"; export KCONFIG_CONFIG=\"$obj/kharness.config\"; "
                + "src=$1; shift; \"$@\" allnoconfig; "
                + "\"$src/scripts/kconfig/merge_config.sh\" -m -O \"$obj\" \"$KCONFIG_CONFIG\" \"$obj/kharness.fragment\" "
                + ">/dev/null; \"$@\" olddefconfig";
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", script, "sh", toolchain.where(obj), toolchain.where(src)));
        command.addAll(makeLine(src, obj));
        CommandResult result = run(command, src, obj, output);
        Path made = folder.resolve("kharness.config");
        if (!result.ok() || !Files.isRegularFile(made)) {
            throw failure("configure", result, output, log);
        }
        String text = Files.readString(made);
        config.verify(text, tree.release());
        Path current = folder.resolve(".config");
        if (!Files.isRegularFile(current) || !Files.readString(current).equals(text)) {
            Cache.write(current, text);
        }
    }

    private void compile(Mount src, Mount obj, BuildLog output, Path log) {
        List<String> command = new ArrayList<>(makeLine(src, obj));
        command.add("-j" + Runtime.getRuntime().availableProcessors());
        command.add("bzImage");
        CommandResult result = run(command, src, obj, output);
        if (!result.ok()) {
            throw failure("build", result, output, log);
        }
    }

    private List<String> makeLine(Mount src, Mount obj) {
        return List.of(
                "make",
                "-C",
                toolchain.where(src),
                "O=" + toolchain.where(obj),
                "ARCH=x86_64",
                "CC=" + (toolchain.hasCcache() ? "ccache gcc" : "gcc"));
    }

    private CommandResult run(List<String> command, Mount src, Mount obj, BuildLog output) {
        Path folder = cache.folder("ccache", toolchain.kind());
        toolchain.open(folder);
        Mount ccache = Mount.writing(folder, "/ccache");
        Job job = new Job(
                command,
                List.of(src, obj, ccache),
                obj,
                environment(toolchain.where(ccache)),
                java.time.Duration.ofHours(3),
                output::line);
        return toolchain.run(job);
    }

    private static Map<String, String> environment(String ccache) {
        Map<String, String> variables = new TreeMap<>();
        // The same input gives the same image (kernel documentation, kbuild/reproducible-builds)
        variables.put("KBUILD_BUILD_TIMESTAMP", "Thu Jan  1 00:00:00 UTC 1970");
        variables.put("KBUILD_BUILD_USER", "kharness");
        variables.put("KBUILD_BUILD_HOST", "kharness");
        variables.put("KBUILD_BUILD_VERSION", "1");
        variables.put("LOCALVERSION", "");
        variables.put("CCACHE_DIR", ccache);
        variables.put("CCACHE_MAXSIZE", "5G");
        // A first build pays for filling the cache: the compiler's own dependency list instead of a second run of the
        // preprocessor, and no compression, keep that small (ccache(1), depend mode)
        variables.put("CCACHE_DEPEND", "1");
        variables.put("CCACHE_NOCOMPRESS", "1");
        variables.put("CCACHE_NOHASHDIR", "1");
        return variables;
    }

    private static RuntimeException failure(String what, CommandResult result, BuildLog output, Path log) {
        if (!output.surroundings().isEmpty()) {
            return new SurroundingsException("cannot " + what + " the kernel: " + output.surroundings()
                    + "; free disk space or memory. Log: " + log);
        }
        if (result.timedOut()) {
            return new SurroundingsException("the kernel's " + what + " did not end in time. Log: " + log);
        }
        String first = output.firstError();
        if (first.isEmpty()) {
            List<String> tail = result.tail();
            first = tail.isEmpty() ? "exit code " + result.exitCode() : tail.get(tail.size() - 1);
        }
        return new KernelBuildException("the kernel does not " + what + ": " + first + " (log: " + log + ")");
    }

    private void publish(Path objects, Path log, Path finished) throws IOException {
        Path fresh = cache.temporary("kernel");
        try {
            Files.copy(objects.resolve("arch/x86/boot/bzImage"), fresh.resolve("bzImage"));
            for (String file : List.of("vmlinux", "System.map")) {
                Files.copy(objects.resolve(file), fresh.resolve(file));
            }
            Files.copy(objects.resolve(".config"), fresh.resolve("config"));
            Files.copy(objects.resolve("include/config/kernel.release"), fresh.resolve("release"));
            Files.copy(log, fresh.resolve("build.log"));
            Cache.publish(fresh, finished);
        } finally {
            Cache.delete(fresh);
        }
    }
}
