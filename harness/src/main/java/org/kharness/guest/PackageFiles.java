/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.kharness.debian.DebPackage;
import org.kharness.failure.SurroundingsException;

/** Reads single files out of Debian packages. */
final class PackageFiles {
    private static final long FILE_LIMIT = 64L << 20;

    private PackageFiles() {}

    /**
     * A file or symbolic link of the package.
     *
     * @param path without a leading "./" or "/"
     * @param link the link's target; empty for a file
     * @param bytes the file's content; empty for a link
     */
    @SuppressWarnings("ArrayRecordComponent") // content, never compared
    record Entry(String path, String link, byte[] bytes) {
        String baseName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** Decides by path which entries are read. */
    interface Wanted {
        boolean test(String path);
    }

    /** The package's files and symbolic links that are wanted. */
    static List<Entry> read(Path deb, Wanted wanted) {
        try (TarArchiveInputStream data = new DebPackage(deb).openData()) {
            return read(data, wanted);
        } catch (IOException e) {
            throw new SurroundingsException("cannot read the package " + deb.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static List<Entry> read(TarArchiveInputStream data, Wanted wanted) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (TarArchiveEntry e = data.getNextEntry(); e != null; e = data.getNextEntry()) {
            String path = e.getName().replaceFirst("^(\\./|/)+", "");
            if (!wanted.test(path)) {
                continue;
            }
            if (e.isSymbolicLink()) {
                entries.add(new Entry(path, e.getLinkName(), new byte[0]));
            } else if (e.isFile() && e.getSize() <= FILE_LIMIT) {
                entries.add(new Entry(path, "", data.readAllBytes()));
            }
        }
        return entries;
    }
}
