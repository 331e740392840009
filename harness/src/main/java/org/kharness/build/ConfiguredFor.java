/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;

/**
 * Notes which kernel an object folder's configuration was made for: one that differs from it in nothing that a configuration is
 * made of has the same, and making it costs more than the few files that are compiled in it.
 *
 * @param file where that is noted, beside the folder and not in it, which is written by code from anywhere
 */
record ConfiguredFor(Path file) {
    /** Kconfig asks scripts and the compiler, and reads no source. */
    private static final Pattern NO_PART =
            Pattern.compile("(?!scripts/|tools/).*\\.[chS]|Documentation/.*\\.rst|MAINTAINERS");

    /** True if the configuration that was made last is this kernel's too. */
    boolean holdsFor(KernelTree tree) {
        try {
            String id = Files.exists(file) ? Files.readString(file).strip() : "";
            return id.equals(tree.tree()) || (ObjectId.isId(id) && differsInNoPart(tree.repository(), id, tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean differsInNoPart(Path repository, String id, KernelTree tree) {
        try {
            TreeChange change = TreeChange.between(new KernelTree(repository, "", "", id, tree.release()), tree);
            return Stream.concat(change.files().stream(), change.gone().stream())
                    .allMatch(f -> NO_PART.matcher(f).matches());
        } catch (UncheckedIOException e) {
            return false; // that kernel's files are not here any more
        }
    }

    /** Notes a kernel; to be called when its configuration is made. */
    void note(KernelTree tree) {
        Cache.write(file, tree.tree());
    }
}
