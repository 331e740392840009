/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.kernel.KernelTree;
import org.kharness.process.CommandResult;
import org.kharness.progress.Progress;

/**
 * Runs a kernel's own scripts/kernel-doc on files, in the same confinement as a build. It reads each file by itself, so that they
 * need not lie in the tree whose script it is.
 */
public final class KernelDoc {
    private static final String SCRIPT = "scripts/kernel-doc";

    /**
     * What the Perl script prints, {@code fs/dax.c:12: warning: text}, and what its successor in Python does, {@code Warning:
     * fs/dax.c:12 text} (tools/lib/python/kdoc, since 6.16).
     */
    private static final Pattern LINE = Pattern.compile(
            "(?:(?i:warning|error): )?(?<file>[^:\\s]+):(?<line>\\d{1,9}):? (?:(?i:warning|error): )?(?<text>.*)");

    private static final Pattern NUMBER = Pattern.compile("(?<top>.*/)(?<number>\\d{1,6})\\.[ch]");

    private final Toolchain toolchain;
    private final TreeScript script;

    public KernelDoc(Cache cache, Toolchain toolchain, Progress progress) {
        this.toolchain = toolchain;
        this.script = new TreeScript(cache, toolchain, progress, SCRIPT);
    }

    /**
     * Checks two states of some files.
     *
     * @param tree the kernel whose script is used; its source folder stays as it is
     * @param states the files of each state by path
     * @return the complaints about each; empty where the kernel has no such script
     * @throws SurroundingsException if the script cannot run
     */
    public Optional<List<Set<BuildWarning>>> check(KernelTree tree, List<Map<String, byte[]>> states) {
        return script.in(tree, (source, folder) -> {
            List<Set<BuildWarning>> all = new ArrayList<>();
            for (Map<String, byte[]> files : states) {
                Path state = Files.createDirectories(folder.resolve(String.valueOf(all.size())));
                List<String> names = List.copyOf(files.keySet());
                for (int i = 0; i < names.size(); i++) {
                    Files.write(state.resolve(shortName(i, names)), files.get(names.get(i)));
                }
                toolchain.open(folder);
                all.add(names.isEmpty() ? Set.of() : run(source, Mount.reading(state, "/files"), names));
            }
            return all;
        });
    }

    /** The paths are a patch's, and so are not used on this machine. */
    private static String shortName(int index, List<String> names) {
        return index + (names.get(index).endsWith(".h") ? ".h" : ".c");
    }

    private Set<BuildWarning> run(Mount src, Mount folder, List<String> names) {
        String top = toolchain.where(folder) + "/";
        List<String> command = new ArrayList<>(List.of(script.where(src), "-none"));
        for (int i = 0; i < names.size(); i++) {
            command.add(top + shortName(i, names));
        }
        CommandResult result = toolchain.run(Job.of(command, src, folder));
        Set<BuildWarning> said = read(result.text(), top, names);
        if (!result.ok() && said.isEmpty()) {
            throw new SurroundingsException("kernel-doc does not run: " + result.describe());
        }
        return said;
    }

    /**
     * Reads what the script printed.
     *
     * @param top what goes before the files' numbers
     * @param names their paths
     */
    static Set<BuildWarning> read(String output, String top, List<String> names) {
        Set<BuildWarning> said = new LinkedHashSet<>();
        for (String line : output.lines().toList()) {
            Matcher m = LINE.matcher(line);
            Matcher number = m.matches() ? NUMBER.matcher(m.group("file")) : null;
            if (number != null && number.matches() && number.group("top").equals(top)) {
                int index = Integer.parseInt(number.group("number"));
                if (index < names.size()) {
                    said.add(new BuildWarning(names.get(index), Integer.parseInt(m.group("line")), m.group("text")));
                }
            }
        }
        return said;
    }
}
