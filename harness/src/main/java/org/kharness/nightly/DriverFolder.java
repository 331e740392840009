/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.LibraryFolder;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * Where SQLite's driver finds its native library: in the cache, where it is unpacked once and for all. Left to itself the driver
 * unpacks it at each start, reads it back byte by byte, and deletes it on its way out. A killed process has none, and what it left in
 * a shared folder nobody could tell for its: where the cache will not do, the folder carries its owner, as a machine's does, and
 * the next job removes it.
 */
final class DriverFolder {
    // sqlite-jdbc, USAGE.md
    private static final String TEMPORARY = "org.sqlite.tmpdir";
    private static final String LIBRARY_FOLDER = "org.sqlite.lib.path";

    private DriverFolder() {}

    /** To be called before the driver is first used; another folder that the user wishes stays. */
    static synchronized void prepare() throws IOException {
        if (System.getProperty(TEMPORARY) != null || System.getProperty(LIBRARY_FOLDER) != null) {
            return;
        }
        Optional<Path> unpacked = unpacked();
        if (unpacked.isPresent()) {
            System.setProperty(LIBRARY_FOLDER, unpacked.get().toString());
            return;
        }
        System.setProperty(TEMPORARY, LibraryFolder.create().toString());
    }

    /** The folder in the cache with this driver's library; empty where it cannot be had. */
    private static Optional<Path> unpacked() {
        String name = LibraryLoaderUtil.getNativeLibName();
        URL packed = SQLiteJDBCLoader.class.getResource(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
        if (packed == null) {
            return Optional.empty();
        }
        try {
            Cache cache = Cache.open();
            long size = packed.openConnection().getContentLengthLong();
            String arch = OSInfo.getNativeLibFolderPathForCurrentOS().replace('/', '-');
            Path folder = cache.folder("sqlite", SQLiteJDBCLoader.getVersion() + "-" + arch + "-" + size);
            Path library = folder.resolve(name);
            if (!Files.isRegularFile(library) || Files.size(library) != size) {
                Path fresh = cache.temporary("sqlite");
                try (InputStream in = packed.openStream()) {
                    Files.copy(in, fresh.resolve(name));
                    Cache.publish(fresh.resolve(name), library);
                } finally {
                    Cache.delete(fresh);
                }
            }
            return Optional.of(folder);
        } catch (IOException | UncheckedIOException | SurroundingsException e) {
            return Optional.empty(); // no room, say: the driver will do it its own way
        }
    }
}
