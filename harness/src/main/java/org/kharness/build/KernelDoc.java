/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    private static final Pattern MISSING =
            Pattern.compile("(?m)^ModuleNotFoundError: No module named '([\\w.]{1,64})'");
    private static final Pattern NUMBER = Pattern.compile("(?<top>.*/)(?<number>\\d{1,6})\\.[ch]");

    private final TreeScript script;

    public KernelDoc(Cache cache, Toolchain toolchain, Progress progress) {
        this.script = new TreeScript(cache, toolchain, progress, SCRIPT);
    }

    /**
     * What the script says.
     *
     * @param states the complaints about each state; empty where it could not be asked
     * @param lack why it could not; empty where it could
     */
    public record Answer(List<Set<BuildWarning>> states, String lack) {
        public Answer {
            states = List.copyOf(states);
        }
    }

    /**
     * Checks two states of some files.
     *
     * @param tree the kernel whose script is used; its source folder stays as it is
     * @param states the files of each state by path
     * @throws SurroundingsException if the script cannot run, although all is there that it wants
     */
    public Answer check(KernelTree tree, List<Map<String, byte[]>> states) {
        return script.in(tree, (source, folder) -> answer(source, folder, states))
                .orElse(new Answer(List.of(), "the kernel has no " + SCRIPT));
    }

    private Answer answer(Mount source, Path folder, List<Map<String, byte[]>> states) throws IOException {
        List<Set<BuildWarning>> all = new ArrayList<>();
        for (Map<String, byte[]> files : states) {
            Path state = Files.createDirectories(folder.resolve(String.valueOf(all.size())));
            List<String> names = List.copyOf(files.keySet());
            for (int i = 0; i < names.size(); i++) {
                Files.write(state.resolve(shortName(i, names)), files.get(names.get(i)));
            }
            script.toolchain().open(folder);
            if (names.isEmpty()) {
                all.add(Set.of());
                continue;
            }
            CommandResult result = run(source, Mount.reading(state, "/files"), names);
            Matcher missing = MISSING.matcher(result.text());
            if (missing.find()) {
                return new Answer(
                        List.of(), "it wants Python's " + missing.group(1) + ", which is not where kernels are built");
            }
            Set<BuildWarning> said =
                    read(result.text(), script.toolchain().where(Mount.reading(state, "/files")) + "/", names);
            if (!result.ok() && said.isEmpty()) {
                throw new SurroundingsException("kernel-doc does not run: " + result.describe());
            }
            all.add(said);
        }
        return new Answer(all, "");
    }

    /** The paths are a patch's, and so are not used on this machine. */
    private static String shortName(int index, List<String> names) {
        return index + (names.get(index).endsWith(".h") ? ".h" : ".c");
    }

    private CommandResult run(Mount source, Mount files, List<String> names) {
        List<String> command = new ArrayList<>(List.of(script.where(source), "-none"));
        for (int i = 0; i < names.size(); i++) {
            command.add(script.toolchain().where(files) + "/" + shortName(i, names));
        }
        return script.toolchain().run(Job.of(command, source, files));
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
