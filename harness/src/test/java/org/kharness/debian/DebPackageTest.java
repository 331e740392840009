/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages are read as a stream, and what is no package is said to be none. */
class DebPackageTest {
    @TempDir
    Path dir;

    @Test
    void opensTheFilesOfAPackage() throws IOException {
        Path deb = packed("data.tar.gz", tar("./usr/bin/tool", "content"));
        try (TarArchiveInputStream data = new DebPackage(deb).openData(GZIPInputStream::new)) {
            TarArchiveEntry entry = data.getNextEntry();
            assertThat(entry.getName()).isEqualTo("./usr/bin/tool");
            assertThat(data.readAllBytes()).asString().isEqualTo("content");
            assertThat(data.getNextEntry()).isNull();
        }
    }

    @Test
    void aPackageWithoutFilesIsRefused() throws IOException {
        Path deb = packed("control.tar.gz", new byte[0]);
        assertThatThrownBy(() -> new DebPackage(deb).openData(GZIPInputStream::new))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.deb is no Debian package: it has no data.tar");
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Path file = Files.writeString(dir.resolve("a.deb"), "no archive at all");
        assertThatThrownBy(() -> new DebPackage(file).openData(GZIPInputStream::new))
                .isInstanceOf(IOException.class);
    }

    private Path packed(String member, byte[] content) throws IOException {
        Path deb = dir.resolve("a.deb");
        try (ArArchiveOutputStream ar = new ArArchiveOutputStream(Files.newOutputStream(deb))) {
            add(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            add(ar, member, content);
        }
        return deb;
    }

    private static void add(ArArchiveOutputStream ar, String name, byte[] content) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
        ar.write(content);
        ar.closeArchiveEntry();
    }

    private static byte[] tar(String path, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
            TarArchiveEntry entry = new TarArchiveEntry(path);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(StandardCharsets.US_ASCII));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
