/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.kharness.process.Owner;

/** Who has a lock, written into its file for those who wait. It decides nothing, so a disk that is full is no reason to fail. */
final class LockNote {
    private static final int LONGEST = 300;

    private LockNote() {}

    static void write(FileChannel channel) throws IOException {
        String command = System.getProperty("sun.java.command", "").replaceFirst("^\\S+\\.Main", "kharness");
        String note = Owner.self().text() + " " + command.replaceAll("\\p{Cntrl}", " ");
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (ClosedChannelException e) {
            throw e; // an interrupt has closed it, and given the lock away
        } catch (IOException e) {
            // there is no room; who waits will not learn for whom
        }
    }

    /** In words: "process 4711 (kharness run --plan smoke)". The note of one that is gone is not the holder's, who has just begun. */
    static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
        int read = channel.read(bytes, 0);
        String note =
                new String(bytes.array(), 0, Math.max(0, read), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
        Optional<Owner> owner = Owner.in(note).filter(o -> !o.isGone());
        String command = note.replaceFirst("^\\S*\\s*", "").strip();
        String process = owner.filter(o -> o.space().equals(Owner.self().space()))
                .map(o -> "process " + o.pid())
                .orElse("another run");
        return owner.isEmpty() || command.isEmpty() ? process : process + " (" + command + ")";
    }
}
