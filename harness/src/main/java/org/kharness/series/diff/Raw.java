/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes kept as a string of Latin-1 characters, one for each byte: immutable, compact, and nothing is lost whatever
 * encoding a file or a mail has. Every diff and file content in this package has this form.
 */
public final class Raw {
    private Raw() {}

    /** The bytes as characters U+0000 to U+00FF. */
    public static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes again. */
    public static byte[] bytes(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text that the bytes hold if they are UTF-8. */
    public static String utf8(String raw) {
        return new String(bytes(raw), StandardCharsets.UTF_8);
    }

    /** Lines with their newlines; only the last one may lack it. */
    public static List<String> lines(String raw) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < raw.length()) {
            int end = raw.indexOf('\n', from) + 1;
            end = end == 0 ? raw.length() : end;
            lines.add(raw.substring(from, end));
            from = end;
        }
        return lines;
    }
}
