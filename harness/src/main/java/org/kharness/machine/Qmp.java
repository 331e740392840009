/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.kharness.failure.SurroundingsException;

/** A connection to QEMU's monitor, JSON lines over a Unix socket (QEMU Machine Protocol specification). */
final class Qmp implements AutoCloseable {
    private final ObjectMapper mapper = new ObjectMapper();
    private final SocketChannel channel;
    private final BufferedReader reader;

    /** Takes over a connected socket: reads the greeting and leaves negotiation mode. */
    Qmp(SocketChannel channel) throws IOException {
        this.channel = channel;
        reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        if (reader.readLine() == null) {
            throw new IOException("QEMU closed its monitor");
        }
        execute("qmp_capabilities", mapper.createObjectNode());
    }

    /**
     * Executes a command and waits for its answer; events that come in between are dropped.
     *
     * @throws SurroundingsException if QEMU answers with an error
     */
    synchronized JsonNode execute(String command, ObjectNode arguments) throws IOException {
        ObjectNode request = mapper.createObjectNode().put("execute", command);
        if (!arguments.isEmpty()) {
            request.set("arguments", arguments);
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(mapper.writeValueAsString(request) + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            JsonNode answer = mapper.readTree(line);
            if (answer.has("return")) {
                return answer.get("return");
            }
            if (answer.has("error")) {
                throw new SurroundingsException("QEMU refuses " + command + ": "
                        + answer.path("error").path("desc").asText());
            }
        }
        throw new IOException("QEMU closed its monitor during " + command);
    }

    /** A command of the human monitor; its output. */
    String human(String line) throws IOException {
        ObjectNode arguments = mapper.createObjectNode().put("command-line", line);
        return execute("human-monitor-command", arguments).asText();
    }

    ObjectNode arguments() {
        return mapper.createObjectNode();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the peer is gone already
        }
    }
}
