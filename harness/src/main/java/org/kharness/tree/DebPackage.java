/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.tree;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A linux-source package: an ar archive (deb(5)) whose data.tar holds {@code usr/src/linux-source-X.Y.tar.xz}. Read as
 * a stream from the package to the kernel's files; nothing is unpacked to disk between.
 */
record DebPackage(Path file) {
    /** Opens the kernel's tar archive, unpacked. */
    InputStream openKernelArchive(Decompressor unpack) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            InputStream data = unpack.open(new Unclosed(member(raw)));
            TarArchiveInputStream tar = new TarArchiveInputStream(data);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && entry.getName().matches("(\\./)?usr/src/linux-source-[0-9.]+\\.tar\\.\\w+")) {
                    return new Chained(unpack.open(new Unclosed(tar)), data, raw);
                }
            }
            data.close();
            throw new IOException(file.getFileName() + " holds no usr/src/linux-source-*.tar.*");
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private InputStream member(InputStream raw) throws IOException {
        ArArchiveInputStream ar = new ArArchiveInputStream(raw);
        for (ArArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
            if (entry.getName().startsWith("data.tar")) {
                return ar;
            }
        }
        throw new IOException(file.getFileName() + " is no Debian package: it has no data.tar");
    }

    /** A stream that others may close without an effect: its owner goes on with it. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
