/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The header fields of a mail, in their order.
 *
 * @param fields the fields
 */
public record Headers(List<Field> fields) {
    /** No header has more; a hostile one must not cost more than the rest of the mail. */
    private static final int MOST_IDS = 1000;

    public Headers {
        fields = List.copyOf(fields);
    }

    /**
     * One field.
     *
     * @param name as it is written
     * @param value its bytes (see {@link org.kharness.series.diff.Raw}), unfolded, no white space at the ends
     * @param raw the field with its folds, as it came, line ends made LF
     */
    public record Field(String name, String value, String raw) {}

    /** The value of the last field of this name; empty if there is none. */
    public Optional<String> last(String name) {
        Optional<String> found = Optional.empty();
        for (Field field : fields) {
            found = field.name().equalsIgnoreCase(name) ? Optional.of(field.value()) : found;
        }
        return found;
    }

    /** All fields of this name. */
    public List<Field> all(String name) {
        return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).toList();
    }

    /** Everything in angle brackets in a field, such as the message-ids of References. */
    List<String> ids(String name) {
        String value = last(name).orElse("");
        List<String> ids = new ArrayList<>();
        int open = value.indexOf('<');
        while (open >= 0 && ids.size() < MOST_IDS) {
            int close = value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            String id = value.substring(value.lastIndexOf('<', close) + 1, close);
            if (!id.isEmpty() && id.chars().noneMatch(Character::isWhitespace)) {
                ids.add(id);
            }
            open = value.indexOf('<', close);
        }
        return ids;
    }

    /** Its message-id; empty if it has none. */
    String messageId() {
        List<String> ids = ids("message-id");
        if (!ids.isEmpty()) {
            return ids.get(0);
        }
        String bare = last("message-id").orElse("").strip(); // some programs leave the brackets out
        return bare.matches("[^\\s<>]{1,500}@[^\\s<>]{1,500}") ? bare : "";
    }

    /** Message-ids that it answers, the nearest first. */
    List<String> references() {
        Set<String> references = new LinkedHashSet<>(ids("in-reply-to"));
        List<String> older = ids("references");
        for (int i = older.size() - 1; i >= 0; i--) {
            references.add(older.get(i));
        }
        return List.copyOf(references);
    }

    @Override
    public String toString() {
        return fields.size() + " header fields, "
                + last("message-id").orElse("no id").toLowerCase(Locale.ROOT);
    }
}
