/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line for the guest agent: "ID VERB option=value ...", words percent-encoded, as qemu-images/guest/agent/words.c
 * reads them.
 *
 * @param id comes back in the agent's "done" event
 * @param words verb and options
 */
public record GuestCommand(String id, List<String> words) {
    public GuestCommand {
        words = List.copyOf(words);
    }

    public static Builder of(String id, String... verb) {
        return new Builder(id, List.of(verb));
    }

    public String line() {
        StringBuilder line = new StringBuilder(id);
        for (String word : words) {
            line.append(' ').append(encode(word));
        }
        return line.toString();
    }

    /** A text as one word. */
    public static String encode(String word) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0x20 && b < 0x7f && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02x", b & 0xff));
            }
        }
        return encoded.toString();
    }

    /** Adds options; those without a value are left out, so that the agent's defaults hold. */
    public static final class Builder {
        private final String id;
        private final List<String> words;

        private Builder(String id, List<String> verb) {
            this.id = id;
            this.words = new ArrayList<>(verb);
        }

        public Builder with(String key, @Nullable Object value) {
            if (value != null) {
                words.add(key + "=" + value);
            }
            return this;
        }

        public GuestCommand build() {
            return new GuestCommand(id, words);
        }
    }
}
