/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

/**
 * How alike two files are, counted as git counts it for renames (diffcore-delta.c and estimate_similarity of
 * diffcore-rename.c): a file is cut into lines of at most 64 bytes, and the bytes of the lines that both have are set
 * against the size of the larger file. Another measure would follow other renames than {@code git am --3way} does.
 */
final class Similarity {
    /** Two equal files. */
    static final int MOST = 60_000;

    private static final int HASH_BASE = 107_927;
    private static final int LONGEST_LINE = 64;
    private static final int LOOKED_AT_FOR_NUL = 8_000;

    private Similarity() {}

    /** False if sizes alone say that two files are less alike than the least that counts. */
    static boolean possible(long one, long other, int least) {
        long larger = Math.max(one, other);
        return larger * (MOST - least) >= (larger - Math.min(one, other)) * MOST && Math.min(one, other) > 0;
    }

    /** Bytes per hash of a line. */
    static int[] count(byte[] data) {
        int[] bytes = new int[HASH_BASE];
        boolean text = isText(data);
        int first = 0;
        int second = 0;
        int length = 0;
        for (int i = 0; i < data.length; i++) {
            int c = data[i] & 0xff;
            if (text && c == '\r' && i + 1 < data.length && data[i + 1] == '\n') {
                continue;
            }
            int old = first;
            first = (first << 7 ^ second >>> 25) + c;
            second = second << 7 ^ old >>> 25;
            length++;
            if (length == LONGEST_LINE || c == '\n') {
                bytes[Integer.remainderUnsigned(first + second * 0x61, HASH_BASE)] += length;
                first = 0;
                second = 0;
                length = 0;
            }
        }
        if (length > 0) {
            bytes[Integer.remainderUnsigned(first + second * 0x61, HASH_BASE)] += length;
        }
        return bytes;
    }

    private static boolean isText(byte[] data) {
        for (int i = 0; i < Math.min(data.length, LOOKED_AT_FOR_NUL); i++) {
            if (data[i] == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * How much of the larger of two files both have.
     *
     * @return 0 to {@link #MOST}
     */
    static int score(int[] one, long oneSize, int[] other, long otherSize) {
        long common = 0;
        for (int i = 0; i < HASH_BASE; i++) {
            common += Math.min(one[i], other[i]);
        }
        return (int) ((double) common * MOST / Math.max(oneSize, otherSize));
    }
}
