/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.debian.AptSources.Entry;
import org.kharness.failure.SurroundingsException;

class AptSourcesTest {
    private static final String DEB822 = """
            # A comment
            Types: deb deb-src
            URIs: http://mirror.example/debian/
            Suites: trixie trixie-updates
            Components: main
             contrib
            Signed-By: /usr/share/keyrings/example.gpg

            Types: deb-src
            URIs: http://mirror.example/debian
            Suites: trixie
            Components: main

            Types: deb
            Enabled: no
            URIs: http://off.example/debian
            Suites: trixie
            Components: main


            Types: deb
            URIs: http://mirror.example/debian-security
            # a comment between
            Suites: trixie-security
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             abc
            """;

    @Test
    void readsTheParagraphForm() {
        assertThat(AptSources.deb822(DEB822))
                .containsExactly(
                        new Entry(
                                "http://mirror.example/debian",
                                List.of("trixie", "trixie-updates"),
                                List.of("main", "contrib"),
                                "/usr/share/keyrings/example.gpg"),
                        new Entry(
                                "http://mirror.example/debian-security",
                                List.of("trixie-security"),
                                List.of("main"),
                                ""));
    }

    @Test
    void readsTheOneLineForm() {
        String text = """
                # deb http://off.example/debian sid main
                deb http://mirror.example/debian/ bookworm main contrib # why
                deb-src http://mirror.example/debian bookworm main
                deb [arch=amd64 signed-by=/k.gpg] https://other.example/repo stable main
                deb
                """;
        assertThat(AptSources.oneLine(text))
                .containsExactly(
                        new Entry("http://mirror.example/debian", List.of("bookworm"), List.of("main", "contrib"), ""),
                        new Entry("https://other.example/repo", List.of("stable"), List.of("main"), "/k.gpg"));
    }

    @Test
    void findsMirrorsInAFolderLikeEtcApt(@TempDir Path apt) throws IOException {
        Files.createDirectories(apt.resolve("sources.list.d"));
        Files.writeString(apt.resolve("sources.list"), "deb http://security.mirror.example/x bookworm-security main\n");
        Files.writeString(apt.resolve("sources.list.d/a.sources"), DEB822);
        Files.writeString(apt.resolve("sources.list.d/b.list.off"), "deb http://never.example/debian sid main\n");
        Files.writeString(apt.resolve("sources.list.d/c.list"), "deb http://third.example/node nodistro main\n");

        AptSources sources = AptSources.read(apt);

        assertThat(sources.mirror()).isEqualTo("http://mirror.example/debian");
        assertThat(sources.securityMirror()).isEqualTo("http://security.mirror.example/x");
        assertThat(sources.debianOnly().entries())
                .extracting(Entry::uri)
                .containsExactly(
                        "http://security.mirror.example/x",
                        "http://mirror.example/debian",
                        "http://mirror.example/debian-security");
    }

    @Test
    void saysWhatToDoWhereThereIsNoMirror(@TempDir Path apt) {
        AptSources none = AptSources.read(apt);

        assertThatThrownBy(none::mirror)
                .isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("/etc/apt/sources.list.d");
    }

    @Test
    void writesOneLinePerSuite() {
        Entry entry = new Entry("http://m.example/debian", List.of("sid", "experimental"), List.of("main"), "");

        assertThat(entry.lines("/k.gpg"))
                .containsExactly(
                        "deb [signed-by=/k.gpg] http://m.example/debian sid main",
                        "deb [signed-by=/k.gpg] http://m.example/debian experimental main");
    }
}
