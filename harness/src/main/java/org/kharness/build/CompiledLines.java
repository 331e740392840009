/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;

/**
 * Which lines of a file the compiler gets to see: those that the preprocessor leaves, in the configuration of a build, by the
 * command that lies beside the object file (gcc's documentation, "Preprocessor Output").
 */
final class CompiledLines {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** What a folder without a finished build ends with. */
    private static final int NO_BUILD = 3;

    private static final String NUMBERS =
            "/^# [0-9]+ \"/ { n = $2; f = $3; gsub(/\"/, \"\", f); main = (f == src); next } "
                    + "{ if (main && $0 !~ /^[ \\t]*$/) print n; n++ }";

    private static final String SCRIPT = "cd \"$1\"; [ -f vmlinux ] || exit " + NO_BUILD + "; [ -f \"$2\" ] || exit 0; "
            + ObjectCode.COMPILER + "eval \"$line -w -E -o $5/out $3\" && awk -v src=\"$3\" \"$4\" $5/out";

    private CompiledLines() {}

    /**
     * The lines of a file, from 1, on which something is left; none of a file that is not built.
     *
     * @param objects the folder of a build
     * @param file path of the source in the kernel's tree
     * @param work an empty folder
     * @return empty if that cannot be known, as the build did not come to its end
     */
    static Optional<SortedSet<Integer>> of(Toolchain toolchain, Path source, Path objects, String file, Path work) {
        toolchain.open(work);
        Mount src = Mount.reading(source, "/src");
        Mount obj = Mount.writing(objects, "/obj");
        Mount out = Mount.writing(work, "/work");
        SortedSet<Integer> lines = new TreeSet<>();
        CommandResult result = toolchain.run(new Job(
                List.of(
                        "sh",
                        "-c",
                        SCRIPT,
                        "sh",
                        toolchain.where(obj),
                        toolchain.where(obj) + "/" + ObjectCode.command(file),
                        toolchain.where(src) + "/" + file,
                        NUMBERS,
                        toolchain.where(out)),
                List.of(src, obj, out),
                obj,
                Map.of(),
                LIMIT,
                line -> read(line, lines)));
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
