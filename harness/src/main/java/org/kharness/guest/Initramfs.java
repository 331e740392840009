/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Writes an initramfs: a gzipped cpio archive of the "newc" form (Documentation/driver-api/early-userspace/
 * buffer-format.rst). The same content gives the same bytes.
 */
final class Initramfs {
    private static final int EXECUTABLE = 0755;

    private Initramfs() {}

    /** Writes files, by path, and symbolic links, path to target; folders are made as needed. */
    static void write(Path file, SortedMap<String, byte[]> files, Map<String, String> links) throws IOException {
        GzipParameters fast = new GzipParameters();
        fast.setCompressionLevel(1); // unpacking costs guest time, packing ours; size hardly matters
        fast.setModificationTime(0);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(out, fast);
                CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(gzip, CpioConstants.FORMAT_NEW)) {
            int inode = 1;
            for (String dir : folders(files.keySet(), links.keySet())) {
                put(cpio, dir, CpioConstants.C_ISDIR | EXECUTABLE, new byte[0], inode++);
            }
            for (Map.Entry<String, byte[]> e : files.entrySet()) {
                put(cpio, e.getKey(), CpioConstants.C_ISREG | EXECUTABLE, e.getValue(), inode++);
            }
            for (Map.Entry<String, String> e : new TreeMap<>(links).entrySet()) {
                byte[] target = e.getValue().getBytes(StandardCharsets.UTF_8);
                put(cpio, e.getKey(), CpioConstants.C_ISLNK | 0777, target, inode++);
            }
        }
    }

    private static void put(CpioArchiveOutputStream cpio, String path, int mode, byte[] content, int inode)
            throws IOException {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, path, content.length);
        entry.setMode(mode);
        entry.setInode(inode);
        entry.setTime(0);
        entry.setNumberOfLinks(1);
        cpio.putArchiveEntry(entry);
        cpio.write(content);
        cpio.closeArchiveEntry();
    }

    private static Set<String> folders(Set<String> files, Set<String> links) {
        // The agent mounts over these; /init needs /dev/console only where the kernel makes none.
        TreeSet<String> dirs = new TreeSet<>(List.of("dev", "proc", "sys", "tmp", "run", "mnt"));
        for (Set<String> paths : List.of(files, links)) {
            for (String path : paths) {
                for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
                    dirs.add(path.substring(0, at));
                }
            }
        }
        return dirs;
    }
}
