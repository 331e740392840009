/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.kharness.debian.DebPackage;

/**
 * A root file system as a tar archive, made of Debian packages that are unpacked only, not configured: compilers need no set-up
 * beyond a few links and files.
 */
final class ImageArchive {
    private static final List<String> UNREAD =
            List.of("usr/share/man/", "usr/share/doc/", "usr/share/locale/", "usr/share/info/");

    private static final int LINK_MODE = 0120777;

    private final TarArchiveOutputStream out;
    private final Set<String> folders = new HashSet<>();

    private ImageArchive(TarArchiveOutputStream out) {
        this.out = out;
    }

    /**
     * Writes the archive and ends it.
     *
     * @throws IOException if a file is no package, or damaged; what is written then is no whole archive
     */
    static void write(List<Path> packages, OutputStream to) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(to, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        ImageArchive archive = new ImageArchive(tar);
        for (Path each : packages) {
            archive.add(each);
        }
        // What the packages' own scripts would have set up
        archive.link("usr/bin/awk", "mawk");
        archive.file("etc/passwd", "root:x:0:0:root:/tmp:/bin/sh\n");
        archive.file("etc/group", "root:x:0:\n");
        tar.finish();
        tar.flush();
    }

    private void add(Path deb) throws IOException {
        try (TarArchiveInputStream data = new DebPackage(deb).openData()) {
            for (TarArchiveEntry entry = data.getNextEntry(); entry != null; entry = data.getNextEntry()) {
                entry.setName(plain(entry.getName()));
                if (entry.isLink()) {
                    entry.setLinkName(plain(entry.getLinkName()));
                }
                if (isWanted(entry)) {
                    out.putArchiveEntry(entry);
                    data.transferTo(out);
                    out.closeArchiveEntry();
                }
            }
        }
    }

    private boolean isWanted(TarArchiveEntry entry) {
        String name = entry.getName();
        return !name.isEmpty()
                && UNREAD.stream().noneMatch(u -> name.startsWith(u) && !name.equals(u))
                && (!entry.isDirectory() || folders.add(name));
    }

    private static String plain(String name) {
        return name.replaceFirst("^(\\./|/)+", "");
    }

    private void link(String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setMode(LINK_MODE);
        entry.setLinkName(target);
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
    }

    private void file(String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        out.putArchiveEntry(entry);
        out.write(bytes);
        out.closeArchiveEntry();
    }
}
