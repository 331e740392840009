/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianProgramsTest {
    @TempDir
    Path dir;

    /** An apt of Fedora's has no sources, and Ubuntu's has others. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "debian | apt | deb http://mirror.example.org/debian bookworm main | true",
                "debian | apt | deb http://mirror.example.org/own stable main      | true",
                "debian | ''  | deb http://mirror.example.org/debian bookworm main | false",
                "ubuntu | apt | deb http://mirror.example.org/ubuntu noble main    | false",
                "fedora | apt | ''                                                 | false",
                "fedora | apt | deb http://mirror.example.org/debian bookworm main | true",
                "fedora | ''  | ''                                                 | false",
                "''     | ''  | ''                                                 | false",
            })
    void itsOwnAptIsOfUseWhereItKnowsDebian(String id, String apt, String source, boolean useful) throws IOException {
        Path etc = dir.resolve("etc");
        Files.createDirectories(etc.resolve("apt"));
        Files.writeString(etc.resolve("apt/sources.list"), source + "\n");
        if (!id.isEmpty()) {
            Files.writeString(etc.resolve("os-release"), "ID=" + id + "\n");
        }
        Path bin = Files.createDirectory(dir.resolve("bin"));
        if (!apt.isEmpty()) {
            Path program = Files.createFile(bin.resolve("apt-get"));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(DebianPrograms.useful("/nowhere:" + bin, etc)).isEqualTo(useful);
    }
}
