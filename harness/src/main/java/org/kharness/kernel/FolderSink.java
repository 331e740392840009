/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes a tree to an empty folder. Links are made at the end, by {@link #finish()}, so that no file can be written
 * through one.
 */
final class FolderSink implements TreeSink {
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path folder;
    private final Set<Path> made = new HashSet<>();
    private final Map<Path, String> links = new LinkedHashMap<>();

    FolderSink(Path folder) {
        this.folder = folder;
        made.add(folder);
    }

    @Override
    public void file(String path, boolean executable, byte[] content, int length) throws IOException {
        Path file = folder.resolve(path);
        parents(SafePath.parent(file));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(content, 0, length);
        }
        // The compiler runs as another user: the file must be readable whatever the umask is
        Files.setPosixFilePermissions(file, executable ? EXECUTABLE : PLAIN);
    }

    @Override
    public void link(String path, String target) {
        links.put(folder.resolve(path), target);
    }

    /** Makes the links. */
    void finish() throws IOException {
        for (var link : links.entrySet()) {
            parents(SafePath.parent(link.getKey()));
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
    }

    private void parents(Path dir) throws IOException {
        if (made.contains(dir)) {
            return;
        }
        parents(SafePath.parent(dir));
        Files.createDirectory(dir);
        Files.setPosixFilePermissions(dir, EXECUTABLE);
        made.add(dir);
    }
}
