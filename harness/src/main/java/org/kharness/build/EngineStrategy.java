/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.net.URI;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * Tells Testcontainers which engine it is to use: the one on our socket. Testcontainers makes it by its name
 * (META-INF/services). Its own strategies for the same socket would note themselves in {@code .testcontainers.properties} in the
 * user's home.
 */
public final class EngineStrategy extends DockerClientProviderStrategy {
    /** Called by Testcontainers. */
    public EngineStrategy() {}

    @Override
    public TransportConfig getTransportConfig() {
        return TransportConfig.builder()
                .dockerHost(URI.create("unix://" + DockerEngine.socket()))
                .build();
    }

    @Override
    public String getDescription() {
        return "the engine on " + DockerEngine.socket();
    }

    @Override
    protected int getPriority() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected boolean isPersistable() {
        return false;
    }
}
