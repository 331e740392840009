/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks an image registry whether it has an image (OCI distribution specification, "Checking if content exists"). */
final class Registry {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private Registry() {}

    /** True if it answers within seconds that it has the image, or that it wants a login first. */
    static boolean answers(String registry, String repository, String tag) {
        String host = registry.contains("/") ? registry.substring(0, registry.indexOf('/')) : registry;
        String prefix = registry.contains("/") ? registry.substring(registry.indexOf('/') + 1) + "/" : "";
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        for (String scheme : List.of("https", "http")) {
            try {
                URI uri = new URI(scheme + "://" + host + "/v2/" + prefix + repository + "/manifests/" + tag);
                HttpRequest request = HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header(
                                "Accept",
                                "application/vnd.oci.image.manifest.v1+json,"
                                        + "application/vnd.docker.distribution.manifest.v2+json")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build();
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                return status == 200 || status == 401;
            } catch (IOException | java.net.URISyntaxException | IllegalArgumentException e) {
                // the other scheme may answer
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
