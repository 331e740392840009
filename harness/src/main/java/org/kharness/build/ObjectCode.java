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
 * Compiles variants of one file as the kernel's build compiled it, and tells of which the machine code is the same.
 */
final class ObjectCode {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    /** All under one name: what warns has it in its code, and names of another length lie elsewhere. */
    private static final String SCRIPT = FileCompiler.LINE
            + "for c in \"$4\"/*.text; do n=$(basename \"$c\" .text); mv \"$c\" \"$4/file.c\"; "
            + "if eval \"$line -w -iquote ${3%/*} -c -o $4/object.o $4/file.c\" >/dev/null 2>&1; then "
            + "echo \"$n $(objdump -dr --no-show-raw-insn \"$4/object.o\" | tail -n +4 | sha256sum)\"; fi; done";

    private ObjectCode() {}

    /**
     * Those of the variants of which the compiler makes the same code.
     *
     * @param compiler of a build that came to its end
     * @param file path of the source in the kernel's tree
     * @param original its text
     * @param variants other texts of it by number, from 1
     */
    static Set<Integer> same(
            FileCompiler compiler, Cache cache, String file, String original, Map<Integer, String> variants) {
        Path folder = cache.temporary("code");
        try {
            write(folder, 0, original);
            for (Map.Entry<Integer, String> variant : variants.entrySet()) {
                write(folder, variant.getKey(), variant.getValue());
            }
            Map<Integer, String> digests = new HashMap<>();
            CommandResult result = compiler.run(SCRIPT, file, folder, List.of(), LIMIT, line -> read(line, digests));
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

    private static void write(Path folder, int number, String text) throws IOException {
        Files.writeString(folder.resolve(number + ".text"), text, StandardCharsets.ISO_8859_1);
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
