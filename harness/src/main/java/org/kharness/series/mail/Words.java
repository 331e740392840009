/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kharness.series.diff.Raw;

/**
 * Encoded words of RFC 2047 and the transfer encodings of RFC 2045 as git's mailinfo reads them. Texts are bytes (see {@link
 * Raw}) in and UTF-8 bytes out.
 */
final class Words {
    private Words() {}

    /**
     * Decodes a header value (decode_header of git's mailinfo).
     *
     * @param problems told of what git would not read; the text then stays as it came
     */
    static String header(String raw, Consumer<String> problems) {
        if (!raw.contains("=?")) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        int in = 0;
        for (int start = raw.indexOf("=?"); start >= 0; start = raw.indexOf("=?", in)) {
            boolean gap = in != start && in != 0 && isBlank(raw, in, start);
            if (!gap) {
                out.append(raw, in, start); // white space between two words is not part of the text
            }
            int mark = raw.indexOf('?', start + 2);
            int end = mark < 0 ? -1 : raw.indexOf("?=", mark + 3);
            char kind = mark < 0 ? '\0' : Character.toLowerCase(Ascii.at(raw, mark + 1));
            if (end < 0 || Ascii.at(raw, mark + 2) != '?' || (kind != 'b' && kind != 'q')) {
                problems.accept("a damaged encoded word in its header");
                return raw;
            }
            String charset = raw.substring(start + 2, mark);
            if (kind == 'q' && isUtf8(charset)) {
                quotedPrintable(raw, mark + 3, end, true, out); // by far the most
            } else {
                String coded = raw.substring(mark + 3, end);
                out.append(toUtf8(kind == 'b' ? base64(coded) : quotedPrintable(coded, true), charset, problems));
            }
            in = end + 2;
        }
        return out.append(raw, in, raw.length()).toString();
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The bytes in UTF-8, converted from the named character set; as they are where none is named or it does not fit. */
    static String toUtf8(String raw, @Nullable String charset, Consumer<String> problems) {
        if (charset == null || charset.isEmpty() || isUtf8(charset) || isAscii(raw, charset)) {
            return raw;
        }
        try {
            String name = charset.equalsIgnoreCase("latin-1") ? "ISO-8859-1" : charset;
            String text = Charset.forName(name)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Raw.bytes(raw)))
                    .toString();
            return Raw.of(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            problems.accept("a character set that is not known: " + shown(charset));
        } catch (CharacterCodingException e) {
            problems.accept("text that is not in the character set it names, " + shown(charset));
        }
        return raw;
    }

    private static String shown(String charset) {
        return Utf8.text(charset.substring(0, Math.min(40, charset.length())));
    }

    private static boolean isUtf8(String charset) {
        return charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("utf8");
    }

    /** True for text that is the same in every character set that mails are written in. */
    private static boolean isAscii(String raw, String charset) {
        String lower = charset.toLowerCase(Locale.ROOT);
        boolean plain =
                lower.startsWith("us-ascii") || lower.startsWith("iso-8859-") || lower.startsWith("windows-125");
        for (int i = 0; plain && i < raw.length(); i++) {
            plain = raw.charAt(i) < 0x80;
        }
        return plain;
    }

    /** decode_q_segment of git's mailinfo: one line; in headers an underscore is a blank. */
    static String quotedPrintable(String raw, boolean inHeader) {
        StringBuilder out = new StringBuilder(raw.length());
        quotedPrintable(raw, 0, raw.length(), inHeader, out);
        return out.toString();
    }

    private static void quotedPrintable(String raw, int from, int to, boolean inHeader, StringBuilder out) {
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            if (c == '\0') {
                break;
            }
            if (c == '=') {
                char next = i + 1 < to ? raw.charAt(i + 1) : '\0';
                if (next == '\n' || next == '\0') {
                    break; // a soft line break
                }
                int value = hex(next) * 16 + hex(i + 2 < to ? raw.charAt(i + 2) : '\0');
                if (value >= 0) {
                    out.append((char) value);
                    i += 2;
                    continue;
                }
            }
            out.append(c == '_' && inHeader ? ' ' : c);
        }
    }

    /** decode_b_segment of git's mailinfo: one line, whatever is not of the alphabet ignored. */
    static String base64(String raw) {
        StringBuilder out = new StringBuilder(raw.length() * 3 / 4 + 1);
        int pos = 0;
        int acc = 0;
        for (int i = 0; i < raw.length() && raw.charAt(i) != '\0'; i++) {
            int digit = digit(raw.charAt(i));
            if (digit < 0) {
                continue;
            }
            switch (pos++) {
                case 0 -> acc = digit << 2;
                case 1 -> {
                    out.append((char) ((acc | (digit >> 4)) & 0xff));
                    acc = (digit & 15) << 4;
                }
                case 2 -> {
                    out.append((char) ((acc | (digit >> 2)) & 0xff));
                    acc = (digit & 3) << 6;
                }
                default -> {
                    out.append((char) ((acc | digit) & 0xff));
                    acc = 0;
                    pos = 0;
                }
            }
        }
        return out.toString();
    }

    private static int digit(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (Ascii.isDigit(c)) {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }

    private static int hex(char c) {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        return digit < 0 ? -4096 : digit;
    }
}
