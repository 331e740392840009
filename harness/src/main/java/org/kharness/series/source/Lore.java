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
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.EnvironmentProxy;
import org.kharness.series.mail.MailFiles;
import org.kharness.series.mail.MailText;

/** Mails from a server: a thread of a public-inbox as {@code MESSAGE-ID/t.mbox.gz}, or any address that gives an mbox. */
final class Lore {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final MailFiles.Reading how;

    Lore(MailFiles.Reading how) {
        this.how = how;
    }

    /**
     * The mails of the thread that a message belongs to.
     *
     * @param server the address of a list of a public-inbox server
     * @throws InputException if the server does not know the message
     * @throws SurroundingsException if the server cannot be reached or answers nonsense
     */
    List<MailFiles.Found> thread(URI server, String messageId) {
        URI base = server.toString().endsWith("/") ? server : URI.create(server + "/");
        String encoded = URLEncoder.encode(messageId, StandardCharsets.UTF_8).replace("+", "%20");
        return get(base.resolve("./" + encoded + "/t.mbox.gz"), base + " has no mail " + messageId, messageId);
    }

    /** The mails that an address gives. */
    List<MailFiles.Found> mbox(URI address) {
        return get(address, address + " is not there", address.toString());
    }

    private List<MailFiles.Found> get(URI uri, String absent, String name) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .proxy(new EnvironmentProxy(System.getenv()))
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
                if (response.statusCode() == 404 || response.statusCode() == 410) {
                    throw new InputException(absent);
                }
                if (response.statusCode() != 200) {
                    throw unreachable(uri + " answers " + response.statusCode(), null);
                }
                MailText text = MailFiles.unpack(uri.toString(), body);
                if (MailFiles.isWebPage(text)) {
                    throw unreachable(uri + " answers with a web page (HTML), not with mails", null);
                }
                return MailFiles.inText(name, text, how);
            }
        } catch (IOException e) {
            throw unreachable("cannot reach " + uri + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SurroundingsException("interrupted while waiting for " + uri, e);
        }
    }

    private static SurroundingsException unreachable(String what, @Nullable Throwable cause) {
        return new SurroundingsException(
                what + "; another server can be named with --lore URL, or a saved mbox be used instead", cause);
    }
}
