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

/**
 * Why a machine ended, written as the last line of its console log: a saved log then tells a hang from a log that was
 * cut, and judges the same as it did live.
 *
 * @param how "done", "timeout", "exit" (QEMU ended by itself), "flood", or "not-ready" (a set-up command did not succeed)
 * @param number seconds of silence for a timeout, bytes for a flood
 * @param platform what the platform did, in words, that the guest was not there any more to tell
 */
record EndingNote(String how, long number, List<String> platform) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final EndingNote DONE = new EndingNote("done", 0);
    static final EndingNote NOT_READY = new EndingNote("not-ready", 0);
    static final EndingNote EXIT = new EndingNote("exit", 0);

    EndingNote(String how, long number) {
        this(how, number, List.of());
    }

    /** The same with what the platform did. */
    EndingNote after(List<String> did) {
        return new EndingNote(how, number, List.copyOf(did));
    }

    void appendTo(Path console) {
        StringBuilder lines = new StringBuilder();
        for (String did : platform) {
            lines.append(line(JSON.createObjectNode().put("ev", "platform").put("did", did)));
        }
        ObjectNode note = JSON.createObjectNode().put("ev", "ended").put("how", how);
        switch (how) {
            case "timeout" -> note.put("seconds", number);
            case "flood" -> note.put("bytes", number);
            default -> {
                // the word says it all
            }
        }
        lines.append(line(note));
        try {
            boolean cutLine = Files.exists(console) && Files.size(console) > 0 && !endsWithNewline(console);
            Files.writeString(
                    console, (cutLine ? "\n" : "") + lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(ObjectNode event) {
        return "kharness: " + event + "\n";
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
