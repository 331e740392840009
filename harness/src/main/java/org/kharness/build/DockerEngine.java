/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.kharness.failure.SurroundingsException;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * The container engine on this machine, by way of Testcontainers' client, without its Ryuk helper container, whose image
 * an offline site cannot pull; what we start we register for clean-up ourselves.
 *
 * @param client for all but one request
 * @param socket for the import of images, whose request body the client cuts off
 */
public record DockerEngine(DockerClient client, EngineSocket socket) implements AutoCloseable {
    /** The oldest API version (1.x) that the client speaks when it is not told one. */
    private static final int CLIENT_MINOR = 44;

    /**
     * Connects to the engine on the socket that DOCKER_HOST names, else on the system's or the user's socket.
     *
     * @throws SurroundingsException if none answers
     */
    public static DockerEngine connect() {
        Path path = socket(System.getenv().getOrDefault("DOCKER_HOST", ""))
                .orElseThrow(() -> absent("no engine's socket was found"));
        EngineSocket socket = new EngineSocket(path);
        try {
            int minor = socket.apiMinor();
            if (minor < CLIENT_MINOR) {
                // docker-java's configuration reads it; an engine such as 20.10 refuses requests of a newer version
                System.setProperty("api.version", "1." + minor);
            }
            DockerClient client = DockerClientProviderStrategy.getClientForConfig(TransportConfig.builder()
                    .dockerHost(URI.create("unix://" + path))
                    .build());
            client.pingCmd().exec();
            return new DockerEngine(client, socket);
        } catch (IOException e) {
            throw absent(path + ": " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
        } catch (RuntimeException e) {
            throw absent(path + ": " + e.getMessage());
        }
    }

    /** True if an engine answers. */
    public static boolean answers() {
        try (DockerEngine engine = connect()) {
            return engine.client() != null;
        } catch (SurroundingsException e) {
            return false;
        }
    }

    private static Optional<Path> socket(String host) {
        if (host.startsWith("unix://")) {
            return Optional.of(Path.of(host.substring("unix://".length())));
        }
        if (!host.isEmpty()) {
            throw absent("DOCKER_HOST is " + host + ", but folders of this machine can only be mounted by an engine of"
                    + " this machine, on a unix:// socket");
        }
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/nonexistent");
        return Stream.of(Path.of("/var/run/docker.sock"), Path.of(runtime, "docker.sock"))
                .filter(Files::exists)
                .findFirst();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            // nothing is lost with a connection
        }
    }

    private static SurroundingsException absent(String why) {
        return new SurroundingsException("no container engine: " + why
                + "; start Docker (systemctl start docker), join the group docker, or build with --builder host");
    }
}
