/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.nio.file.Path;

/**
 * The bytes of one mail or of many (see {@link org.kharness.series.diff.Raw}): a short text is held, a long one is left in its
 * file and read in parts.
 */
public interface MailText {
    /** How many bytes there are. */
    int length();

    /**
     * Some of it.
     *
     * @param from its first byte
     * @param to the byte after its last
     * @throws org.kharness.failure.InputException if it is no longer there as it was
     */
    String part(int from, int to);

    /** True if it lies in memory. */
    boolean held();

    /** A text in memory. */
    static MailText of(String raw) {
        return new Held(raw);
    }

    /**
     * The bytes of a file, unpacked if they are packed.
     *
     * @throws org.kharness.failure.InputException if the file cannot be read, is damaged or too large
     */
    static MailText in(Path file) {
        return Packed.text(file);
    }

    /**
     * A text in memory.
     *
     * @param raw the text
     */
    record Held(String raw) implements MailText {
        @Override
        public int length() {
            return raw.length();
        }

        @Override
        public String part(int from, int to) {
            return raw.substring(from, to);
        }

        @Override
        public boolean held() {
            return true;
        }
    }
}
