/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Tells the guest agent's lines from the kernel's. What cannot be read as a whole is damage, never a guess. */
final class EventReader {
    /** How the guest agent's lines begin. */
    static final String MARK = "kharness: ";

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final ConsoleListener listener;

    EventReader(ConsoleListener listener) {
        this.listener = listener;
    }

    boolean isEvent(String text) {
        return text.startsWith(MARK);
    }

    /** Always true: the line is told as a line, and as an event or a damage. */
    boolean read(ConsoleLine line, boolean cut) {
        listener.line(line);
        String json = line.text().substring(MARK.length()).strip();
        try {
            JsonNode node = mapper.readTree(json);
            JsonNode type = node.path("ev");
            if (!node.isObject() || !type.isTextual() || type.asText().isEmpty()) {
                torn(line, "is not an object with a field \"ev\"");
            } else if (cut) {
                torn(line, "may be cut: the log ends in it");
            } else {
                listener.event(new GuestEvent(line.number(), line.time(), type.asText(), node));
            }
        } catch (JsonProcessingException e) {
            torn(line, "is torn: no JSON from character " + e.getLocation().getColumnNr() + " on");
        }
        return true;
    }

    private void torn(ConsoleLine line, String what) {
        listener.damage(new ConsoleLog.Damage(line.number(), "guest event " + what));
    }
}
