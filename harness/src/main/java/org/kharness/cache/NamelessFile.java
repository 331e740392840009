/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files without a name: they go with the process, whatever ends that. */
public final class NamelessFile {
    private NamelessFile() {}

    /**
     * An empty one.
     *
     * @param folder whose file system holds its bytes
     * @return open for reading and writing; the caller closes it
     * @throws IOException if it cannot be made there
     */
    public static FileChannel in(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "nameless", "");
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(file);
        }
    }
}
