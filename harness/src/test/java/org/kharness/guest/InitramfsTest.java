/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitramfsTest {
    @TempDir
    Path dir;

    @Test
    void holdsFoldersFilesAndLinksTheSameEveryTime() throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("init", "#!".getBytes(StandardCharsets.UTF_8));
        files.put("lib/x86_64-linux-gnu/libc.so.6", new byte[] {1, 2, 3});
        Path first = dir.resolve("a");
        Path second = dir.resolve("b");
        Initramfs.write(first, files, Map.of("bin/sh", "busybox"));
        Initramfs.write(second, files, Map.of("bin/sh", "busybox"));
        assertThat(first).hasSameBinaryContentAs(second);

        List<String> entries = new ArrayList<>();
        try (CpioArchiveInputStream cpio =
                new CpioArchiveInputStream(new GzipCompressorInputStream(Files.newInputStream(first)))) {
            for (CpioArchiveEntry e = cpio.getNextEntry(); e != null; e = cpio.getNextEntry()) {
                entries.add((e.isDirectory() ? "d " : e.isSymbolicLink() ? "l " : "f ") + e.getName());
            }
        }
        assertThat(entries)
                .containsSubsequence("d bin", "d lib", "d lib/x86_64-linux-gnu", "f init", "l bin/sh")
                .contains("f lib/x86_64-linux-gnu/libc.so.6", "d proc", "d dev");
    }

    @ParameterizedTest
    @CsvSource({
        "libjson-c.so.5, libjson-c5",
        "libblkid.so.1, libblkid1",
        "libpcre2-8.so.0, libpcre2-8-0",
        "libdevmapper.so.1.02.1, libdevmapper1.02.1",
        "libc.so.6, libc6",
        "ld-linux-x86-64.so.2, libc6",
        "libcrypto.so.3, libssl3"
    })
    void namesTheDebianPackageOfALibrary(String soname, String name) {
        assertThat(GuestFiles.packagesOf(soname)).containsExactly(name, name + "t64");
    }

    @Test
    void readsWhatTheRunningJavaNeeds() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertThat(ElfFile.needed(Files.readAllBytes(java))).contains("libc.so.6");
        assertThat(ElfFile.needed("#!/bin/sh\n".repeat(10).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
