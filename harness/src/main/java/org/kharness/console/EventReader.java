/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells the guest agent's lines from the kernel's. What cannot be read as a whole is damage, never a guess. */
final class EventReader {
    /** How the guest agent's lines begin. */
    static final String MARK = "kharness: ";

    /** Most logs are of kernels without this project's agent, and this takes as long as a thousand of their lines. */
    private @Nullable JsonMapper mapper;

    private final ConsoleListener listener;

    EventReader(ConsoleListener listener) {
        this.listener = listener;
    }

    boolean isEvent(String text) {
        return text.startsWith(MARK);
    }

    /**
     * The record that this line is, where it begins with a piece of the same record. A panic that breaks into the printing
     * of a record has it printed anew, from its time on, behind the piece that is out already (kernel/printk/printk.c,
     * console_flush_on_panic). Else the line as it is.
     */
    static ConsoleLine whole(ConsoleLine line) {
        if (line.text().lastIndexOf(MARK) <= 0) {
            return line;
        }
        List<ConsoleLine> parts = LinePrefix.split(line);
        ConsoleLine last = parts.get(parts.size() - 1);
        boolean again = parts.size() > 1
                && last.text().startsWith(MARK)
                && parts.subList(0, parts.size() - 1).stream().allMatch(piece -> begins(piece, last));
        return again ? last : line;
    }

    private static boolean begins(ConsoleLine piece, ConsoleLine record) {
        String time = String.format(Locale.ROOT, "[%12.6f]", record.time());
        String caller = record.caller().isEmpty() ? "" : String.format(Locale.ROOT, "[%6s]", record.caller());
        String rest = caller + " " + record.text();
        if (Double.isNaN(piece.time())) {
            return (time + rest).startsWith(piece.text()) || record.text().startsWith(piece.text());
        }
        return Double.compare(piece.time(), record.time()) == 0
                && (record.text().startsWith(piece.text()) || rest.startsWith(piece.text()));
    }

    /** Always true: the line is told as a line, and as an event or a damage. */
    boolean read(ConsoleLine line, boolean cut) {
        listener.line(line);
        String json = line.text().substring(MARK.length()).strip();
        try {
            JsonNode node = mapper().readTree(json);
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

    private JsonMapper mapper() {
        JsonMapper made = mapper;
        if (made == null) {
            made = JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
            mapper = made;
        }
        return made;
    }

    private void torn(ConsoleLine line, String what) {
        listener.damage(new ConsoleLog.Damage(line.number(), "guest event " + what));
    }
}
