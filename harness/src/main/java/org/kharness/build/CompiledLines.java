/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;

/**
 * Which lines of a file the compiler gets to see: those that the preprocessor leaves, in the configuration of a build
 * (gcc's documentation, "Preprocessor Output").
 */
final class CompiledLines {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** What a folder without a finished build ends with. */
    private static final int NO_BUILD = 3;

    private static final String NUMBERS =
            "/^# [0-9]+ \"/ { n = $2; f = $3; gsub(/\"/, \"\", f); main = (f == src); next } "
                    + "{ if (main && $0 !~ /^[ \\t]*$/) print n; n++ }";

    private static final String WHOLE = "[ -f vmlinux ] || exit " + NO_BUILD + "; ";

    private static final String SCRIPT = "[ -f \"$2\" ] || exit 0; " + FileCompiler.LINE
            + "eval \"$line -w -E -o $4/out $3\" && awk -v src=\"$3\" \"$5\" $4/out";

    private CompiledLines() {}

    /**
     * The lines of a file, from 1, on which something is left; none of a file that is not built.
     *
     * @param file path of the source in the kernel's tree
     * @param work an empty folder
     * @return empty if that cannot be known, as the kernel's build did not come to its end
     */
    static Optional<SortedSet<Integer>> ofKernel(FileCompiler compiler, String file, Path work) {
        return of(WHOLE + SCRIPT, compiler, file, work);
    }

    /** The same of a file that was compiled by itself; none where it never was. */
    static SortedSet<Integer> ofFile(FileCompiler compiler, String file, Path work) {
        return of(SCRIPT, compiler, file, work).orElseThrow();
    }

    private static Optional<SortedSet<Integer>> of(String script, FileCompiler compiler, String file, Path work) {
        SortedSet<Integer> lines = new TreeSet<>();
        CommandResult result = compiler.run(script, file, work, List.of(NUMBERS), LIMIT, line -> read(line, lines));
        if (result.exitCode() == NO_BUILD) {
            return Optional.empty();
        }
        if (!result.ok()) {
            throw new SurroundingsException(
                    "cannot preprocess " + file + " alone: " + String.join("; ", result.tail()));
        }
        return Optional.of(lines);
    }

    private static void read(String line, SortedSet<Integer> lines) {
        if (line.strip().matches("\\d{1,9}")) {
            lines.add(Integer.valueOf(line.strip()));
        }
    }
}
