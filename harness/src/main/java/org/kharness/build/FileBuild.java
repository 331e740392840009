/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.kharness.cache.Cache;
import org.kharness.cache.Room;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.SourceDirectory;
import org.kharness.progress.Progress;

/**
 * Compiles single files of a kernel in a configuration of which no kernel is wanted. Each configuration has an object folder of
 * its own, apart from those of whole kernels.
 */
public final class FileBuild {
    /** Programs, generated headers and some objects. */
    private static final long FOLDER_MIB = 150;

    private final Cache cache;
    private final Toolchain toolchain;
    private final Progress progress;

    public FileBuild(Cache cache, Toolchain toolchain, Progress progress) {
        this.cache = cache;
        this.toolchain = toolchain;
        this.progress = progress;
    }

    /**
     * What came of some files.
     *
     * @param lack why nothing was tried in the end; empty if it was
     * @param broken the first error of what comes before the files, of which then none was tried; empty for none
     * @param built the files that compiled
     * @param failed the files that did not, each with its first error and that one's place
     * @param said what was said of the files that were tried, of each once
     * @param seconds wall time
     */
    public record Outcome(
            String lack,
            String broken,
            Set<String> built,
            Map<String, String> failed,
            Map<String, Set<BuildWarning>> said,
            double seconds) {
        public Outcome {
            built = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(built));
            failed = java.util.Collections.unmodifiableMap(new TreeMap<>(failed));
            said = java.util.Collections.unmodifiableMap(new TreeMap<>(said));
        }

        /** What was said of the files together, each once. */
        public Set<BuildWarning> warnings() {
            Set<BuildWarning> all = new LinkedHashSet<>();
            said.values().forEach(all::addAll);
            return all;
        }

        /** Nothing was compiled. */
        public static Outcome nothing(String lack, String broken) {
            return new Outcome(lack, broken, Set.of(), Map.of(), Map.of(), 0);
        }

        /** True if there is nothing to say of any file. */
        public boolean quiet() {
            return broken.isEmpty() && failed.isEmpty() && warnings().isEmpty();
        }

        Outcome took(double time) {
            return new Outcome(lack, broken, built, failed, said, time);
        }
    }

    /** True if a program is where kernels are built. */
    public boolean hasProgram(String name) {
        Path folder = cache.temporary("program");
        try {
            Mount mount = Mount.reading(folder, "/work");
            return toolchain
                    .run(Job.of(List.of("sh", "-c", "command -v \"$1\"", "sh", name), mount))
                    .ok();
        } finally {
            Cache.delete(folder);
        }
    }

    /**
     * Compiles files. One that the configuration does not build is neither among those that compiled nor among those that did not.
     *
     * @param recipe how the kernel is configured and made; what the kernel does not have of it is left out
     * @param near a recipe of which there may be a whole kernel, to begin with its programs
     * @param files C files by their paths in the tree
     * @param lack says from the finished .config why the files need not be tried; an empty text tries them
     * @param log is written with all that make and the compiler say
     * @throws SurroundingsException if the toolchain cannot run, or the machine runs out of disk or memory
     */
    public Outcome compile(
            KernelTree tree,
            KernelRecipe recipe,
            KernelRecipe near,
            List<String> files,
            UnaryOperator<String> lack,
            Path log) {
        long begin = System.nanoTime();
        Room.need(cache.root(), FOLDER_MIB, "the objects of single files");
        String name = folder(tree, recipe);
        ObjectDirectory.seedPrograms(cache, name, KernelBuild.objectsName(tree, near, toolchain), toolchain);
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, progress);
                ObjectDirectory objects = ObjectDirectory.hold(cache, name, toolchain)) {
            objects.begin();
            try (KernelMake make =
                    new KernelMake(toolchain, progress, cache, source.path(), objects.path(), recipe.make(), log, 0)) {
                Outcome outcome = compile(make, recipe, tree, files, lack);
                objects.ended();
                return outcome.took((System.nanoTime() - begin) / 1e9);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new SurroundingsException("cannot build in " + cache.root() + ": " + e.getMessage(), e);
        }
    }

    private static Outcome compile(
            KernelMake make, KernelRecipe recipe, KernelTree tree, List<String> files, UnaryOperator<String> lack)
            throws IOException {
        try {
            String why = lack.apply(configured(make, recipe, tree));
            if (!why.isEmpty()) {
                return Outcome.nothing(why, "");
            }
            make.prepare();
        } catch (KernelBuildException e) {
            return Outcome.nothing("", e.firstError());
        }
        KbuildLists lists = make.lists(files);
        List<String> listed = files.stream().filter(lists::builds).toList();
        if (!listed.isEmpty()) {
            make.compileEach(
                    listed.stream().map(FileBuild::object).toList(),
                    listed.stream().map(FileCompiler::command).toList());
        }
        return outcome(make, listed);
    }

    /** The folder's name says of which recipe and toolchain a configuration there is. */
    private static String configured(KernelMake make, KernelRecipe recipe, KernelTree tree) throws IOException {
        ConfiguredFor last = new ConfiguredFor(make.objects().resolveSibling("configured"));
        Optional<String> kept = last.holdsFor(tree) ? make.configuredBefore() : Optional.empty();
        if (kept.isPresent()) {
            return kept.get();
        }
        Files.deleteIfExists(last.file());
        String text = make.configureAsFarAsPossible(recipe.config(tree.release()), tree.release());
        last.note(tree);
        return text;
    }

    private static Outcome outcome(KernelMake make, List<String> files) {
        Map<String, String> errors = make.said().errors();
        Map<String, List<BuildWarning>> steps = make.said().warnings().bySteps();
        Set<String> built = new LinkedHashSet<>();
        Map<String, String> failed = new TreeMap<>();
        Map<String, Set<BuildWarning>> said = new TreeMap<>();
        for (String file : files) {
            String object = object(file);
            List<String> own = steps.keySet().stream()
                    .filter(s -> s.equals("CC " + object) || isCheck(s, file))
                    .toList();
            Set<BuildWarning> warnings = new LinkedHashSet<>();
            own.forEach(s -> warnings.addAll(steps.getOrDefault(s, List.of())));
            said.put(file, warnings);
            boolean made = Files.exists(make.objects().resolve(object));
            String error = own.stream()
                    .filter(s -> !made || !isCheck(s, file))
                    .flatMap(s -> Optional.ofNullable(errors.get(s)).stream())
                    .findFirst()
                    .orElse("");
            if (!error.isEmpty() || (!made && !own.isEmpty())) {
                failed.put(file, error.isEmpty() ? file + ": does not compile" : error);
            } else if (made) {
                built.add(file);
            }
        }
        return new Outcome("", "", built, failed, said, 0);
    }

    /** By sparse, whose step names the source, by a path that differs from kernel to kernel. */
    private static boolean isCheck(String step, String file) {
        return step.startsWith("CHECK ") && (step.endsWith(" " + file) || step.endsWith("/" + file));
    }

    /**
     * Which lines of a file the compiler gets to see in a configuration.
     *
     * @param tree the kernel in which the file is looked at
     * @param recipe one by which {@link #compile} compiled the file, in this or another kernel of the line
     * @return from 1; none of a file that was not compiled
     */
    public SortedSet<Integer> compiledLines(KernelTree tree, KernelRecipe recipe, String file) {
        Path work = cache.temporary("lines");
        try (SourceDirectory source = SourceDirectory.hold(cache, tree, progress);
                ObjectDirectory objects = ObjectDirectory.hold(cache, folder(tree, recipe), toolchain)) {
            return CompiledLines.ofFile(new FileCompiler(toolchain, source.path(), objects.path()), file, work);
        } finally {
            Cache.delete(work);
        }
    }

    private String folder(KernelTree tree, KernelRecipe recipe) {
        return KernelBuild.objectsName(tree, recipe, toolchain) + "-files";
    }

    private static String object(String file) {
        return file.replaceFirst("\\.c$", ".o");
    }
}
