/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.build.BuiltKernel;
import org.kharness.csource.CSource;
import org.kharness.failure.InputException;
import org.kharness.failure.KernelBuildException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.ObjectFlags;
import org.kharness.kernel.TreeFiles;
import org.kharness.lines.TouchedLines;
import org.kharness.progress.Progress;
import org.kharness.stage.Workshop;

/** One kernel with all mutants of a series in it, each off until its number is written to the kernel's parameter. */
final class MutantKernel {
    /** In every kernel, small, and with all that a parameter needs. */
    private static final String HOME = "kernel/params.c";

    /** A variable whose only assignment is dropped has one value then; many kernels are compiled so anyway (CONFIG_INIT_STACK_ALL_ZERO). */
    private static final String DEFINED = "$(call cc-option,-ftrivial-auto-var-init=zero)";

    private static final Pattern PLACE = Pattern.compile("(?:\\./)?(?<file>[^:\\s]+):(?<line>\\d+):.*");

    /** Each costs an object file; more would mean that something is wrong that no mutant is guilty of. */
    private static final int MOST_REFUSALS = 25;

    private final TreeFiles files;
    private final Map<String, CSource> sources = new TreeMap<>();
    private final Map<Integer, Mutant> mutants = new TreeMap<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();

    private MutantKernel(TreeFiles files) {
        this.files = files;
    }

    /** Finds the mutants of the lines of a series. */
    static MutantKernel of(KernelTree tree, TouchedLines lines) {
        MutantKernel kernel = new MutantKernel(new TreeFiles(tree));
        List<Mutant> all = new ArrayList<>();
        for (String file : lines.files()) {
            if (!file.endsWith(".c")) {
                kernel.leftOut.merge(
                        file.endsWith(".h") ? "lines of headers" : "lines of other files",
                        lines.of(file).size(),
                        Integer::sum);
                continue;
            }
            CSource source = CSource.parse(kernel.bytes(file));
            kernel.sources.put(file, source);
            MutantFinder.Found found = MutantFinder.in(file, source, line -> lines.holds(file, line));
            all.addAll(found.mutants());
            found.leftOut().forEach((why, times) -> kernel.leftOut.merge(why, times, Integer::sum));
        }
        if (all.isEmpty() || all.size() > Weaver.MOST) {
            throw new InputException(
                    all.size() + " mutants in these lines: --functions names others, and fewer than " + Weaver.MOST);
        }
        for (Mutant mutant : all) {
            kernel.mutants.put(kernel.mutants.size() + 1, mutant);
        }
        return kernel;
    }

    private byte[] bytes(String file) {
        return files.read(file)
                .orElseThrow(() -> new InputException(files.tree().source() + " has no file " + file));
    }

    /** The mutants by their numbers in this kernel. */
    Map<Integer, Mutant> mutants() {
        return mutants;
    }

    /** How often something was left out because it cannot be guarded, by why. */
    Map<String, Integer> leftOut() {
        return leftOut;
    }

    /** A file's text without any mutant. */
    String source(String file) {
        return Objects.requireNonNull(sources.get(file)).text();
    }

    /**
     * Builds it. Mutants that the compiler refuses are taken out and counted as left out.
     *
     * @throws KernelBuildException if it does not build for another reason
     */
    BuiltKernel build(Workshop workshop, Path log, Progress progress) {
        for (int refusals = 0; ; refusals++) {
            try {
                return workshop.build(tree(), log);
            } catch (KernelBuildException e) {
                List<Integer> guilty = guilty(e.firstError());
                if (guilty.isEmpty() || refusals == MOST_REFUSALS) {
                    throw e;
                }
                progress.note("left out, as the compiler refuses it: " + e.firstError());
                guilty.forEach(mutants::remove);
                leftOut.merge("refused by the compiler", guilty.size(), Integer::sum);
            }
        }
    }

    /** The ids of those of the mutants of which the compiler makes the same code as of the file without them. */
    Set<String> equivalent(Workshop workshop, Set<String> ids) {
        return same(workshop, ids, Mutant::applied);
    }

    /** The ids of those of the mutants of whose place the compiler makes no code: even what it cannot leave out changes nothing. */
    Set<String> notCompiled(Workshop workshop, Set<String> ids) {
        return same(workshop, ids, Mutant::trapped);
    }

    private Set<String> same(Workshop workshop, Set<String> ids, BiFunction<Mutant, String, String> changed) {
        Map<String, Map<Integer, String>> variants = new TreeMap<>();
        mutants.forEach((number, mutant) -> {
            if (ids.contains(mutant.id())) {
                variants.computeIfAbsent(mutant.file(), f -> new TreeMap<>())
                        .put(number, changed.apply(mutant, source(mutant.file())));
            }
        });
        Set<String> same = new HashSet<>();
        KernelTree tree = tree();
        variants.forEach((file, texts) -> workshop.sameCode(tree, file, source(file), texts)
                .forEach(number ->
                        same.add(Objects.requireNonNull(mutants.get(number)).id())));
        return same;
    }

    private KernelTree tree() {
        Map<String, byte[]> changed = new LinkedHashMap<>();
        sources.forEach((file, source) -> {
            Map<Integer, Mutant> here = new TreeMap<>(mutants);
            here.values().removeIf(m -> !m.file().equals(file));
            changed.put(file, bytesOf(Weaver.weave(source, here)));
        });
        String home = changed.containsKey(HOME)
                ? new String(changed.get(HOME), StandardCharsets.ISO_8859_1)
                : new String(bytes(HOME), StandardCharsets.ISO_8859_1);
        changed.put(HOME, bytesOf(Weaver.home(home, Collections.max(mutants.keySet()))));
        ObjectFlags flags = new ObjectFlags(files::read);
        sources.keySet().forEach(file -> flags.add(file, object -> "CFLAGS_" + object + " += " + DEFINED));
        changed.putAll(flags.changed());
        return files.with(changed, "mutants");
    }

    private static byte[] bytesOf(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The mutants on the line of a compiler's complaint. */
    private List<Integer> guilty(String error) {
        Matcher place = PLACE.matcher(error);
        if (!place.matches()) {
            return List.of();
        }
        int line = Integer.parseInt(place.group("line"));
        return mutants.entrySet().stream()
                .filter(e -> e.getValue().file().equals(place.group("file")))
                .filter(e -> e.getValue().isOn(line))
                .map(Map.Entry::getKey)
                .toList();
    }
}
