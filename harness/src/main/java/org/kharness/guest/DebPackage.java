/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.kharness.failure.SurroundingsException;

/** Reads a Debian binary package, deb(5): an ar archive whose member data.tar holds the files. */
final class DebPackage {
    private static final long FILE_LIMIT = 64L << 20;

    private DebPackage() {}

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
        try (ArArchiveInputStream ar = new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(deb)))) {
            for (ArArchiveEntry member = ar.getNextEntry(); member != null; member = ar.getNextEntry()) {
                if (member.getName().startsWith("data.tar")) {
                    return readData(decompress(member.getName(), ar, deb), wanted);
                }
            }
        } catch (IOException e) {
            throw new SurroundingsException("cannot read the package " + deb.getFileName() + ": " + e.getMessage(), e);
        }
        throw new SurroundingsException("the package " + deb.getFileName() + " has no data");
    }

    private static InputStream decompress(String name, InputStream in, Path deb) throws IOException {
        if (name.endsWith(".xz")) {
            return new XZCompressorInputStream(in);
        } else if (name.endsWith(".gz")) {
            return new GzipCompressorInputStream(in);
        } else if (name.endsWith(".tar")) {
            return in;
        }
        throw new SurroundingsException("the package " + deb.getFileName() + " is compressed in a way this harness"
                + " does not read (" + name + "); Debian's own packages use xz");
    }

    private static List<Entry> readData(InputStream in, Wanted wanted) throws IOException {
        List<Entry> entries = new ArrayList<>();
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
            String path = e.getName().replaceFirst("^(\\./|/)+", "");
            if (!wanted.test(path)) {
                continue;
            }
            if (e.isSymbolicLink()) {
                entries.add(new Entry(path, e.getLinkName(), new byte[0]));
            } else if (e.isFile() && e.getSize() <= FILE_LIMIT) {
                entries.add(new Entry(path, "", tar.readAllBytes()));
            }
        }
        return entries;
    }
}
