/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;

/**
 * Compiles variants of one file as the kernel's build compiled it, by the command that lies beside its object file (kernel
 * documentation, kbuild/makefiles, "if_changed"), and tells of which the machine code is the same.
 */
final class ObjectCode {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    /** The command in file $2 up to the first step behind the compiler, without its source and its object. */
    static final String COMPILER = "line=$(head -n 1 \"$2\"); line=${line#*:= }; line=${line%%;*}; "
            + "line=$(printf '%s' \"$line\" | sed 's/ *$//'); line=${line% *}; "
            + "line=$(printf '%s' \"$line\" | sed -E 's/^[^ ]*\\/cc /gcc /; s/-Wp,-MM?D,[^ ]*//; s/-c -o [^ ]*//'); ";

    private static final String SCRIPT = "cd \"$1\"; " + COMPILER
            + "for c in \"$4\"/*.c; do n=$(basename \"$c\" .c); "
            + "if eval \"$line -w -iquote $3 -c -o $4/object.o $c\" >/dev/null 2>&1; then "
            + "echo \"$n $(objdump -dr --no-show-raw-insn \"$4/object.o\" | tail -n +4 | sha256sum)\"; fi; done";

    private ObjectCode() {}

    /**
     * Those of the variants of which the compiler makes the same code.
     *
     * @param objects the folder of a build that came to its end
     * @param file path of the source in the kernel's tree
     * @param original its text
     * @param variants other texts of it by number, from 1
     */
    static Set<Integer> same(
            Toolchain toolchain,
            Cache cache,
            Path source,
            Path objects,
            String file,
            String original,
            Map<Integer, String> variants) {
        Path folder = cache.temporary("code");
        try {
            write(folder, 0, original);
            for (Map.Entry<Integer, String> variant : variants.entrySet()) {
                write(folder, variant.getKey(), variant.getValue());
            }
            toolchain.open(folder);
            Mount src = Mount.reading(source, "/src");
            Mount obj = Mount.writing(objects, "/obj");
            Mount work = Mount.writing(folder, "/code");
            int slash = file.lastIndexOf('/');
            Map<Integer, String> digests = new HashMap<>();
            CommandResult result = toolchain.run(new Job(
                    List.of(
                            "sh",
                            "-c",
                            SCRIPT,
                            "sh",
                            toolchain.where(obj),
                            toolchain.where(obj) + "/" + command(file),
                            toolchain.where(src) + "/" + file.substring(0, Math.max(slash, 0)),
                            toolchain.where(work)),
                    List.of(src, obj, work),
                    obj,
                    Map.of(),
                    LIMIT,
                    line -> read(line, digests)));
            if (!result.ok()) {
                throw new SurroundingsException(
                        "cannot compile " + file + " alone: " + String.join("; ", result.tail()));
            }
            return equal(digests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Cache.delete(folder);
        }
    }

    /** Where the build leaves the command for a file, in the object folder. */
    static String command(String file) {
        int slash = file.lastIndexOf('/');
        return file.substring(0, slash + 1) + "." + file.substring(slash + 1).replaceFirst("\\.c$", ".o.cmd");
    }

    private static void write(Path folder, int number, String text) throws IOException {
        Files.writeString(folder.resolve(number + ".c"), text, StandardCharsets.ISO_8859_1);
    }

    private static void read(String line, Map<Integer, String> digests) {
        String[] words = line.strip().split(" +", -1);
        if (words.length >= 2 && words[0].matches("\\d{1,9}")) {
            digests.put(Integer.valueOf(words[0]), words[1]);
        }
    }

    private static Set<Integer> equal(Map<Integer, String> digests) {
        Set<Integer> same = new TreeSet<>();
        String original = digests.get(0);
        digests.forEach((number, digest) -> {
            if (number > 0 && digest.equals(original)) {
                same.add(number);
            }
        });
        return same;
    }
}
