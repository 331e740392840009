/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.TreeChange;
import org.kharness.kernel.TreeFiles;
import org.kharness.presubmit.Configuration.Kind;
import org.kharness.progress.Progress;

/**
 * Compiles the files that each patch of a series has a part in, on the kernel before it and on that with it as the last one,
 * and nothing twice: one patch's kernel is the next one's before.
 */
final class PatchRuns {
    private static final String SPARSE = "sparse";

    private final ConfigurationRuns.Builder builder;
    private final Progress progress;
    private final Path logs;
    private final SeriesKernels kernels;

    /**
     * Gets ready.
     *
     * @param logs the folder for what the compiler says
     */
    PatchRuns(ConfigurationRuns.Builder builder, Progress progress, Path logs, SeriesKernels kernels) {
        this.builder = builder;
        this.progress = progress;
        this.logs = logs;
        this.kernels = kernels;
    }

    /** Tries all of them on every place, before the source moves to the next. */
    Map<Configuration, PatchFiles> run(List<Configuration> configurations) {
        List<Set<String>> touched = touched();
        Map<Configuration, PatchFiles> all = new LinkedHashMap<>();
        for (Configuration configuration : configurations) {
            PatchFiles files = new PatchFiles(kernels, touched);
            all.put(configuration, files);
            if (configuration.kind() == Kind.SPARSE && touched.stream().anyMatch(t -> !t.isEmpty())) {
                findSparse(files);
            }
        }
        for (int place = 0; place <= kernels.last(); place++) {
            for (Map.Entry<Configuration, PatchFiles> each : all.entrySet()) {
                if (each.getValue().lack().isEmpty()) {
                    compile(each.getKey(), each.getValue(), place);
                }
            }
        }
        return all;
    }

    private void findSparse(PatchFiles files) {
        try {
            if (!builder.hasProgram(SPARSE)) {
                files.lacks("the program sparse is not where kernels are built");
            }
        } catch (SurroundingsException e) {
            goOnAfter(e); // what it cannot run now it may run then, or it says so of the files
        }
    }

    private List<Set<String>> touched() {
        Set<String> series = kernels.touched();
        List<Set<String>> all = new ArrayList<>(List.of(Set.of()));
        for (int place = 1; place <= kernels.last(); place++) {
            SeriesKernels.Patch patch = kernels.patch(place);
            all.add(new TreeSet<>(
                    TouchedObjects.of(patch.commit(), patch.change(), series).files()));
        }
        return all;
    }

    private void compile(Configuration configuration, PatchFiles files, int place) {
        if (place > 0 && kernels.changesWhatIsBuilt(place)) {
            files.add(place, notBuiltYet(files, place));
        }
        Set<String> wanted = new TreeSet<>(files.of(place));
        if (place < kernels.last()) {
            wanted.addAll(before(kernels.patch(place + 1).change(), files.of(place + 1)));
        }
        wanted.removeIf(f -> files.at(place, f).isPresent());
        if (wanted.isEmpty()) {
            return;
        }
        progress.note("configuration " + configuration.name() + ", "
                + (place == 0
                        ? "before the series"
                        : "patch " + kernels.patch(place).number()) + ": "
                + wanted.size() + (wanted.size() == 1 ? " file" : " files"));
        try {
            Path log = logs.resolve(configuration.file() + "-" + kernels.name(place) + ".log");
            files.put(
                    place,
                    wanted,
                    builder.compile(
                            kernels.tree(place),
                            configuration.recipe(List.of()),
                            List.copyOf(wanted),
                            config -> "",
                            log));
        } catch (SurroundingsException e) {
            goOnAfter(e);
            files.impossible(
                    place,
                    wanted,
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** One kernel's trouble does not end the others, unless it is the user who ends it. */
    private static void goOnAfter(SurroundingsException e) {
        if (Thread.currentThread().isInterrupted()) {
            throw e;
        }
    }

    /** What the files of a patch were called before it; those that it adds are left out. */
    private static Set<String> before(TreeChange change, Collection<String> files) {
        return new TreeSet<>(ConfigurationVerdict.names(List.copyOf(files), change));
    }

    /** A series often adds a file first, and lets it be built by a later patch. */
    private Set<String> notBuiltYet(PatchFiles files, int place) {
        Set<String> waiting = new TreeSet<>();
        TreeFiles tree = new TreeFiles(kernels.tree(place));
        for (int earlier = 1; earlier < place; earlier++) {
            for (String file : files.of(earlier)) {
                boolean built = files.at(earlier, file)
                        .filter(r -> !r.is(PatchFiles.State.NOT_BUILT))
                        .isPresent();
                if (!built && tree.read(file).isPresent()) {
                    waiting.add(file);
                }
            }
        }
        return waiting;
    }
}
