/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Which objects of a build are made of which files of the source, as scripts/basic/fixdep wrote it behind every object's command,
 * into {@code .NAME.o.cmd}. What a change of a Makefile, of the configuration or of a program of the build makes anew is not in there.
 */
final class Dependents {
    private final Map<String, BitSet> byFile = new HashMap<>();
    private int objects;

    private Dependents() {}

    /**
     * Reads them.
     *
     * @param folder an object folder
     * @param source the kernel's source as the jobs of the build knew it, such as "/src"
     */
    static Dependents of(Path folder, String source) throws IOException {
        Dependents all = new Dependents();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = String.valueOf(file.getFileName());
                if (attributes.isRegularFile() && name.startsWith(".") && name.endsWith(".o.cmd")) {
                    all.read(file, source + "/");
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return all;
    }

    private void read(Path file, String source) throws IOException {
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            boolean any = false;
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                int begin = line.startsWith("source_") ? line.indexOf(":= ") + 3 : 2;
                if (line.startsWith(source, begin) && (begin > 2 || line.startsWith("  "))) {
                    int end = line.indexOf(' ', begin);
                    String path = line.substring(begin + source.length(), end < 0 ? line.length() : end);
                    String plain =
                            path.contains("..") ? Path.of(path).normalize().toString() : path;
                    byFile.computeIfAbsent(plain, p -> new BitSet()).set(objects);
                    any = true;
                }
            }
            objects += any ? 1 : 0;
        }
    }

    /** How many objects there are that are made of files of the source. */
    int objects() {
        return objects;
    }

    /** How many objects are made of one of these files, paths in the source. */
    int of(Collection<String> files) {
        BitSet all = new BitSet(objects);
        for (String file : files) {
            BitSet of = byFile.get(file);
            if (of != null) {
                all.or(of);
            }
        }
        return all.cardinality();
    }
}
