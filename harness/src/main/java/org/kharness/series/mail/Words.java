/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kharness.series.diff.Raw;

/** Encoded words of RFC 2047 and the transfer encodings of RFC 2045, as leniently as git reads them. */
final class Words {
    private static final Pattern WORD = Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([BbQq])\\?([^?]*)\\?=");

    private Words() {}

    /** Decodes a header value; bytes outside encoded words are UTF-8 if they can be, else Latin-1. */
    static String header(String raw) {
        Matcher words = WORD.matcher(raw);
        StringBuilder text = new StringBuilder();
        int end = 0;
        boolean afterWord = false;
        while (words.find()) {
            String between = raw.substring(end, words.start());
            if (!afterWord || !between.isBlank()) {
                text.append(text(between, null)); // white space between two words is not part of the text
            }
            String coded = words.group(3);
            String bytes = words.group(2).equalsIgnoreCase("B") ? base64(coded) : quotedPrintable(coded, true);
            text.append(text(bytes, words.group(1)));
            end = words.end();
            afterWord = true;
        }
        return text.append(text(raw.substring(end), null)).toString();
    }

    /** Characters of bytes in a character set; without a usable one, UTF-8 if the bytes can be, else Latin-1. */
    static String text(String raw, @Nullable String charset) {
        byte[] bytes = Raw.bytes(raw);
        if (charset != null) {
            try {
                Charset named = Charset.forName(charset.toLowerCase(Locale.ROOT));
                if (!named.equals(StandardCharsets.US_ASCII) && !named.equals(StandardCharsets.UTF_8)) {
                    return new String(bytes, named);
                }
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                // falls through to the guess
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return raw;
        }
    }

    /** Decodes quoted-printable text; in headers an underscore is a blank. */
    static String quotedPrintable(String raw, boolean inHeader) {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '_' && inHeader) {
                out.append(' ');
            } else if (c != '=') {
                out.append(c);
            } else if (i + 1 >= raw.length() || raw.charAt(i + 1) == '\n') {
                i++; // a soft line break
            } else if (raw.startsWith("\r\n", i + 1)) {
                i += 2;
            } else {
                int value = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) * 16 + hex(raw.charAt(i + 2)) : -1;
                if (value >= 0) {
                    out.append((char) value);
                    i += 2;
                } else {
                    out.append(c);
                }
            }
        }
        return out.toString();
    }

    /** Decodes base 64 text, ignoring whatever is not of its alphabet. */
    static String base64(String raw) {
        ByteArrayOutputStream digits = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/') {
                digits.write(c);
            }
        }
        byte[] all = digits.toByteArray();
        int usable = all.length % 4 == 1 ? all.length - 1 : all.length;
        return Raw.of(Base64.getDecoder().decode(java.util.Arrays.copyOf(all, usable)));
    }

    private static int hex(char c) {
        int digit = Character.digit(c, 16);
        return digit < 0 ? -256 : digit;
    }
}
