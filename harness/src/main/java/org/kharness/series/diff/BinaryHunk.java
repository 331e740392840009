/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jgit.internal.storage.pack.BinaryDelta;
import org.eclipse.jgit.util.Base85;

/**
 * The data of a binary patch in one direction (see "GIT binary patch" in git's apply.c).
 *
 * @param delta true if the data is a git delta against the pre-image, false if it is the whole post-image
 * @param size bytes of the inflated data as the patch states
 * @param deflated the deflated data
 */
public record BinaryHunk(boolean delta, int size, String deflated) {
    /** More than any file that a patch may bring; a hostile patch cannot ask for more memory than this. */
    static final int MOST_BYTES = 256 << 20;

    /**
     * Makes the post-image.
     *
     * @throws IllegalArgumentException if the data is damaged or belongs to another pre-image
     */
    public String apply(String before) {
        byte[] data = inflate();
        if (!delta) {
            return Raw.of(data);
        }
        byte[] base = Raw.bytes(before);
        try {
            if (BinaryDelta.getBaseSize(data) != base.length || BinaryDelta.getResultSize(data) > MOST_BYTES) {
                throw new IllegalArgumentException("its delta belongs to a file of another size");
            }
            return Raw.of(BinaryDelta.apply(base, data));
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("its delta is damaged", e);
        }
    }

    /** Decodes one line of base 85 data as git writes it: a length letter, then the digits. */
    static byte[] decodeLine(String line) {
        char first = line.isEmpty() ? '?' : line.charAt(0);
        int length;
        if (first >= 'A' && first <= 'Z') {
            length = first - 'A' + 1;
        } else if (first >= 'a' && first <= 'z') {
            length = first - 'a' + 27;
        } else {
            throw new IllegalArgumentException("no length letter");
        }
        byte[] digits = Raw.bytes(line.substring(1));
        if (digits.length != (length + 3) / 4 * 5) {
            throw new IllegalArgumentException("wrong line length");
        }
        return Base85.decode(digits, length);
    }

    private byte[] inflate() {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Raw.bytes(deflated));
            ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(size, 1 << 20));
            byte[] buffer = new byte[1 << 14];
            while (!inflater.finished()) {
                int n = inflater.inflate(buffer);
                out.write(buffer, 0, n);
                if (n == 0 || out.size() > size) {
                    break;
                }
            }
            if (!inflater.finished() || out.size() != size) {
                throw new IllegalArgumentException("its data has not the stated length of " + size + " bytes");
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("its data does not inflate", e);
        } finally {
            inflater.end();
        }
    }
}
