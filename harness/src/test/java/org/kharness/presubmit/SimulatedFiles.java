/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.kharness.build.BuildWarning;
import org.kharness.build.FileBuild;
import org.kharness.build.KernelRecipe;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeFiles;

/**
 * Files that only pretend to be compiled: a line "SAYS x" is a complaint x, "MAYBE x" is one where no line is "use", "WRONG" and "#error" do not
 * compile. Headers beside a file are read as a compiler does. Where fs/Makefile is there it lists what is built.
 */
final class SimulatedFiles implements ConfigurationRuns.Builder {
    /** The kernels, so that what is asked can be told. */
    List<KernelTree> places = List.of();
    /** What was asked for, as "PLACE [FILES]". */
    final List<String> asked = new ArrayList<>();
    /** Places that do not come to their files. */
    final Set<Integer> broken = new HashSet<>();
    /** Places at which our surroundings fail. */
    final Set<Integer> trouble = new HashSet<>();

    boolean sparse = true;

    @Override
    public boolean hasProgram(String name) {
        return sparse && name.equals("sparse");
    }

    @Override
    public FileBuild.Outcome compile(
            KernelTree tree, KernelRecipe more, List<String> files, UnaryOperator<String> lack, Path log) {
        int place = places.indexOf(tree);
        asked.add(place + " " + files);
        if (trouble.contains(place)) {
            throw new SurroundingsException("no room\nat all");
        }
        if (broken.contains(place)) {
            return FileBuild.Outcome.nothing("", "include/x.h:1: broken");
        }
        Set<String> built = new LinkedHashSet<>();
        Map<String, String> failed = new HashMap<>();
        Map<String, Set<BuildWarning>> said = new HashMap<>();
        Optional<List<String>> listed = lines(tree, "fs/Makefile");
        for (String file : files) {
            String object = file.replaceFirst(".*/", "").replaceFirst("\\.c$", ".o");
            if (listed.isPresent() && listed.get().stream().noneMatch(l -> l.contains(" " + object))) {
                continue;
            }
            Set<BuildWarning> own = new LinkedHashSet<>();
            String error = read(tree, file, own);
            said.put(file, own);
            if (error.isEmpty()) {
                built.add(file);
            } else {
                failed.put(file, error);
            }
        }
        return new FileBuild.Outcome("", "", built, failed, said, 1);
    }

    private static String read(KernelTree tree, String file, Set<BuildWarning> said) {
        List<String> lines = lines(tree, file).orElseThrow(() -> new AssertionError("there is no " + file));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.equals("WRONG") || line.startsWith("#error")) {
                return file + ":" + (i + 1) + ": wrong";
            }
            if (line.startsWith("SAYS ") || (line.startsWith("MAYBE ") && !lines.contains("use"))) {
                said.add(new BuildWarning(file, i + 1, line.replaceFirst("\\w+ ", "")));
            }
            if (line.startsWith("#include \"")) {
                read(tree, KbuildFiles.within(KbuildFiles.folderOf(file), line.split("\"", -1)[1]), said);
            }
        }
        return "";
    }

    private static Optional<List<String>> lines(KernelTree tree, String file) {
        return new TreeFiles(tree)
                .read(file)
                .map(b -> new String(b, StandardCharsets.UTF_8).lines().toList());
    }

    @Override
    public SortedSet<Integer> compiledLines(KernelTree tree, KernelRecipe more, String file) {
        return new TreeSet<>();
    }
}
