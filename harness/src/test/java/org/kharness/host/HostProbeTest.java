/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostProbeTest {
    private static final String OK = "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "QEMU emulator version 7.2.22 (Debian 1:7.2), 7, 2, true",
        "git version 2.39.5, 2, 30, true",
        "git version 2.9, 2, 30, false",
        "Apache Maven 3.8.7, 3, 6, true",
        "version 10.0, 9, 9, true",
        "no version at all, 0, 0, false",
    })
    void versionsAreComparedAsNumbers(String text, int major, int minor, boolean enough) {
        assertThat(Programs.atLeast(Programs.version(text).orElse(""), major, minor))
                .isEqualTo(enough);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\"} | true  | 20.10.24",
                "{\"Version\":\"29.1\",\"ApiVersion\":\"1.52\"}     | true  | 29.1",
                "{\"Version\":\"18.9\",\"ApiVersion\":\"1.39\"}     | false | 18.9",
                "{}                                                 | false | ''",
            })
    void theEnginesAnswerDecides(String body, boolean usable, String version) throws IOException {
        Engine engine = EngineProbe.parse(OK + body);
        assertThat(engine.usable()).isEqualTo(usable);
        assertThat(engine.version()).isEqualTo(version);
        assertThat(engine.problem().isEmpty()).isEqualTo(usable);
    }

    @Test
    void anEngineBehindAUnixSocketIsAsked() throws Exception {
        try (ServerSocketChannel server = listen()) {
            var unused = CompletableFuture.runAsync(() -> answerOnce(server));
            Engine engine = probe(2).probe();
            assertThat(engine).isEqualTo(new Engine(true, "1.2", "1.43", ""));
        }
    }

    @Test
    void anEngineThatNeverAnswersCostsBoundedTime() throws Exception {
        try (ServerSocketChannel server = listen()) {
            assertThat(server.isOpen()).isTrue();
            Engine engine = probe(1).probe();
            assertThat(engine.usable()).isFalse();
            assertThat(engine.problem()).contains("does not answer", "--builder host");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "npipe:////./x, no socket of this machine",
        "tcp://127.0.0.1:2375, no socket of this machine",
        "ssh://build, unset DOCKER_HOST",
        "'unix://a b', no address",
        "unix:///no/such/socket, not running"
    })
    void badAddressesAreSaidToBeSo(String address, String problem) {
        Engine engine = new EngineProbe(address, Duration.ofSeconds(1)).probe();
        assertThat(engine.usable()).isFalse();
        assertThat(engine.problem()).contains(problem);
    }

    @Test
    void aBareMachineIsToldWhatIsMissing() {
        HostProbe probe = new HostProbe(Map.of("PATH", dir.toString(), "DOCKER_HOST", "unix:///no/such/socket"));
        List<Finding> findings = probe.findings(dir);
        assertThat(findings)
                .filteredOn(Finding::blocks)
                .extracting(Finding::what)
                .contains("maven", "git", "qemu", "container engine", "Debian's packages")
                .doesNotContain("java", "ccache", "host compiler", "kvm");
        assertThat(findings)
                .filteredOn(f -> f.what().equals("qemu"))
                .extracting(Finding::advice)
                .containsExactly("boots the kernel under test: apt-get install qemu-system-x86");
        assertThat(probe.accelerator().kind()).isEqualTo(Accelerator.Kind.TCG);
    }

    @Test
    void anOldProgramIsNotMissing() throws IOException {
        Path qemu = Files.writeString(dir.resolve(HostProbe.QEMU), "#!/bin/sh\necho QEMU emulator version 4.2.1\n");
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new HostProbe(Map.of("PATH", dir.toString())).findings(dir))
                .filteredOn(f -> f.what().equals("qemu"))
                .extracting(Finding::state, Finding::found)
                .containsExactly(org.assertj.core.api.Assertions.tuple(Finding.State.OLD, "4.2.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7.2.22 | isa-serial loader cxl-type3 | ok ok ok ok missing      | 8.1 or newer",
                "10.0.3 | isa-serial loader cxl-type3 | ok ok ok ok ok           | --plan cxl",
                "10.0.3 | isa-serial loader           | ok ok ok ok missing      | 8.1 or newer",
                "8.1.0  | loader cxl-type3            | ok ok missing ok ok      | --plan cxl",
            })
    void qemuDecidesWhichWaysToPoisonThereAre(String version, String devices, String states, String cxl)
            throws IOException {
        String help = devices.replaceAll("(\\S+)", "name \"$1\"");
        Path qemu = Files.writeString(
                dir.resolve(HostProbe.QEMU),
                "#!/bin/sh\ncase $1 in\n--version) echo QEMU emulator version " + version + ";;\n-device) echo '" + help
                        + "';;\nesac\n");
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Finding> found = new PoisonWays(new Programs(dir.toString()), 16).findings();
        assertThat(found)
                .extracting(f -> f.state().name().toLowerCase(java.util.Locale.ROOT))
                .containsExactly(states.split(" ", -1));
        assertThat(found).noneMatch(Finding::blocks);
        assertThat(found.get(4).advice()).contains(cxl);
        assertThat(new PoisonWays(new Programs(dir.toString()), 4)
                        .findings()
                        .get(3)
                        .advice())
                .contains("6 GiB");
        Files.delete(qemu);
        assertThat(new PoisonWays(new Programs(dir.toString()), 16).findings())
                .allMatch(f -> f.state() == Finding.State.MISSING);
    }

    private EngineProbe probe(int seconds) {
        return new EngineProbe("unix://" + dir.resolve("s"), Duration.ofSeconds(seconds));
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(dir.resolve("s")));
        return server;
    }

    private static void answerOnce(ServerSocketChannel server) {
        try (var client = server.accept()) {
            client.read(ByteBuffer.allocate(1000)); // closing with unread input would reset the connection
            String answer = OK + "{\"Version\":\"1.2\",\"ApiVersion\":\"1.43\"}";
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"Podman Engine, this is Podman", "rootlesskit, this is a rootless Docker"})
    void enginesThatAreNotUsedAreNamedWithWhatToType(String component, String said) throws IOException {
        String body = "{\"Version\": \"4.3.1\", \"ApiVersion\": \"1.41\", \"Components\": [{\"Name\": \"" + component
                + "\"}]}";
        Engine engine = EngineProbe.parse(OK + body);
        assertThat(engine.usable()).isFalse();
        assertThat(engine.problem())
                .startsWith(said)
                .contains("sudo ", "--builder host")
                .hasLineCount(1);
    }
}
