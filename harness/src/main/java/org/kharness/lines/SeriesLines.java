/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.lines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.PatchOutcome;
import org.kharness.csource.CFunction;
import org.kharness.csource.CSource;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.kernel.TreeFiles;
import org.kharness.series.manifest.SeriesManifest;

/**
 * Finds the lines of a series in a kernel. Those of a patch that was applied are what its commit added, followed to the last
 * patch. Where the kernel had it already, in whatever form, they are the functions that the manifest names; a user may name
 * files and functions of his own instead.
 */
public final class SeriesLines {
    private final TreeFiles files;
    private final Map<String, CSource> parsed = new TreeMap<>();
    private final TouchedLines lines = new TouchedLines();

    private SeriesLines(KernelTree tree) {
        this.files = new TreeFiles(tree);
    }

    /**
     * The lines of an applied series.
     *
     * @param manifest what pins it; null where nothing does
     * @throws InputException if the kernel had the series before and nobody says where
     */
    public static TouchedLines of(AppliedSeries series, @Nullable SeriesManifest manifest) {
        SeriesLines finder = new SeriesLines(series.result());
        finder.applied(series);
        for (PatchOutcome patch : series.patches()) {
            if (!wasApplied(patch)) {
                finder.named(patch, manifest);
            }
        }
        return finder.found("the kernel has " + series.id() + " in another form, and its manifest names no functions");
    }

    /**
     * The lines of files or functions.
     *
     * @param names such as fs/dax.c, or fs/dax.c:dax_lock_page,dax_unlock_page
     * @throws InputException if the kernel has no such file or function
     */
    public static TouchedLines named(KernelTree tree, List<String> names) {
        SeriesLines finder = new SeriesLines(tree);
        for (String name : names) {
            int colon = name.indexOf(':');
            String file = colon < 0 ? name : name.substring(0, colon);
            List<String> functions =
                    colon < 0 ? List.of() : List.of(name.substring(colon + 1).split(","));
            List<String> missing = finder.functions(file, functions, 0);
            if (!missing.isEmpty()) {
                throw new InputException(name + ": " + tree.source() + " has no " + String.join(", ", missing));
            }
        }
        return finder.found("no function there");
    }

    private TouchedLines found(String why) {
        if (lines.isEmpty()) {
            throw new InputException("no lines of the series are known: " + why
                    + "; name them, such as --functions fs/dax.c:dax_lock_mapping_entry");
        }
        return lines;
    }

    private static boolean wasApplied(PatchOutcome patch) {
        return switch (patch.state()) {
            case APPLIED, APPLIED_WITH_OFFSET, APPLIED_WITH_FUZZ, APPLIED_BY_3WAY, RESOLVED_BY_HAND -> true;
            default -> false;
        };
    }

    /** A line belongs to the last patch that it did not come through unchanged. */
    private void applied(AppliedSeries series) {
        record Stage(int patch, TreeChange change) {}
        List<Stage> stages = new ArrayList<>();
        KernelTree before = series.base();
        for (PatchOutcome patch : series.patches()) {
            if (wasApplied(patch)) {
                KernelTree after = TreeFiles.at(series.result(), patch.commit());
                stages.add(0, new Stage(patch.number(), TreeChange.between(before, after)));
                before = after;
            }
        }
        if (stages.isEmpty()) {
            return;
        }
        TreeChange whole = TreeChange.between(series.base(), series.result());
        whole.added()
                .forEach((file, added) -> added.forEach(line -> {
                    Optional<TreeChange.Place> place = Optional.of(new TreeChange.Place(file, line));
                    for (Stage stage : stages) {
                        Optional<TreeChange.Place> earlier = stage.change.before(
                                place.get().file(), place.get().line());
                        if (earlier.isEmpty()) {
                            lines.add(file, line, stage.patch);
                            return;
                        }
                        place = earlier;
                    }
                }));
    }

    private void named(PatchOutcome patch, @Nullable SeriesManifest manifest) {
        if (manifest == null) {
            return;
        }
        manifest.patches().stream()
                .filter(p -> p.number() == patch.number())
                .flatMap(p -> p.allTouches().stream())
                .forEach(t -> functions(t.file(), t.functions(), patch.number()));
    }

    /** Adds functions, all of the file's where none are named; gives back what is not there. */
    private List<String> functions(String file, List<String> names, int patch) {
        Optional<byte[]> bytes = files.read(file);
        if (bytes.isEmpty()) {
            return List.of(file);
        }
        CSource source = parsed.computeIfAbsent(file, f -> CSource.parse(bytes.get()));
        List<CFunction> all = source.functions();
        for (CFunction function : all) {
            if (names.isEmpty() || names.contains(function.name())) {
                for (int line = function.node().line(); line <= function.node().lastLine(); line++) {
                    lines.add(file, line, patch);
                }
            }
        }
        return names.stream()
                .filter(n -> all.stream().noneMatch(f -> f.name().equals(n)))
                .toList();
    }
}
