/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two requests to the engine that are made without the client: which API version it speaks, asked before there can be
 * a client, and the import of an image, whose body the client's library does not get through (Docker Engine API, "Ping",
 * "Create an image").
 *
 * @param path the engine's Unix socket
 */
record EngineSocket(Path path) {
    private static final Pattern VERSION =
            Pattern.compile("^api-version: *1\\.(\\d+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern ERROR = Pattern.compile("\"(?:error|message)\" *: *\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int LONGEST_ANSWER = 1 << 16;

    /** The minor number of the newest API version that the engine speaks: 41 for 1.41. */
    int apiMinor() throws IOException {
        try (SocketChannel channel = open()) {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(head("HEAD", "/_ping", ""));
            Matcher version = VERSION.matcher(answer(channel));
            if (!version.find()) {
                throw new IOException("it does not answer as an engine does");
            }
            return Integer.parseInt(version.group(1));
        }
    }

    /**
     * Imports a tar archive as an image.
     *
     * @throws IOException with the engine's words if it does not take it
     */
    void importImage(InputStream tar, String repository, String tag) throws IOException {
        try (SocketChannel channel = open()) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 17);
            String target = "/images/create?fromSrc=-&repo=" + repository + "&tag=" + tag;
            out.write(head("POST", target, "Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n"));
            byte[] buffer = new byte[1 << 16];
            for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
                if (n > 0) {
                    out.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.write(buffer, 0, n);
                    out.write('\r');
                    out.write('\n');
                }
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = answer(channel);
            Matcher error = ERROR.matcher(answer);
            if (error.find()) {
                throw new IOException(error.group(1));
            }
            if (!answer.matches("(?s)HTTP/1\\.1 200 .*sha256:[0-9a-f]{64}.*")) {
                throw new IOException(
                        "unexpected answer: " + answer.lines().findFirst().orElse("none"));
            }
        }
    }

    private SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return channel;
    }

    private static byte[] head(String method, String target, String headers) {
        String text = method + " " + target + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n" + headers + "\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String answer(SocketChannel channel) throws IOException {
        byte[] bytes = Channels.newInputStream(channel).readNBytes(LONGEST_ANSWER);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
