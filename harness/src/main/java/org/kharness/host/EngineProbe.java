/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the container engine for its version, and whether it has an image: {@code GET /version} and the like of the Docker Engine
 * API, with no client library, as those take a second to start.
 */
final class EngineProbe {
    /** What Debian 12's engine speaks; older ones are not tested. */
    private static final int OLDEST_API_MINOR = 41;

    private static final String DEFAULT = "unix:///var/run/docker.sock";

    private final String address;
    private final Duration limit;

    /**
     * Makes a probe.
     *
     * @param dockerHost the value of {@code DOCKER_HOST}; empty for the usual socket
     */
    EngineProbe(String dockerHost, Duration limit) {
        this.address = dockerHost.isEmpty() ? DEFAULT : dockerHost;
        this.limit = limit;
    }

    Engine probe() {
        try {
            URI uri = URI.create(address);
            return switch (String.valueOf(uri.getScheme())) {
                case "unix" -> unix(Path.of(uri.getPath()));
                default ->
                    Engine.unusable("DOCKER_HOST=" + address + " is no socket of this machine, and no other engine can"
                            + " mount its folders: unset DOCKER_HOST, or use --builder host");
            };
        } catch (IllegalArgumentException e) {
            return Engine.unusable("DOCKER_HOST=" + address + " is no address: " + e.getMessage());
        }
    }

    private Engine unix(Path socket) {
        if (!Files.exists(socket)) {
            return Engine.unusable(
                    "not running (no " + socket + "): start it (as root ./kharness run does), or use --builder host");
        }
        if (!Files.isWritable(socket)) {
            return Engine.unusable("running, but you may not use it: sudo usermod -aG docker "
                    + System.getProperty("user.name") + " and log in again, or use --builder host");
        }
        return ask(UnixDomainSocketAddress.of(socket));
    }

    /** True if the engine answers that it has the image; it is not asked to pull it. */
    boolean hasImage(String name) {
        try {
            URI uri = URI.create(address);
            return "unix".equals(uri.getScheme())
                    && get("/images/" + name + "/json", UnixDomainSocketAddress.of(uri.getPath()))
                            .startsWith("HTTP/1.0 200 ");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IllegalArgumentException | IOException | ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private String get(String path, UnixDomainSocketAddress where)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> exchange(channel, where, path));
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Engine ask(UnixDomainSocketAddress where) {
        try {
            return parse(get("/version", where));
        } catch (TimeoutException e) {
            return Engine.unusable("does not answer on " + address + ": restart it, or use --builder host");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Engine.unusable("interrupted while asking");
        } catch (ExecutionException | IOException e) {
            return Engine.unusable("not running (nothing answers on " + address + "): start it, or use --builder host");
        }
    }

    private static String exchange(SocketChannel channel, UnixDomainSocketAddress where, String path) {
        try {
            channel.connect(where);
            String request = "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n";
            ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            byte[] answer = Channels.newInputStream(channel).readNBytes(1 << 20);
            return new String(answer, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Reads an HTTP answer whose body is the version object. */
    static Engine parse(String answer) throws IOException {
        int body = answer.indexOf("\r\n\r\n");
        if (body < 0 || !answer.startsWith("HTTP/1") || !answer.contains(" 200 ")) {
            String first = answer.lines().findFirst().orElse("nothing");
            return Engine.unusable("answers \"" + first + "\": no container engine, or one without permission for you");
        }
        JsonNode version = new ObjectMapper().readTree(answer.substring(body + 4));
        for (JsonNode component : version.path("Components")) {
            String who = component.path("Name").asText().toLowerCase(Locale.ROOT);
            if (who.contains("podman")) {
                return Engine.unusable("this is Podman, under which a build would outlive a killed harness: sudo "
                        + Distribution.here().install("docker.io") + ", or use --builder host");
            }
            if (who.contains("rootlesskit")) {
                return Engine.unusable(
                        "this is a rootless Docker, whose containers cannot write to your folders as another user:"
                                + " sudo systemctl start docker and unset DOCKER_HOST, or use --builder host");
            }
        }
        String name = version.path("Version").asText();
        String api = version.path("ApiVersion").asText();
        if (!isNewEnough(api)) {
            return new Engine(false, name, api, "speaks API " + api + ", older than 1.41: use --builder host");
        }
        return new Engine(true, name, api, "");
    }

    private static boolean isNewEnough(String api) {
        String[] parts = api.split("\\.", 2);
        try {
            return parts.length == 2
                    && (Integer.parseInt(parts[0]) > 1 || Integer.parseInt(parts[1]) >= OLDEST_API_MINOR);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
