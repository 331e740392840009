/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Lines that hold a message as JSON: {@code journalctl -o json} and {@code dmesg --json}. */
final class JournalRecord {
    /** Made when a record asks for it: most logs have none, and it takes as long as a thousand of their lines. */
    private static final class Reader {
        private static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    private static final double MICROS = 1e6;
    /** How {@code dmesg --json} writes a message: an object of several lines, of which this is one. */
    private static final String DMESG = "\"msg\": \"";

    private JournalRecord() {}

    /** False for nearly every line, at no cost. */
    static boolean mayBe(String text) {
        return text.startsWith("{\"")
                || (text.endsWith("\"") && text.stripLeading().startsWith(DMESG));
    }

    /** The message in this line; null where there is none. */
    static @Nullable ConsoleLine read(int number, String text) {
        boolean dmesg = !text.startsWith("{");
        try {
            JsonNode node = Reader.MAPPER.readTree(dmesg ? "{" + text + "}" : text);
            JsonNode message = node.path(dmesg ? "msg" : "MESSAGE");
            if (!message.isTextual()) {
                return null;
            }
            double time = node.path("_SOURCE_MONOTONIC_TIMESTAMP").asDouble(Double.NaN) / MICROS;
            return new ConsoleLine(number, time, "", message.asText());
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
