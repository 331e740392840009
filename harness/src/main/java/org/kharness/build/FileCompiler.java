/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kharness.process.CommandResult;

/**
 * The compiler as a kernel's build called it for one file, for other questions about that file: by the command that lies beside
 * its object file (kernel documentation, kbuild/makefiles, "if_changed").
 *
 * @param source the kernel's tree
 * @param objects the folder of a build, which is only read
 */
record FileCompiler(Toolchain toolchain, Path source, Path objects) {
    /** Puts the command in file $2 up to the first step behind the compiler, without its source and its object, into $line. */
    static final String LINE = "line=$(head -n 1 \"$2\"); line=${line#*:= }; line=${line%%;*}; "
            + "line=$(printf '%s' \"$line\" | sed 's/ *$//'); line=${line% *}; "
            + "line=$(printf '%s' \"$line\" | sed -E 's/^[^ ]*\\/cc /'\"$KHARNESS_CC\"' /; s/-Wp,-MM?D,[^ ]*//; s/-c -o [^ ]*//'); ";

    /**
     * Runs a script in the object folder.
     *
     * @param script for sh: $1 is the object folder, $2 the file with the command, $3 the source, $4 the folder for what it
     *     writes, then come its own arguments
     * @param file path of the source in the kernel's tree
     * @param work a folder of ours
     * @param limit of time
     * @param line told of each line of output
     */
    CommandResult run(
            String script, String file, Path work, List<String> arguments, Duration limit, Consumer<String> line) {
        toolchain.open(work);
        Mount src = Mount.reading(source, "/src");
        Mount obj = Mount.reading(objects, "/obj");
        Mount own = Mount.writing(work, "/work");
        List<String> words = new ArrayList<>(List.of(
                "sh",
                "-c",
                "cd \"$1\" || exit; " + script,
                "sh",
                toolchain.where(obj),
                toolchain.where(obj) + "/" + command(file),
                toolchain.where(src) + "/" + file,
                toolchain.where(own)));
        words.addAll(arguments);
        Map<String, String> program = Map.of("KHARNESS_CC", toolchain.compiler().program());
        return toolchain.run(new Job(words, List.of(src, obj, own), own, program, limit, line));
    }

    /** Where the build leaves the command for a file, in the object folder. */
    static String command(String file) {
        int slash = file.lastIndexOf('/');
        return file.substring(0, slash + 1) + "." + file.substring(slash + 1).replaceFirst("\\.c$", ".o.cmd");
    }
}
