/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateAptTest {
    @TempDir
    Path dir;

    private static final String ANSWER = "'http://deb.example.org/pool/linux-source-6.12_6.12.1-1_all.deb'"
            + " linux-source-6.12_6.12.1-1_all.deb 1000 SHA256:" + "ab".repeat(32) + "\n";

    @Test
    void aPackageThatOnlyBeginsWithTheNameIsAnother() {
        assertThat(PrivateApt.named("linux-source-6.1", ANSWER)).isEmpty();
        assertThat(PrivateApt.named("linux-source-6.12", ANSWER))
                .hasValueSatisfying(p -> assertThat(p.size()).isEqualTo(1000));
    }

    /** An archive that is a folder of this machine: what it names is asked again after the time that is given, and for other sources. */
    @Test
    void whatTheListsNameIsAskedAgainAfterAWhile() throws IOException {
        Path archive = Files.createDirectory(dir.resolve("archive"));
        Path state = dir.resolve("state");
        List<String> sources = List.of("deb [trusted=yes] file:" + archive + " ./");
        Instant now = Instant.now().plusSeconds(1);

        name(archive, "linux-source-6.9", "linux-source-6.12", "linux-source-6.12-extra");
        PrivateApt.Known first =
                new PrivateApt(state, sources, DebianPrograms.ofThisMachine()).known(Duration.ofHours(1), now);
        assertThat(first.sources()).containsExactlyInAnyOrder("linux-source-6.9", "linux-source-6.12");
        assertThat(first.newest()).contains("linux-source-6.12");
        assertThat(first.recent()).isFalse();

        name(archive, "linux-source-7.1");
        PrivateApt.Known again =
                new PrivateApt(state, sources, DebianPrograms.ofThisMachine()).known(Duration.ofHours(1), now);
        assertThat(again.sources()).containsExactlyInAnyOrderElementsOf(first.sources());
        assertThat(again.recent()).isTrue();

        assertThat(new PrivateApt(state, sources, DebianPrograms.ofThisMachine())
                        .known(Duration.ofHours(1), now.plusSeconds(3700))
                        .sources())
                .containsExactly("linux-source-7.1");
        assertThat(new PrivateApt(
                                state,
                                List.of("deb [trusted=yes] file:" + archive + " ././"),
                                DebianPrograms.ofThisMachine())
                        .known(Duration.ofHours(1), now)
                        .recent())
                .isFalse();
    }

    private static void name(Path archive, String... packages) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : packages) {
            text.append("Package: ")
                    .append(name)
                    .append("\nVersion: 1\nArchitecture: all\nFilename: ./")
                    .append(name)
                    .append(".deb\nSize: 1\nSHA256: ")
                    .append("ab".repeat(32))
                    .append("\n\n");
        }
        Files.writeString(archive.resolve("Packages"), text);
    }
}
