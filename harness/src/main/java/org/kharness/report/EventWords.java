/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.Observed;

/**
 * What the guest agent reported in a line, for a person.
 *
 * @param process the process that it is about; empty for what concerns the machine or the harness
 * @param type the event's field "ev"; empty for a line that cannot be read as an event
 * @param text in words
 */
record EventWords(String process, String type, String text) {
    /** How the guest agent's lines begin. */
    static final String MARK = "kharness: ";

    private static final JsonMapper MAPPER = new JsonMapper();
    /** What orders and signs events, and what the row says anyway. */
    private static final Set<String> NOT_SAID = Set.of("n", "ev", "mac", "process", "step");

    /** Reads a line's text from its mark on; a line that is torn is told as it is. */
    static EventWords of(int line, String text) {
        try {
            JsonNode fields = MAPPER.readTree(text.substring(MARK.length()));
            String type = fields.path("ev").asText();
            return fields.isObject() && !type.isEmpty()
                    ? of(new GuestEvent(line, Double.NaN, type, fields))
                    : new EventWords("", "", text);
        } catch (JsonProcessingException e) {
            return new EventWords("", "", text);
        }
    }

    private static EventWords of(GuestEvent event) {
        JsonNode fields = event.fields();
        String text = switch (event.type()) {
            case "sigbus" -> Observed.signal(event);
            case "out" -> fields.path("text").asText();
            case "done" -> done(fields);
            default -> event.type() + pairs(fields);
        };
        return new EventWords(fields.path("process").asText(), event.type(), text);
    }

    /** A command of the harness, with what it came to where that is no success. */
    private static String done(JsonNode fields) {
        String verb = fields.path("verb").asText();
        String what = fields.path("what").asText();
        String errno = fields.path("errno").asText("0");
        return "did " + (what.isEmpty() ? verb : what) + (errno.equals("0") ? "" : ": " + errno);
    }

    private static String pairs(JsonNode fields) {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String value = field.getValue().asText();
            boolean empty = value.isEmpty() || (field.getKey().equals("errno") && value.equals("0"));
            if (!NOT_SAID.contains(field.getKey()) && !empty) {
                pairs.add(field.getKey() + " " + value);
            }
        }
        return pairs.isEmpty() ? "" : ": " + String.join(", ", pairs);
    }
}
