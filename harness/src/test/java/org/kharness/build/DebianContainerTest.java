/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.cache.Cache;
import org.kharness.debian.AptSources;
import org.kharness.debian.DebianPrograms;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.progress.Progress;

class DebianContainerTest {
    @TempDir
    Path dir;

    @Test
    void itIsFoundByItsName() {
        assertThat(java.util.ServiceLoader.load(DebianPrograms.Elsewhere.class))
                .singleElement()
                .satisfies(e -> assertThat(e.open(new JobContext(Cache.at(dir), Progress.NONE, new Cleanup()))
                                .here())
                        .isFalse());
    }

    /** apt reads small letters alone. */
    @Test
    void aptIsToldOfTheProxies() {
        assertThat(DebianContainer.environment(Map.of(
                        "HTTP_PROXY", "http://one:1", "https_proxy", "http://two:2", "NO_PROXY", "", "SECRET", "x")))
                .containsOnly(
                        Map.entry("LC_ALL", "C"),
                        Map.entry("HOME", "/tmp"),
                        Map.entry("http_proxy", "http://one:1"),
                        Map.entry("https_proxy", "http://two:2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Status 500: {\"message\":\"Get \\\"https://r/v2/\\\": no such host\"} | Get \"https://r/v2/\": no such host",
                "Could not pull image: denied | Could not pull image: denied",
            })
    void theEnginesWordsAreTold(String message, String said) {
        assertThat(DebianContainer.said(message + "\n")).isEqualTo(said);
    }

    /** The build image's suite does not depend on where apt runs, nor do its sources' keys. */
    @ParameterizedTest
    @CsvSource({
        "ID=debian;VERSION_CODENAME=trixie, trixie",
        "ID=debian;PRETTY_NAME=sid, sid",
        "ID=fedora;VERSION_CODENAME=\"\", bookworm",
        "ID=ubuntu;VERSION_CODENAME=noble, bookworm"
    })
    void anotherDistributionBuildsInDebian12(String lines, String suite) throws IOException {
        Path osRelease = Files.write(dir.resolve("os-release"), List.of(lines.split(";", -1)));
        assertThat(BuilderSuite.name(osRelease)).isEqualTo(suite);
        assertThat(BuilderSuite.name(dir.resolve("none"))).isEqualTo("bookworm");
    }

    @Test
    void theMirrorIsThatOfTheImage() {
        AptSources image = new AptSources(List.of(
                new AptSources.Entry("http://mirror.example.org/debian", List.of("bookworm"), List.of("main"), "")));
        String signed =
                "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example.org/debian";
        assertThat(BuilderSuite.of("bookworm", image).sources())
                .containsExactly(
                        signed + " bookworm main",
                        signed + " bookworm-updates main",
                        signed + "-security bookworm-security main");
        assertThat(BuilderSuite.of("sid", image).sources()).containsExactly(signed + " sid main");
    }
}
