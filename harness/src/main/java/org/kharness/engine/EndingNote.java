/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Why a machine ended, written as the last line of its console log: a saved log then tells a hang from a log that was
 * cut, and judges the same as it did live.
 *
 * @param how "done", "timeout", "exit" (QEMU ended by itself), "flood", or "not-ready" (a set-up command did not succeed)
 * @param number seconds of silence for a timeout, bytes for a flood
 */
record EndingNote(String how, long number) {
    static final EndingNote DONE = new EndingNote("done", 0);
    static final EndingNote NOT_READY = new EndingNote("not-ready", 0);
    static final EndingNote EXIT = new EndingNote("exit", 0);

    void appendTo(Path console) {
        String field = switch (how) {
            case "timeout" -> ",\"seconds\":" + number;
            case "flood" -> ",\"bytes\":" + number;
            default -> "";
        };
        try {
            boolean cutLine = Files.exists(console) && Files.size(console) > 0 && !endsWithNewline(console);
            Files.writeString(
                    console,
                    (cutLine ? "\n" : "") + "kharness: {\"ev\":\"ended\",\"how\":\"" + how + "\"" + field + "}\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
