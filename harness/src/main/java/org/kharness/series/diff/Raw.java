/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

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

    /** Lines with their newlines; only the last one may lack it. Each is cut out when it is asked for. */
    public static List<String> lines(String raw) {
        int[] ends = new int[16];
        int count = 0;
        int from = 0;
        while (from < raw.length()) {
            int end = raw.indexOf('\n', from) + 1;
            from = end == 0 ? raw.length() : end;
            ends = count == ends.length ? Arrays.copyOf(ends, 2 * count) : ends;
            ends[count++] = from;
        }
        return new Lines(raw, Arrays.copyOf(ends, count));
    }

    /** A long text would be there twice if its lines were kept. */
    private static final class Lines extends AbstractList<String> implements RandomAccess {
        private final String raw;
        private final int[] ends;

        Lines(String raw, int[] ends) {
            this.raw = raw;
            this.ends = ends;
        }

        @Override
        public String get(int index) {
            return raw.substring(index == 0 ? 0 : ends[index - 1], ends[index]);
        }

        @Override
        public int size() {
            return ends.length;
        }
    }
}
