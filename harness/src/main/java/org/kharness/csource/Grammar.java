/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.csource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kharness.process.LibraryFolder;
import org.treesitter.TSParser;
import org.treesitter.TreeSitterC;

/**
 * The parser's native libraries, unpacked where a killed process leaves them under its own name. The parser by itself takes a
 * file without one in java.io.tmpdir for each.
 */
final class Grammar {
    private static final String PROPERTY = "tree-sitter-lib"; // org.treesitter.utils.NativeUtils, libFile
    private static final TreeSitterC C = load();

    private Grammar() {}

    /** A parser of C; the caller closes it. */
    static TSParser parser() {
        TSParser parser = new TSParser();
        parser.setLanguage(C);
        return parser;
    }

    private static TreeSitterC load() {
        if (System.getProperty(PROPERTY) == null) {
            try {
                System.setProperty(PROPERTY, unpacked().toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new TreeSitterC();
    }

    private static Path unpacked() throws IOException {
        Path folder = LibraryFolder.create();
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        libraries.toFile().deleteOnExit();
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        unpack(libraries, machine + "-linux-gnu-tree-sitter.so");
        unpack(libraries, machine + "-linux-gnu-tree-sitter-c.so");
        return folder;
    }

    /** One that the jars do not hold is left to the parser, which says so. */
    private static void unpack(Path folder, String name) throws IOException {
        try (InputStream library = TSParser.class.getClassLoader().getResourceAsStream("lib/" + name)) {
            if (library != null) {
                Path file = folder.resolve(name);
                file.toFile().deleteOnExit();
                Files.copy(library, file);
            }
        }
    }
}
