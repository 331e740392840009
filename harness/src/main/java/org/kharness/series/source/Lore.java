/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.series.diff.Raw;
import org.kharness.series.mail.MailFiles;

/** A public-inbox server such as lore.kernel.org: a thread as a gzipped mbox under {@code MESSAGE-ID/t.mbox.gz}. */
final class Lore {
    private static final int MOST_BYTES = 256 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final URI base;

    Lore(URI base) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
    }

    /**
     * The mails of the thread that a message belongs to.
     *
     * @throws InputException if the server does not know the message
     * @throws SurroundingsException if the server cannot be reached or answers nonsense
     */
    List<MailFiles.Found> thread(String messageId) {
        URI uri = base.resolve(URLEncoder.encode(messageId, StandardCharsets.UTF_8) + "/t.mbox.gz");
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .header("User-Agent", "kharness")
                .GET()
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() == 404) {
                    throw new InputException(base + " has no mail " + messageId);
                }
                if (response.statusCode() != 200) {
                    throw unreachable(uri + " answers " + response.statusCode(), null);
                }
                byte[] packed = body.readNBytes(MOST_BYTES + 1);
                if (packed.length > MOST_BYTES) {
                    throw new InputException(uri + ": a thread of more than " + (MOST_BYTES >> 20) + " MiB");
                }
                byte[] mbox = MailFiles.isGzip(packed) ? MailFiles.gunzip(uri.toString(), packed) : packed;
                return MailFiles.inText(messageId, Raw.of(mbox));
            }
        } catch (IOException e) {
            throw unreachable("cannot reach " + uri + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while waiting for " + uri, e);
        }
    }

    private static SurroundingsException unreachable(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new SurroundingsException(
                what + "; another server can be named with --lore URL, or a saved mbox be used instead", cause);
    }
}
