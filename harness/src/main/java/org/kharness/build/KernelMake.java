/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kharness.cache.Cache;
import org.kharness.failure.KernelBuildException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;
import org.kharness.value.KernelRange;

/** Runs a kernel's own make on a source and an object folder, with its output in one log. */
final class KernelMake implements AutoCloseable {
    /** The kernels whose Makefile knows MO, the folder for what is built of a folder apart. */
    private static final KernelRange HAS_MO = KernelRange.parse(">= 6.13");

    /**
     * Debug information that tells files, lines and inlined functions and no more (gcc(1), -g1): the cheapest that does, and the
     * code is the same. benchmark/README.md has the figures.
     */
    private static final String LINES = "-g1";

    /** Where a container has the source. */
    static final String SOURCE = "/src";

    private static final String MADE = "kharness.config";
    private static final String OWN_DEBUG_INFORMATION = "\nCONFIG_DEBUG_INFO=y\n";

    /** Removes files up to a "--", then goes on with the command behind it. */
    private static final String REMOVE = "while [ \"$1\" != -- ]; do rm -f -- \"$1\"; shift; done; shift; exec \"$@\"";

    private final Toolchain toolchain;
    private final Progress progress;
    private final Cache cache;
    private final Mount src;
    private final Mount obj;
    private final Mount tools;
    private final Map<String, String> variables;
    private final Path log;
    private final BuildLog output;
    private BuildWarnings warnings = BuildWarnings.NONE;
    /** Whether the configuration itself wants debug information, and of which kind. */
    private boolean ownDebugInformation;

    KernelMake(
            Toolchain toolchain,
            Progress progress,
            Cache cache,
            Path source,
            Path objects,
            Map<String, String> variables,
            Path log,
            int expectedSteps) {
        this.toolchain = toolchain;
        this.progress = progress;
        this.cache = cache;
        this.variables = variables;
        this.log = log;
        src = Mount.reading(source, SOURCE);
        obj = Mount.writing(objects, "/obj");
        tools = Mount.reading(CachingCompiler.ensure(cache, toolchain.compiler()), "/tools");
        List<String> prefixes = List.of(toolchain.where(src) + "/", toolchain.where(obj) + "/");
        output = new BuildLog(log, progress, prefixes, expectedSteps);
    }

    /** The folder with what was made. */
    Path objects() {
        return obj.folder();
    }

    @Override
    public void close() {
        output.close();
    }

    /**
     * Makes the .config, or leaves the one that is there if it is the same.
     *
     * @return its text
     */
    String configure(KernelConfig config, String release) throws IOException {
        return configure(config, release, text -> config.verify(text, release));
    }

    /** The same where the kernel may well not have all that is wanted. */
    String configureAsFarAsPossible(KernelConfig config, String release) throws IOException {
        return configure(config, release, text -> {});
    }

    /** The .config that is there, where it is the one that was made last and nothing else; empty where it is not. */
    Optional<String> configuredBefore() throws IOException {
        Path made = obj.folder().resolve(MADE);
        Path current = obj.folder().resolve(".config");
        if (!Files.isRegularFile(made) || !Files.isRegularFile(current)) {
            return Optional.empty();
        }
        String text = Files.readString(made);
        if (!text.equals(Files.readString(current))) {
            return Optional.empty();
        }
        ownDebugInformation = text.contains(OWN_DEBUG_INFORMATION);
        return Optional.of(text);
    }

    private String configure(KernelConfig config, String release, Consumer<String> verify) throws IOException {
        progress.detail("configuring " + release);
        Path folder = obj.folder();
        Cache.write(folder.resolve("kharness.fragment"), config.merged());
        Files.deleteIfExists(folder.resolve(MADE));
        // The kernel's own scripts do it, which are code from anywhere: inside, like the build. Aside from .config, so
        // that the build is not told of changes that are none.
        String script = "set -e; obj=$1; shift; cd \"$obj\"; export KCONFIG_CONFIG=\"$obj/kharness.config\"; "
                + "src=$1; shift; \"$@\" allnoconfig; "
                + "\"$src/scripts/kconfig/merge_config.sh\" -m -O \"$obj\" \"$KCONFIG_CONFIG\" \"$obj/kharness.fragment\" "
                + ">/dev/null; \"$@\" olddefconfig";
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", script, "sh", toolchain.where(obj), toolchain.where(src)));
        command.addAll(makeLine());
        BuildAttempt attempt = new BuildAttempt();
        CommandResult result = run(BuildAttempt.line(rooms(), command));
        Path made = folder.resolve(MADE);
        if (!result.ok() || !Files.isRegularFile(made)) {
            throw failure("configure", result, attempt);
        }
        String text = Files.readString(made);
        verify.accept(text);
        ownDebugInformation = text.contains(OWN_DEBUG_INFORMATION);
        Path current = folder.resolve(".config");
        if (!Files.isRegularFile(current) || !Files.readString(current).equals(text)) {
            Cache.write(current, text);
        }
        return text;
    }

    /** Beside the objects that they are about, and kept as long as these. */
    private Path warningsFile() {
        return obj.folder().resolveSibling("warnings.json");
    }

    /** The warnings of all objects, of those too that this build did not need to make. */
    BuildWarnings warnings() {
        return warnings;
    }

    /**
     * Builds the boot image, and modules where there are any to build.
     *
     * @param modules folders of the source, built after the kernel's own modules
     */
    void compile(List<String> modules, String release) {
        make(List.of("bzImage"));
        if (!modules.isEmpty()) {
            make(List.of("modules"));
            modules.forEach(folder -> make(apart(folder, release)));
        }
        forgetLeftOvers();
    }

    /** Makes what comes before the first object: programs of the build and generated headers. */
    void prepare() {
        make(List.of("prepare"));
    }

    /**
     * Makes single objects anew, each as far as it can be made: what is wrong with one keeps no other from being made. One that is
     * there afterwards was made by this, and all that there is to say of it was said.
     *
     * @param commands the files in which the commands of these objects are kept
     */
    void compileEach(List<String> objects, List<String> commands) {
        List<String> targets = new ArrayList<>(List.of("--keep-going"));
        targets.addAll(objects);
        // Inside, as the folder is written by code from anywhere
        List<String> command = new ArrayList<>(List.of("sh", "-c", REMOVE, "sh"));
        Stream.concat(objects.stream(), commands.stream())
                .map(f -> toolchain.where(obj) + "/" + f)
                .forEach(command::add);
        command.add("--");
        command.addAll(targetLine(targets));
        BuildAttempt attempt = new BuildAttempt();
        CommandResult result = run(BuildAttempt.line(rooms(), command));
        String fault = result.ok() ? "" : attempt.machinesFault(result);
        if (!fault.isEmpty()) {
            throw new SurroundingsException("cannot compile the files: " + fault + ". Log: " + log);
        }
    }

    /** What the Makefiles list in the configuration that is made ready, as far as these files need it. */
    KbuildLists lists(List<String> files) {
        Path makefile = obj.folder().resolve("kharness.lists.mk");
        Cache.write(makefile, KbuildLists.MAKEFILE);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        run(KbuildLists.command("./kharness.lists.mk", toolchain.where(src), KbuildLists.folders(files)), lines::add);
        return KbuildLists.read(src.folder(), List.copyOf(lines));
    }

    /** What was said so far, by this make alone. */
    BuildLog said() {
        return output;
    }

    /**
     * What builds a folder of the source apart from it, as its own objects would be: since 6.13 there is a variable for that; in 6.12
     * make looks for the source beside the objects, unless it is told where else.
     */
    private List<String> apart(String folder, String release) {
        String where = HAS_MO.contains(release)
                ? "MO=" + toolchain.where(obj) + "/" + folder
                : "VPATH=" + toolchain.where(src);
        return List.of("M=" + folder, where);
    }

    private List<String> targetLine(List<String> targets) {
        List<String> command = new ArrayList<>(makeLine());
        command.add("-j" + Runtime.getRuntime().availableProcessors());
        command.add("--output-sync=target"); // so that a warning is known to belong to the step before it
        command.addAll(targets);
        return command;
    }

    private void make(List<String> targets) {
        BuildAttempt attempt = new BuildAttempt();
        // In one stream: of two, nobody could tell which step's a warning is
        CommandResult result = run(BuildAttempt.line(rooms(), targetLine(targets)));
        warnings = BuildWarnings.read(warningsFile()).then(output.warnings());
        warnings.write(warningsFile());
        if (!result.ok()) {
            throw failure("build", result, attempt);
        }
    }

    /** Forgets what was said of objects that are no longer built. */
    private void forgetLeftOvers() {
        try {
            Set<String> complaining = warnings.complaining();
            if (!complaining.isEmpty()) {
                warnings = warnings.without(LiveObjects.leftOver(obj.folder(), complaining));
                warnings.write(warningsFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the build writes to. A compiler's intermediate files go to /tmp, which a container has for itself. */
    private List<String> rooms() {
        return List.of(toolchain.where(obj), "/tmp");
    }

    private List<String> makeLine() {
        List<String> line = new ArrayList<>(List.of(
                "make",
                "-C",
                toolchain.where(src),
                "O=" + toolchain.where(obj),
                "ARCH=x86_64",
                "CC="
                        + (toolchain.hasCcache()
                                ? toolchain.where(tools) + "/cc"
                                : toolchain.compiler().program())));
        line.addAll(toolchain.compiler().make());
        flags().forEach((name, value) -> line.add(name + "=" + value));
        return line;
    }

    /** The variables of the recipe, whose flags stand behind ours and win. */
    private Map<String, String> flags() {
        Map<String, String> flags = new TreeMap<>(variables);
        if (!ownDebugInformation) {
            for (String name : List.of("KCFLAGS", "KAFLAGS")) {
                flags.merge(name, LINES, (wanted, ours) -> ours + " " + wanted);
            }
        }
        return flags;
    }

    private CommandResult run(List<String> command) {
        return run(command, output::line);
    }

    private CommandResult run(List<String> command, Consumer<String> lines) {
        Path folder = cache.folder(CachingCompiler.FOLDER, toolchain.kind());
        toolchain.open(folder);
        Mount ccache = Mount.writing(folder, "/ccache");
        Job job = new Job(
                command,
                List.of(src, obj, ccache, tools),
                obj,
                environment(toolchain.where(ccache)),
                Duration.ofHours(3),
                lines);
        return toolchain.run(job);
    }

    private static Map<String, String> environment(String ccache) {
        Map<String, String> environment = new TreeMap<>();
        // The same input gives the same image (kernel documentation, kbuild/reproducible-builds)
        environment.put("KBUILD_BUILD_TIMESTAMP", "Thu Jan  1 00:00:00 UTC 1970");
        environment.put("KBUILD_BUILD_USER", "kharness");
        environment.put("KBUILD_BUILD_HOST", "kharness");
        environment.put("KBUILD_BUILD_VERSION", "1");
        environment.put("LOCALVERSION", "");
        environment.put("CCACHE_DIR", ccache);
        environment.put("CCACHE_MAXSIZE", "5G");
        // Without the preprocessor, which costs a third of a first build; CachingCompiler keeps from it what it must
        // not see
        environment.put("CCACHE_DEPEND", "1");
        environment.put("CCACHE_NOCOMPRESS", "1");
        environment.put("CCACHE_NOHASHDIR", "1");
        return environment;
    }

    private RuntimeException failure(String what, CommandResult result, BuildAttempt attempt) {
        String fault = attempt.machinesFault(result);
        if (!fault.isEmpty()) {
            return new SurroundingsException("cannot " + what + " the kernel: " + fault + ". Log: " + log);
        }
        String first = output.firstError();
        if (first.isEmpty()) {
            List<String> tail = result.tail();
            first = tail.isEmpty() ? "exit code " + result.exitCode() : tail.get(tail.size() - 1);
        }
        return new KernelBuildException("the kernel does not " + what + ": " + first + " (log: " + log + ")", first);
    }
}
