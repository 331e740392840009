/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of an engine's answers, whole and torn. */
class EngineTransportTest {
    private static final String DONE =
            "{\"status\":\"Importing\"}\r\n{\"status\":\"sha256:" + "0a".repeat(32) + "\"}\r\n";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"200, 41, 1.41", "200, 52, 1.52", "500, 41, 1.41"})
    void theEnginesVersionIsInAHeader(int status, int minor, String version) throws IOException {
        assertThat(withAnswer(status, "Api-Version: " + version + "\r\n", "OK", EngineTransport::apiMinor))
                .isEqualTo(minor);
    }

    @ParameterizedTest
    @CsvSource({"Api-Version: two", "Server: httpd"})
    void whatIsNoEngineIsSaidToBeNone(String header) {
        assertThatThrownBy(() -> withAnswer(200, header + "\r\n", "OK", EngineTransport::apiMinor))
                .isInstanceOf(IOException.class)
                .hasMessage("it does not answer as an engine does");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"status\":\"Importing\"}                                   | unexpected answer",
                "200 | ''                                                           | unexpected answer",
                "200 | {\"status\":\"Importing\"} {\"error\":\"no space left\"}     | no space left",
                "500 | {\"message\":\"Error processing tar file: unexpected EOF\"}  | unexpected EOF",
                "200 | {\"status\":\"sha256:12                                      | Unexpected end-of-input",
            })
    void anImportThatIsNotTakenFails(int status, String body, String why) {
        assertThatThrownBy(() -> withAnswer(status, "", body, EngineTransportTest::importing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anImportThatIsTakenSucceeds() throws IOException {
        assertThat(withAnswer(200, "", DONE, EngineTransportTest::importing)).isTrue();
    }

    @Test
    void whereNobodyListensThatIsSaid() {
        assertThatThrownBy(() -> new EngineTransport(dir.resolve("nobody")).apiMinor())
                .isInstanceOf(IOException.class);
    }

    private interface Question<T> {
        T ask(EngineTransport engine) throws IOException;
    }

    private static boolean importing(EngineTransport engine) throws IOException {
        return engine.importImage(new ByteArrayInputStream(new byte[10240])).startsWith("sha256:0a0a");
    }

    private <T> T withAnswer(int status, String headers, String body, Question<T> question) throws IOException {
        Path socket = dir.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var unused = CompletableFuture.runAsync(() -> answer(
                    server,
                    "HTTP/1.1 " + status + " x\r\n" + headers + "Connection: close\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body));
            return question.ask(new EngineTransport(socket));
        }
    }

    /** Reads a request to its end, a body in chunks included. */
    private static void answer(ServerSocketChannel server, String answer) {
        try (var client = server.accept()) {
            StringBuilder request = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (!isWhole(request.toString())) {
                if (client.read(buffer.clear()) < 0) {
                    return;
                }
                request.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            }
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isWhole(String request) {
        boolean chunks = request.contains("x-tar");
        return request.endsWith("\r\n\r\n") && (!chunks || request.contains("\r\n0\r\n"));
    }
}
