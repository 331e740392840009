/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The two requests to the engine that Testcontainers' transport is given as they are, since its client has none for them: which API version the
 * engine speaks, asked before there can be a client; and the import of an image, see package-info (Docker Engine API, "Ping",
 * "Create an image").
 *
 * @param path the engine's Unix socket
 */
record EngineTransport(Path path) {
    private static final int LONGEST_ANSWER = 1 << 16;

    /**
     * The minor number of the newest API version that the engine speaks: 41 for 1.41.
     *
     * @throws IOException if none answers, or something else does
     */
    int apiMinor() throws IOException {
        return ask(Request.builder().method(Request.Method.GET).path("/_ping").build(), answer -> {
            String version = header(answer, "api-version");
            if (!version.matches("1\\.\\d{1,4}")) {
                throw new IOException("it does not answer as an engine does");
            }
            return Integer.parseInt(version.substring(2));
        });
    }

    /**
     * Imports a tar archive as an image that has no name yet: Podman 4.3 takes the repository and leaves out the tag.
     *
     * @return its id, "sha256:" and 64 digits
     * @throws IOException with the engine's words if it does not take it
     */
    String importImage(InputStream tar) throws IOException {
        Request request = Request.builder()
                .method(Request.Method.POST)
                .path("/images/create?fromSrc=-")
                .putHeader("Content-Type", "application/x-tar")
                .body(tar)
                .build();
        return ask(request, answer -> {
            String text = new String(answer.getBody().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            String status = "";
            for (JsonNode line : new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(text)
                    .readAll()) {
                String error = line.path("error").asText(line.path("message").asText());
                if (!error.isEmpty()) {
                    throw new IOException(error);
                }
                status = line.path("status").asText();
            }
            if (answer.getStatusCode() != 200 || !status.matches("sha256:[0-9a-f]{64}")) {
                throw new IOException("unexpected answer: " + answer.getStatusCode() + " " + status);
            }
            return status;
        });
    }

    private interface Reading<T> {
        T read(Response answer) throws IOException;
    }

    private <T> T ask(Request request, Reading<T> reading) throws IOException {
        try (DockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                        .dockerHost(URI.create("unix://" + path))
                        .build();
                Response answer = http.execute(request)) {
            return reading.read(answer);
        } catch (RuntimeException e) {
            // what the transport makes of a connection that is refused or breaks
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getMessage(), e);
        }
    }

    private static String header(Response answer, String name) {
        for (Map.Entry<String, List<String>> each : answer.getHeaders().entrySet()) {
            if (each.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                return each.getValue().get(0);
            }
        }
        return "";
    }
}
