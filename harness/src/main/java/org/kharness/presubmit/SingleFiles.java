/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.kharness.build.FileBuild;
import org.kharness.build.KernelRecipe;
import org.kharness.kernel.KernelTree;
import org.kharness.stage.Workshop;

/**
 * Compiles single files as a run's workshop would.
 *
 * @param usual how the run's own kernel is made
 */
record SingleFiles(Workshop workshop, KernelRecipe usual) implements ConfigurationRuns.Builder {
    @Override
    public boolean hasProgram(String name) {
        return workshop.files().hasProgram(name);
    }

    @Override
    public FileBuild.Outcome compile(
            KernelTree tree, KernelRecipe more, List<String> files, UnaryOperator<String> lack, Path log) {
        return workshop.files().compile(tree, usual.and(more), usual, files, lack, log);
    }

    @Override
    public SortedSet<Integer> compiledLines(KernelTree tree, KernelRecipe more, String file) {
        return workshop.files().compiledLines(tree, usual.and(more), file);
    }
}
