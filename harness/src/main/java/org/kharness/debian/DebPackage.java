/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** A Debian binary package, deb(5): an ar archive whose member data.tar holds the files, compressed as a rule. */
public record DebPackage(Path file) {
    /** Opens a compressed stream as an unpacked one. */
    public interface Unpacker {
        /** The unpacked stream; what closing it does to the given one does not matter. */
        InputStream open(InputStream packed) throws IOException;
    }

    /**
     * Opens the files as a stream, unpacked in this process. The caller closes it.
     *
     * @throws IOException if the file is no package, damaged, or compressed in a way that Debian's own are not
     */
    public TarArchiveInputStream openData() throws IOException {
        return openData(DebPackage::unpacked);
    }

    /** What Debian's own packages use; elsewhere a package may be compressed in a way that needs a library of its own. */
    private static InputStream unpacked(InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, 1 << 16);
        try {
            return new CompressorStreamFactory().createCompressorInputStream(in);
        } catch (CompressorException e) {
            throw new IOException("it is compressed in a way this harness does not read; Debian's own use xz", e);
        }
    }

    /**
     * Opens the files as a stream; nothing is unpacked to disk. The caller closes it.
     *
     * @throws IOException if the file is no package, or damaged
     */
    public TarArchiveInputStream openData(Unpacker unpack) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            ArArchiveInputStream ar = new ArArchiveInputStream(raw);
            for (ArArchiveEntry member = ar.getNextEntry(); member != null; member = ar.getNextEntry()) {
                if (member.getName().startsWith("data.tar")) {
                    return tar(unpack.open(ar), raw);
                }
            }
            throw new IOException(file.getFileName() + " is no Debian package: it has no data.tar");
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static TarArchiveInputStream tar(InputStream unpacked, InputStream raw) {
        return new TarArchiveInputStream(unpacked) {
            @Override
            public void close() throws IOException {
                super.close();
                raw.close();
            }
        };
    }
}
