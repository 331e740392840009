/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root file system of packages: what is in it, a line an entry. */
class ImageArchiveTest {
    @TempDir
    Path dir;

    @Test
    void packagesBecomeOneArchive() throws IOException {
        String deep = "usr/lib/" + "deep/".repeat(30) + "file";
        Path one = deb("one.deb", "./", "./usr/", "./usr/bin/", "./usr/bin/cc=compile", "./usr/bin/c99>cc");
        Path two = deb(
                "two.deb",
                "./",
                "./usr/",
                "./usr/bin/",
                "./usr/bin/ld=link",
                "./usr/bin/ld.bfd~./usr/bin/ld",
                "./usr/share/doc/",
                "./usr/share/doc/two/copyright=mine",
                "./usr/share/documents=kept",
                "./" + deep + "=far down");
        assertThat(entries(archive(one, two)))
                .containsExactly(
                        "0755 usr/",
                        "0755 usr/bin/",
                        "4755 usr/bin/cc=compile",
                        "0777 usr/bin/c99>cc",
                        "4755 usr/bin/ld=link",
                        "0777 usr/bin/ld.bfd~usr/bin/ld",
                        "0755 usr/share/doc/",
                        "4755 usr/share/documents=kept",
                        "4755 " + deep + "=far down",
                        "0777 usr/bin/awk>mawk",
                        "0644 etc/passwd=root:x:0:0:root:/tmp:/bin/sh\n",
                        "0644 etc/group=root:x:0:\n");
    }

    @Test
    void aDamagedPackageIsNone() throws IOException {
        Path whole = deb("whole.deb", "./", "./file=" + "content".repeat(1000));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(dir.resolve("cut.deb"), java.util.Arrays.copyOf(bytes, bytes.length - 40));
        assertThatThrownBy(() -> archive(cut)).isInstanceOf(IOException.class);
        Path none = Files.writeString(dir.resolve("none.deb"), "no package\n");
        assertThatThrownBy(() -> archive(none)).isInstanceOf(IOException.class);
    }

    private static byte[] archive(Path... packages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageArchive.write(List.of(packages), bytes);
        return bytes.toByteArray();
    }

    private static List<String> entries(byte[] archive) throws IOException {
        List<String> lines = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                String rest = e.isSymbolicLink()
                        ? ">" + e.getLinkName()
                        : e.isLink()
                                ? "~" + e.getLinkName()
                                : e.isDirectory() ? "" : "=" + new String(tar.readAllBytes(), StandardCharsets.UTF_8);
                lines.add("%04o %s%s".formatted(e.getMode() & 07777, e.getName(), rest));
            }
        }
        return lines;
    }

    /** A package of folders ("name/"), files ("name=content"), symbolic links ("name>target") and hard links ("name~target"). */
    private Path deb(String name, String... entries) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZCompressorOutputStream(data))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (String entry : entries) {
                add(tar, entry);
            }
        }
        Path file = dir.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
            member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            member(ar, "control.tar.xz", new byte[0]);
            member(ar, "data.tar.xz", data.toByteArray());
        }
        return file;
    }

    private static void add(TarArchiveOutputStream tar, String entry) throws IOException {
        String[] parts = entry.split("[=>~]", 2);
        byte type = entry.endsWith("/")
                ? TarConstants.LF_DIR
                : entry.contains(">")
                        ? TarConstants.LF_SYMLINK
                        : entry.contains("~") ? TarConstants.LF_LINK : TarConstants.LF_NORMAL;
        TarArchiveEntry header = new TarArchiveEntry(parts[0], type);
        byte[] content = new byte[0];
        if (type == TarConstants.LF_NORMAL) {
            content = parts[1].getBytes(StandardCharsets.UTF_8);
            header.setMode(0104755);
            header.setSize(content.length);
        } else if (type != TarConstants.LF_DIR) {
            header.setMode(0120777);
            header.setLinkName(parts[1]);
        }
        tar.putArchiveEntry(header);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void member(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
        ar.write(content);
        ar.closeArchiveEntry();
    }
}
