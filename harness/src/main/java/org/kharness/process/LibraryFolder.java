/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a Java library unpacks its native part, which it deletes on its way out. A killed process has none, and what it left in a
 * shared folder nobody could tell for its: so the folder carries its owner, as a machine's does, and the next job removes it.
 */
public final class LibraryFolder {
    private LibraryFolder() {}

    /**
     * A new one below java.io.tmpdir. It goes when the process ends of itself, after the files in it that were marked
     * {@link java.io.File#deleteOnExit} since: the last is deleted first.
     */
    public static Path create() throws IOException {
        Path folder = Files.createTempDirectory("kharness-" + Owner.self().text() + "-");
        folder.toFile().deleteOnExit();
        return folder;
    }
}
