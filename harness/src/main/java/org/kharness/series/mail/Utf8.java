/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.kharness.series.diff.Raw;

/** Bytes as text in the way in which git makes commit messages UTF-8: whatever is not is taken for Latin-1, byte by byte. */
public final class Utf8 {
    private Utf8() {}

    /** The text of bytes (see {@link Raw}): verify_utf8 of git's commit.c. */
    public static String text(String raw) {
        byte[] bytes = Raw.bytes(raw);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.length() == bytes.length || text.codePoints().noneMatch(Utf8::isNoCharacter)) {
                return text; // ASCII, or what git finds nothing wrong in either
            }
        } catch (CharacterCodingException e) {
            // byte by byte then
        }
        StringBuilder out = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int length = valid(bytes, at);
            if (length == 0) {
                out.append((char) (bytes[at++] & 0xff));
            } else {
                out.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return out.toString();
    }

    /** Bytes of the character at an index, 0 if there is none that git takes (find_invalid_utf8). */
    private static int valid(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf8 ? 3 : 0;
        if (more == 0 || at + more >= bytes.length) {
            return 0;
        }
        int code = first & (0x3f >> more);
        for (int i = 1; i <= more; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
            code = (code << 6) | (bytes[at + i] & 0x3f);
        }
        int least = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
        boolean wrong = code < least || code > 0x10ffff || (code & 0x1ff800) == 0xd800 || isNoCharacter(code);
        return wrong ? 0 : more + 1;
    }

    private static boolean isNoCharacter(int code) {
        return (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
    }
}
