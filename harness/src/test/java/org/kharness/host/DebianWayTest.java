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

/** Hosts by tools: who downloads Debian's packages there, or why nobody does and what to type. */
class DebianWayTest {
    private static final Path TABLE = Path.of("../qemu-images/host-names");
    private static final String NO_APT = "no apt with a source of Debian's here, and ";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "debian | apt | ''          | NOT_YET | MACHINE",
                "debian | apt | not running | REFUSED | MACHINE",
                "fedora | apt | not running | NOT_YET | MACHINE",
                "ubuntu | ''  | ''          | THERE   | CONTAINER",
                "fedora | ''  | ''          | THERE   | CONTAINER",
                "arch   | ''  | ''          | NOT_YET | CONTAINER",
                "suse   | ''  | ''          | THERE   | CONTAINER",
                "fedora | ''  | ''          | REFUSED | NONE",
                "suse   | ''  | ''          | REFUSED | NONE",
                "fedora | ''  | not running | THERE   | NONE",
                "arch   | ''  | not running | REFUSED | NONE",
            })
    void theToolsDecide(String id, String apt, String engine, DebianWay.Image image, DebianWay.Kind kind)
            throws IOException {
        assertThat(way(id, !apt.isEmpty(), engine, image).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fedora | , or dnf install apt debian-keyring and name a mirror of Debian in /etc/apt/sources.list.d",
                "arch | , or pacman -S apt debian-archive-keyring and name a mirror of Debian in /etc/apt/sources.list.d",
                "suse | ''",
            })
    void aRefusalSaysWhatToTypeThere(String id, String typed) throws IOException {
        assertThat(way(id, false, "", DebianWay.Image.REFUSED).text())
                .isEqualTo(NO_APT + "the engine has no image debian:bookworm-slim and cannot pull it (no such host):"
                        + " docker load one that docker save wrote elsewhere" + typed);
        assertThat(way(id, false, "not running: start it, or use --builder host", DebianWay.Image.NOT_YET)
                        .text())
                .isEqualTo(NO_APT + "the container engine is not running: start it" + typed);
    }

    private DebianWay way(String id, boolean apt, String engine, DebianWay.Image image) throws IOException {
        Path osRelease = Files.write(dir.resolve("os-release"), List.of("ID=" + id));
        return DebianWay.of(apt, engine, image, "no such host", Distribution.of(osRelease, TABLE));
    }
}
