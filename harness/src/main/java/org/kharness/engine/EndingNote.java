/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.agent.EventSecret;

/**
 * Why a machine ended, written as the last line of its console log: a saved log then tells a hang from a log that was
 * cut, and judges the same as it did live.
 *
 * @param how "done", "timeout", "exit" (QEMU ended by itself), "signal" (QEMU died of one), "flood", or "not-ready" (a set-up command
 *     did not succeed)
 * @param number seconds of silence for a timeout, bytes for a flood, the signal
 * @param platform what the platform did, in words, that the guest was not there any more to tell
 * @param asked what the guest had been asked for last and did not do; empty where that says nothing
 */
record EndingNote(String how, long number, List<String> platform, String asked) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final EndingNote DONE = new EndingNote("done", 0);
    static final EndingNote NOT_READY = new EndingNote("not-ready", 0);
    static final EndingNote EXIT = new EndingNote("exit", 0);

    EndingNote(String how, long number) {
        this(how, number, List.of(), "");
    }

    /** A guest that did not do what it was asked for in these seconds. */
    static EndingNote timeout(long seconds, String asked) {
        return new EndingNote("timeout", seconds, List.of(), asked);
    }

    /** QEMU died of a signal. */
    static EndingNote signal(int number) {
        return new EndingNote("signal", number);
    }

    /** The same with what the platform did. */
    EndingNote after(List<String> did) {
        return new EndingNote(how, number, List.copyOf(did), asked);
    }

    /**
     * Writes the note.
     *
     * @param secret what the guest agent signed its events with: the note is signed too, and tells it; null where it got none
     */
    void appendTo(Path console, @Nullable EventSecret secret) {
        StringBuilder lines = new StringBuilder();
        int written = 0;
        for (String did : platform) {
            ObjectNode event = JSON.createObjectNode().put("h", ++written).put("ev", "platform");
            lines.append(line(event.put("did", did), secret));
        }
        ObjectNode note = JSON.createObjectNode().put("h", ++written).put("ev", "ended");
        lines.append(line(complete(note.put("how", how), secret), secret));
        append(console, lines.toString());
    }

    private ObjectNode complete(ObjectNode note, @Nullable EventSecret secret) {
        switch (how) {
            case "timeout" -> {
                note.put("seconds", number);
                if (!asked.isEmpty()) {
                    note.put("asked", asked);
                }
            }
            case "flood" -> note.put("bytes", number);
            case "signal" -> note.put("signal", number);
            default -> {
                // the word says it all
            }
        }
        return secret == null ? note : note.put(EventSecret.VERB, secret.value());
    }

    private static void append(Path console, String lines) {
        try {
            boolean cutLine = Files.exists(console) && Files.size(console) > 0 && !endsWithNewline(console);
            Files.writeString(
                    console, (cutLine ? "\n" : "") + lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(ObjectNode event, @Nullable EventSecret secret) {
        String text = event.toString();
        return "kharness: " + (secret == null ? text : secret.sign(text)) + "\n";
    }

    private static boolean endsWithNewline(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(channel.size() - 1);
            java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(1);
            channel.read(last);
            return last.array()[0] == '\n';
        }
    }
}
