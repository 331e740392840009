/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kharness.build.BuildWarning;
import org.kharness.build.BuildWarnings;
import org.kharness.build.BuiltKernel;
import org.kharness.build.Checkpatch;
import org.kharness.build.KernelDoc;
import org.kharness.engine.ScenarioRun;
import org.kharness.failure.KernelBootException;
import org.kharness.failure.KernelBuildException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeFiles;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict;

/**
 * Kernels of one file that only pretend to be built: "#error" in it does not build, a line with "stale" is a comment that kernel-doc
 * complains of, and the image is the text without its comments. "dead" in it does not boot, "fails one" lets the scenario "one"
 * fail, and "odd one" lets it fail every second time.
 */
final class SimulatedBench implements Bench {
    static final String FILE = "mm/a.c";

    private final Path folder;
    private final Map<String, Integer> tries = new HashMap<>();
    final List<String> built = new ArrayList<>();
    /** What was run, as "FOLDER SCENARIO". */
    final List<String> ran = new ArrayList<>();

    SimulatedBench(Path folder) {
        this.folder = folder;
    }

    private static String text(KernelTree commit) {
        return new TreeFiles(commit)
                .read(FILE)
                .map(b -> new String(b, StandardCharsets.UTF_8))
                .orElse("");
    }

    @Override
    public BuiltKernel build(KernelTree commit, Path log) {
        String text = text(commit);
        built.add(String.valueOf(log.getFileName()).replace(".log", ""));
        if (text.contains("#error")) {
            throw new KernelBuildException(FILE + ":1: #error");
        }
        try {
            Path own = Files.createDirectories(folder.resolve(commit.commit()));
            Path image = Files.writeString(own.resolve("bzImage"), text.replaceAll("(?m)^/\\*.*\\*/\n", ""));
            Path config = Files.writeString(own.resolve("config"), "CONFIG_A=y\n");
            BuildWarnings none = new BuildWarnings(Map.of(), 1, 1);
            return new BuiltKernel(image, image, config, null, null, "6.1.0", "c0", "gcc 12.2.0", none, false);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public List<ScenarioRun> run(BuiltKernel kernel, List<Scenario> scenarios, Path consoles) {
        String text = read(kernel.image());
        String name = String.valueOf(consoles.getFileName());
        if (text.contains("dead")) {
            ran.add(name);
            throw new KernelBootException("no user space\nmore");
        }
        List<ScenarioRun> runs = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            ran.add(name + " " + scenario.id());
            String id = Scenario.writtenId(scenario.id());
            boolean odd = text.contains("odd " + id) && tries.merge(id, 1, Integer::sum) % 2 == 1;
            boolean fails = text.contains("fails " + id) || odd;
            runs.add(new ScenarioRun(scenario, consoles.resolve(scenario.id()), 1, verdict(fails)));
        }
        return runs;
    }

    private static Verdict verdict(boolean fails) {
        return new Verdict(
                fails ? Verdict.Outcome.FAIL : Verdict.Outcome.PASS,
                fails ? "no such signal" : "",
                List.of(),
                List.of(),
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                Verdict.Stage.ENDED);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Optional<SortedSet<Integer>> compiledLines(KernelTree commit, String file) {
        SortedSet<Integer> lines = new TreeSet<>();
        for (int i = 1; i <= text(commit).lines().count(); i++) {
            lines.add(i);
        }
        return Optional.of(lines);
    }

    @Override
    public Optional<List<Checkpatch.Complaint>> checkpatch(KernelTree commit, KernelTree base, String patch) {
        return Optional.of(List.of());
    }

    @Override
    public Optional<List<String>> maintainers(KernelTree commit, String patch) {
        return Optional.empty();
    }

    @Override
    public KernelDoc.Answer kernelDoc(KernelTree commit, List<Map<String, byte[]>> states) {
        List<Set<BuildWarning>> all = new ArrayList<>();
        for (Map<String, byte[]> state : states) {
            Set<BuildWarning> said = new HashSet<>();
            state.forEach((file, bytes) -> {
                List<String> lines =
                        new String(bytes, StandardCharsets.UTF_8).lines().toList();
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).contains("stale")) {
                        said.add(new BuildWarning(file, i + 1, "stale"));
                    }
                }
            });
            all.add(said);
        }
        return new KernelDoc.Answer(all, "");
    }
}
