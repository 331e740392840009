/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.kharness.failure.InputException;

/** Keeps names that come from archives and git trees inside the folder they are written to. */
final class SafePath {
    private SafePath() {}

    /**
     * Takes a leading "./" off and refuses what could land elsewhere: absolute paths, "..", empty components, ".git"
     * in any case, and control characters.
     *
     * @throws InputException naming the path
     */
    static String check(String name, String where) {
        String path = name;
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.toLowerCase(Locale.ROOT).equals(".git")
                    || part.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\')) {
                throw new InputException(where + ": unsafe file name '" + printable(name) + "'");
            }
        }
        return path;
    }

    /** The folder that a path below another folder is in. */
    static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "a path below a folder has a parent");
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
