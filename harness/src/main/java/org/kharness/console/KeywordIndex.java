/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.BitSet;
import java.util.List;

/**
 * Tells which of many keywords a line may hold, in one pass over it. Almost every line of a log holds none, and asking
 * for each keyword by itself would take most of the time of reading.
 */
final class KeywordIndex {
    private static final int LENGTH = 4;
    private static final int TABLE = 1 << 14;

    private final BitSet[] table = new BitSet[TABLE];
    private final int count;

    /**
     * An index of these keywords.
     *
     * @throws IllegalArgumentException if one is shorter than four characters
     */
    KeywordIndex(List<String> keywords) {
        count = keywords.size();
        for (int i = 0; i < count; i++) {
            String keyword = keywords.get(i);
            if (keyword.length() < LENGTH) {
                throw new IllegalArgumentException("keyword \"" + keyword + "\" is too short");
            }
            int slot = slot(window(keyword, LENGTH - 1));
            if (table[slot] == null) {
                table[slot] = new BitSet(count);
            }
            table[slot].set(i);
        }
    }

    /** The places, in the list of keywords, of those that may be in the text; it may name some that are not. */
    BitSet candidates(String text) {
        BitSet found = new BitSet(0);
        int window = 0;
        for (int i = 0; i < text.length(); i++) {
            window = (window << 8) | (text.charAt(i) & 0xff);
            if (i >= LENGTH - 1) {
                BitSet here = table[slot(window)];
                if (here != null) {
                    found.or(here);
                }
            }
        }
        return found;
    }

    private static int window(String keyword, int last) {
        int window = 0;
        for (int i = 0; i <= last; i++) {
            window = (window << 8) | (keyword.charAt(i) & 0xff);
        }
        return window;
    }

    private static int slot(int window) {
        return (window * 0x9e3779b1) >>> 18;
    }
}
