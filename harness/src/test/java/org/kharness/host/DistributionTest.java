/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.process.Command;

class DistributionTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Path TABLE = TOP.resolve("qemu-images/host-names");

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID=debian                                          | apt-get install qemu-system-x86 bubblewrap docker.io",
                "ID=ubuntu;ID_LIKE=debian                           | apt-get install qemu-system-x86 bubblewrap docker.io",
                "NAME=Fedora;ID=fedora                              | dnf install qemu-system-x86 bubblewrap moby-engine",
                "ID_LIKE=\"rhel centos fedora\";ID=\"almalinux\"    | dnf install qemu-system-x86 bubblewrap moby-engine",
                "ID=arch                                            | pacman -S qemu-system-x86 bubblewrap docker",
                "ID=endeavouros;ID_LIKE='arch'                      | pacman -S qemu-system-x86 bubblewrap docker",
                "ID=\"opensuse-tumbleweed\";ID_LIKE=\"opensuse suse\" | zypper install qemu-x86 bubblewrap docker",
                "ID=nixos                                           | apt-get install qemu-system-x86 bubblewrap docker.io",
                "GRID=fedora                                        | apt-get install qemu-system-x86 bubblewrap docker.io",
            })
    void saysWhatToType(String lines, String typed) throws IOException {
        Distribution found = Distribution.of(osRelease(lines), TABLE);
        assertThat(found.install(List.of("qemu-system-x86", "bubblewrap", "docker.io")))
                .isEqualTo(typed);
    }

    @Test
    void oneNameMayBeTwoThereOrNone() throws IOException {
        Distribution fedora = Distribution.of(osRelease("ID=fedora"), TABLE);
        assertThat(fedora.install(List.of("libc6-dev", "lintian")))
                .isEqualTo("dnf install glibc-devel glibc-static; there is no package of lintian");
        assertThat(fedora.install("lintian")).isEqualTo("there is no package of lintian");
        assertThat(fedora.has(List.of("apt", "libc6-dev"))).isTrue();
        assertThat(Distribution.of(osRelease("ID=sles;ID_LIKE=suse"), TABLE).has(List.of("libc6-dev", "apt")))
                .isFalse();
    }

    @Test
    void withoutTheTableDebiansNamesAreSaid() throws IOException {
        assertThat(Distribution.of(osRelease("ID=fedora"), dir.resolve("none")).install("docker.io"))
                .isEqualTo("apt-get install docker.io");
    }

    /** For every package that the launcher may miss, as it has to say it before there is a Java to ask. */
    @ParameterizedTest
    @ValueSource(strings = {"ID=fedora", "ID=arch", "ID=opensuse-leap;ID_LIKE=\"suse opensuse\"", "ID=nixos"})
    void theLauncherSaysTheSame(String lines) throws IOException {
        List<String> packages = Files.readAllLines(TOP.resolve("qemu-images/host-packages")).stream()
                .filter(l -> !l.startsWith("#"))
                .flatMap(l -> Arrays.stream(l.split(" +", -1)[2].split(",", -1)))
                .distinct()
                .toList();
        assertThat(packages).contains("docker.io", "libc6-dev", "lintian");
        Path file = osRelease(lines);
        String said = Command.of(
                        "bash",
                        "-c",
                        "source ../kharness; os_release=" + file + "; to_type " + String.join(" ", packages))
                .runOrFail()
                .text();
        assertThat(said).isEqualTo(Distribution.of(file, TABLE).install(packages));
    }

    private Path osRelease(String lines) throws IOException {
        return Files.write(dir.resolve("os-release"), List.of(lines.split(";", -1)));
    }
}
