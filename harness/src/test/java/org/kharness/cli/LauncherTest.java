/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.cache.UserFolders;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/** The launcher's functions: it agrees with Java about the user's folders, and finds a JDK. */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..").toAbsolutePath().normalize().resolve("kharness");

    @TempDir
    Path dir;

    /** Runs bash with the launcher's functions at hand and nothing in the environment but this. */
    private static CommandResult bash(String script, Map<String, String> environment) {
        java.util.List<String> line = new java.util.ArrayList<>(java.util.List.of("env", "-i"));
        Map<String, String> all = new java.util.TreeMap<>(Map.of("PATH", "/usr/bin:/bin"));
        all.putAll(environment);
        all.forEach((name, value) -> line.add(name + "=" + value));
        line.addAll(java.util.List.of("bash", "-c", "source '" + LAUNCHER + "'; " + script));
        return Command.of(line).keepErrorApart().run();
    }

    static Stream<Map<String, String>> environments() {
        return Stream.of(
                Map.of("HOME", "/somewhere"),
                Map.of("HOME", "/somewhere", "XDG_CACHE_HOME", "/else/where"),
                Map.of("HOME", "/somewhere", "XDG_CACHE_HOME", "relative"),
                Map.of("HOME", "/somewhere", "XDG_CACHE_HOME", ""),
                Map.of("HOME", "relative"),
                Map.of());
    }

    @ParameterizedTest
    @MethodSource("environments")
    void theCacheIsWhereJavaHasIt(Map<String, String> environment) {
        assertThat(bash("printf %s \"$cache\"", environment).text().strip())
                .isEqualTo(UserFolders.cache(environment).resolve("kharness").toString());
    }

    @Test
    void aJdkOnThePathIsFound() throws IOException {
        Path jdk = dir.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.99\"\n");
        for (String program : java.util.List.of("java", "javac")) {
            Files.writeString(jdk.resolve("bin").resolve(program), "#!/bin/sh\n");
            Files.setPosixFilePermissions(
                    jdk.resolve("bin").resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        String path = jdk.resolve("bin") + ":/usr/bin:/bin";
        assertThat(bash("find_jdk; printf %s \"$java_home\"", Map.of("PATH", path, "HOME", "/"))
                        .text()
                        .strip())
                .isEqualTo(jdk.toRealPath().toString());
    }

    @Test
    void theCLocaleIsTakenForUtf8() {
        assertThat(bash("use_utf8; printf %s \"${LC_ALL:-}\"", Map.of("LC_ALL", "C", "HOME", "/"))
                        .text()
                        .strip())
                .isEqualTo("C.UTF-8");
        assertThat(bash("use_utf8; printf %s \"${LC_ALL:-}\"", Map.of("LC_ALL", "C.UTF-8", "HOME", "/"))
                        .text()
                        .strip())
                .isEqualTo("C.UTF-8");
    }

    @Test
    void whatAsksForHelpNeedsNoEngine() {
        String asks = "wants_help help run && wants_help run -h && ! wants_help boot -- ls --help && echo yes";
        assertThat(bash(asks, Map.of("HOME", "/")).text().strip()).isEqualTo("yes");
    }

    @Test
    void theFirstBuildTellsHowFarItIs() throws IOException {
        Path said = dir.resolve("maven");
        StringBuilder lines = new StringBuilder();
        for (String goal : java.util.List.of(
                "enforcer:3.6.1:enforce", "clean:3.5:clean", "compiler:3.14.0:compile", "jar:3.4.2:jar")) {
            lines.append("[INFO] --- ")
                    .append(goal.replace(":", "-maven-plugin:")
                            .replaceFirst("-maven-plugin:([^:]*)-maven-plugin:", "-maven-plugin:$1:"))
                    .append(" (default) @ harness ---\n");
        }
        Files.writeString(said, lines);
        CommandResult result =
                bash("tell_build '" + dir.resolve("log") + "' <'" + said + "' 2>&1", Map.of("HOME", "/"));
        assertThat(result.text()).contains("building: step 4 of about 11 jar");
        assertThat(Files.readString(dir.resolve("log"))).isEqualTo(lines.toString());
    }

    /** A row has what the engine says of its network and of Ryuk's image, what the user says, and what comes of it. */
    @ParameterizedTest
    @CsvSource({
        "200 200, '', ''",
        "404 200, '', true",
        "200 404, '', true",
        "'',      '', true",
        "'',      false, false",
        "200 200, true, true"
    })
    void ryukIsUsedWhereItCanBeHadAndNotWaitedForElsewhere(String statuses, String told, String disabled) {
        String[] answers = (statuses + "  ").split(" ", -1);
        String engine = "engine_status() { case $2 in /networks/*) echo " + answers[0] + ";; *) echo " + answers[1]
                + ";; esac; }; ";
        Map<String, String> environment =
                new java.util.TreeMap<>(Map.of("XDG_CACHE_HOME", dir.toString(), "HOME", dir.toString()));
        if (!told.isEmpty()) {
            environment.put("TESTCONTAINERS_RYUK_DISABLED", told);
        }
        String script = "choose_ryuk; printf %s \"${TESTCONTAINERS_RYUK_DISABLED:-}\"";
        assertThat(bash(engine + script, environment).text().strip()).isEqualTo(disabled);
        assertThat(dir.resolve("kharness/ryuk-refused").toFile().exists()).isEqualTo(answers[1].equals("404"));
    }

    /** Its registry is asked by the engine, and one that was not reached is not asked again on the same day. */
    @Test
    void ryukIsFetchedOnceADay() throws IOException {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", dir.toString(), "HOME", dir.toString());
        Path asked = dir.resolve("asked");
        String engine = "engine_status() { echo \"$1 $2\" >>'" + asked + "'; case $2 in /networks/*) echo 200;; "
                + "*) echo 404;; esac; }; choose_ryuk; choose_ryuk";
        bash(engine, environment);
        assertThat(Files.readString(asked).lines().filter(l -> l.startsWith("POST")))
                .containsExactly("POST /images/create?fromImage=testcontainers/ryuk&tag=0.14.0");
    }

    @Test
    void ryuksVersionIsTheLibrarysOwn() throws IOException {
        String image = bash("printf %s \"$ryuk\"", Map.of("HOME", "/")).text().strip();
        try (var container =
                org.testcontainers.DockerClientFactory.class.getResourceAsStream("utility/RyukContainer.class")) {
            assertThat(new String(container.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .contains(image);
        }
    }
}
