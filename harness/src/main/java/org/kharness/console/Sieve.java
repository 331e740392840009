/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells, of bytes, whether they hold any of many keywords: nearly no line of a log does. Of every keyword four bytes are chosen. Of
 * three pairs of bytes that follow each other in a text one begins at every third byte, so only these are looked up, which nothing
 * has to wait for; what the pairs let through is compared.
 */
final class Sieve {
    private static final int GRAM = 4;
    /** Pairs in a gram, and so the distance at which a text is looked at. */
    private static final int STEP = GRAM - 1;

    private static final int PAIRS = 1 << 16;

    private static final byte ESCAPE = 0x1b;
    /** The first byte, in UTF-8, of the unbreakable blank that mail programs put in. */
    private static final byte UNBREAKABLE = (byte) 0xc2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** The pairs of letters and signs that are met most often in our own logs, the more common first. */
    private static final String COMMON =
            "  ff:  f Rin==ere f terees cd t leeddeatmes  entoronem,  C pngI: aitCPPIseti ral P d lst t"
                    + " briceentag --ab i A sACbl B? us ? (arcoec masne__anroloX:actrS:isirioocou _m _cllur_smack"
                    + "e+ndfaveodbus:rar  nelprs_rcl ysn e:hesyy ryPCsoctcafe St_ klinoeaettmmossC rngesi IP:_w u"
                    + "doadl_ebwrchevhakdnipclkdtfdupotm_ hcimp Er_puo lae_to xc nssapt) rqfoun_i_pdiBXigb rvnafc";

    private static final int MOST = 1000;

    /** For two bytes, which of the pairs of a gram, by its place in it, they are: a bit each. */
    private final byte[] pairs = new byte[PAIRS];

    private final Map<Integer, List<Place>> grams = new HashMap<>();
    /** The same without what is behind: a gram in a slot that its bits give; 0 where there is none. */
    private final int[] slots = new int[1 << 12];

    /** A keyword. */
    private static final class Place {
        private final byte[] bytes;
        /** Where in it its gram begins. */
        private final int at;

        Place(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        /** True if it stands in these bytes of a text, with its gram there. */
        boolean stands(byte[] text, int from, int to, int gram) {
            int start = gram - at;
            if (start < from || start + bytes.length > to) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (text[start + i] != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * A sieve for these keywords.
     *
     * @throws IllegalArgumentException if one is shorter than four characters or holds others than printable ASCII
     */
    Sieve(List<String> keywords) {
        short[] weights = weights();
        for (String keyword : keywords) {
            if (keyword.length() < GRAM || keyword.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("keyword \"" + keyword + "\" is too short or not plain");
            }
            add(keyword.getBytes(StandardCharsets.US_ASCII), weights);
        }
    }

    private void add(byte[] keyword, short[] weights) {
        int best = 0;
        for (int at = 1; at + GRAM <= keyword.length; at++) {
            if (cost(keyword, at, weights) < cost(keyword, best, weights)) {
                best = at;
            }
        }
        for (int i = 0; i < STEP; i++) {
            pairs[pair(keyword, best + i)] |= (byte) (1 << i);
        }
        int gram = gram(keyword, best);
        grams.computeIfAbsent(gram, g -> new ArrayList<>()).add(new Place(keyword, best));
        int slot = slot(gram);
        while (slots[slot] != 0 && slots[slot] != gram) {
            slot = (slot + 1) % slots.length;
        }
        slots[slot] = gram;
    }

    /** How often the pairs of a gram may be met that are not looked for already. */
    private int cost(byte[] keyword, int at, short[] weights) {
        int sum = 0;
        for (int i = 0; i < STEP; i++) {
            boolean known = (pairs[pair(keyword, at + i)] & (1 << i)) != 0;
            int often = 1 + weights[pair(keyword, at + i)];
            sum += known ? often / 4 : often;
        }
        return sum;
    }

    /** How common each pair is, for the while of making a sieve: it is asked for thousands of times. */
    private static short[] weights() {
        short[] weights = new short[PAIRS];
        for (int i = 0; i < COMMON.length(); i += 2) {
            weights[COMMON.charAt(i) << Byte.SIZE | COMMON.charAt(i + 1)] = (short) (MOST / (i / 2 + 1));
        }
        return weights;
    }

    private static int pair(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static int gram(byte[] bytes, int at) {
        return pair(bytes, at) << 16 | pair(bytes, at + 2);
    }

    private int slot(int gram) {
        return (gram * 0x9e3779b1) >>> 20;
    }

    /** True where a line that is no more than these bytes has a keyword in it. */
    boolean holds(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 1; i += STEP) {
            int which = pairs[pair(bytes, i)];
            if (which != 0 && closer(bytes, from, to, i, which)) {
                return true;
            }
        }
        return false;
    }

    private boolean closer(byte[] bytes, int from, int to, int at, int which) {
        for (int i = 0; i < STEP; i++) {
            int start = at - i;
            if ((which & (1 << i)) != 0
                    && start >= from
                    && start + GRAM <= to
                    && (pairs[pair(bytes, start)] & 1) != 0
                    && (pairs[pair(bytes, start + 2)] & 1 << 2) != 0
                    && known(bytes, from, to, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean known(byte[] bytes, int from, int to, int start) {
        int gram = gram(bytes, start);
        int slot = slot(gram);
        while (slots[slot] != gram) {
            if (slots[slot] == 0) {
                return false;
            }
            slot = (slot + 1) % slots.length;
        }
        for (Place place : grams.getOrDefault(gram, List.of())) {
            if (place.stands(bytes, from, to, start)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The first place at or after from where a line ends or, which asks for a closer look, a terminal's escape or an unbreakable
     * blank stands; to where there is none.
     */
    static int mark(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, at);
            long found = zeros(eight ^ ('\n' * LOW_BITS))
                    | zeros(eight ^ (ESCAPE * LOW_BITS))
                    | zeros(eight ^ ((UNBREAKABLE & 0xff) * LOW_BITS));
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < to && bytes[at] != '\n' && bytes[at] != ESCAPE && bytes[at] != UNBREAKABLE) {
            at++;
        }
        return at;
    }

    /** The first place at or after from where a line ends; to where there is none. */
    static int newline(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long found = zeros((long) LONGS.get(bytes, at) ^ ('\n' * LOW_BITS));
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Sets the high bit of bytes that are 0; the lowest one that it sets is right ("Hacker's Delight", 6-1). */
    private static long zeros(long eight) {
        return (eight - LOW_BITS) & ~eight & HIGH_BITS;
    }
}
