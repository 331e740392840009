/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.kharness.failure.SurroundingsException;
import org.testcontainers.DockerClientFactory;

/**
 * The container engine on this machine, as Testcontainers has it: one client for the whole process, which nobody closes.
 *
 * @param client the client of Testcontainers
 * @param transport for what that has no request for
 * @param labels true if the engine gives containers SELinux labels
 */
public record DockerEngine(DockerClient client, EngineTransport transport, boolean labels) {
    /** The oldest API version (1.x) that the client speaks when it is not told one. */
    private static final int CLIENT_MINOR = 44;

    private static final String USUAL = "/var/run/docker.sock";

    /**
     * Connects to the engine on the socket that DOCKER_HOST names, else on the system's.
     *
     * @throws SurroundingsException if none answers
     */
    public static DockerEngine connect() {
        Path path = socket();
        EngineTransport transport = new EngineTransport(path);
        try {
            int minor = transport.apiMinor();
            if (minor < CLIENT_MINOR) {
                // docker-java's configuration reads it; an engine such as 20.10 refuses requests of a newer version
                System.setProperty("api.version", "1." + minor);
            }
            DockerClientFactory factory = DockerClientFactory.instance();
            DockerClient client = factory.client();
            URI used = factory.getTransportConfig().getDockerHost();
            if (!("unix://" + path).equals(used.toString())) {
                throw absent(".testcontainers.properties in your home names another engine, " + used + ": remove its"
                        + " lines docker.host and tc.host");
            }
            return new DockerEngine(client, transport, labels(factory.getInfo().getSecurityOptions()));
        } catch (IOException e) {
            throw absent(path + ": " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
        } catch (SurroundingsException e) {
            throw e;
        } catch (RuntimeException e) {
            throw absent(path + ": " + e.getMessage() + ryuk());
        }
    }

    private static String ryuk() {
        return Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
                ? ""
                : " (Testcontainers' Ryuk may be the reason: TESTCONTAINERS_RYUK_DISABLED=true does without it)";
    }

    /**
     * The engine's socket: what DOCKER_HOST names, else the system's.
     *
     * @throws SurroundingsException if DOCKER_HOST names no socket
     */
    static Path socket() {
        String host = System.getenv().getOrDefault("DOCKER_HOST", "");
        if (host.startsWith("unix://")) {
            return Path.of(host.substring("unix://".length()));
        }
        if (!host.isEmpty()) {
            throw absent("DOCKER_HOST is " + host + ", but folders of this machine can only be mounted by an engine of"
                    + " this machine, on a unix:// socket");
        }
        return Path.of(USUAL);
    }

    /** Docker says "name=selinux" in Info where it runs with --selinux-enabled. */
    static boolean labels(List<String> securityOptions) {
        return securityOptions.stream()
                .flatMap(o -> Arrays.stream(o.split(",", -1)))
                .anyMatch("name=selinux"::equals);
    }

    private static SurroundingsException absent(String why) {
        return new SurroundingsException("no container engine: " + why
                + "; start Docker (systemctl start docker), join the group docker, or build with --builder host");
    }
}
