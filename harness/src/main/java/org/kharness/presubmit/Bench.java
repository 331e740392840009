/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.kharness.build.BuiltKernel;
import org.kharness.build.Checkpatch;
import org.kharness.build.KernelDoc;
import org.kharness.engine.ScenarioRun;
import org.kharness.kernel.KernelTree;
import org.kharness.plan.Scenario;
import org.kharness.stage.Workshop;
import org.kharness.verdict.KnownIssues;

/** What patches are built and looked at with: a {@link Workshop}, whose methods say what each of these does. */
interface Bench {
    BuiltKernel build(KernelTree commit, Path log);

    Optional<SortedSet<Integer>> compiledLines(KernelTree commit, String file);

    Optional<List<Checkpatch.Complaint>> checkpatch(KernelTree commit, KernelTree base, String patch);

    Optional<List<String>> maintainers(KernelTree commit, String patch);

    KernelDoc.Answer kernelDoc(KernelTree commit, List<Map<String, byte[]>> states);

    /**
     * Runs scenarios on a kernel.
     *
     * @param consoles the folder for their logs
     * @throws org.kharness.failure.KernelBootException if no machine with it gets so far
     */
    List<ScenarioRun> run(BuiltKernel kernel, List<Scenario> scenarios, Path consoles);

    /** A workshop as a bench. */
    static Bench of(Workshop workshop, KnownIssues known) {
        return new Bench() {
            @Override
            public BuiltKernel build(KernelTree commit, Path log) {
                return workshop.build(commit, log);
            }

            @Override
            public Optional<SortedSet<Integer>> compiledLines(KernelTree commit, String file) {
                return workshop.compiledLines(commit, file);
            }

            @Override
            public Optional<List<Checkpatch.Complaint>> checkpatch(KernelTree commit, KernelTree base, String patch) {
                return workshop.checkpatch(commit, base, patch);
            }

            @Override
            public Optional<List<String>> maintainers(KernelTree commit, String patch) {
                return workshop.maintainers(commit, patch);
            }

            @Override
            public KernelDoc.Answer kernelDoc(KernelTree commit, List<Map<String, byte[]>> states) {
                return workshop.kernelDoc(commit, states);
            }

            @Override
            public List<ScenarioRun> run(BuiltKernel kernel, List<Scenario> scenarios, Path consoles) {
                return workshop.run(workshop.machine(kernel), consoles, scenarios, known, r -> {});
            }
        };
    }
}
