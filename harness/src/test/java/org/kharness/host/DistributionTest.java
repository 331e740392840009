/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID=debian                                          | apt-get install qemu-system-x86 mmdebstrap docker.io",
                "ID=ubuntu;ID_LIKE=debian                           | apt-get install qemu-system-x86 mmdebstrap docker.io",
                "NAME=Fedora;ID=fedora                              | dnf install qemu-system-x86 mmdebstrap moby-engine",
                "ID_LIKE=\"rhel centos fedora\";ID=\"almalinux\"    | dnf install qemu-system-x86 mmdebstrap moby-engine",
                "ID=arch                                            | pacman -S qemu-system-x86 docker; install mmdebstrap from the AUR",
                "ID=endeavouros;ID_LIKE='arch'                      | pacman -S qemu-system-x86 docker; install mmdebstrap from the AUR",
                "ID=\"opensuse-tumbleweed\";ID_LIKE=\"opensuse suse\" | zypper install qemu-x86 docker; install mmdebstrap by hand, openSUSE has no package of it",
                "ID=nixos                                           | apt-get install qemu-system-x86 mmdebstrap docker.io",
                "GRID=fedora                                        | apt-get install qemu-system-x86 mmdebstrap docker.io",
            })
    void saysWhatToType(String lines, String typed) throws IOException {
        Path file = Files.write(dir.resolve("os-release"), List.of(lines.split(";", -1)));
        assertThat(Distribution.of(file).install(List.of("qemu-system-x86", "mmdebstrap", "docker.io")))
                .isEqualTo(typed);
    }
}
