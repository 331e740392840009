/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

import org.jspecify.annotations.Nullable;

/** The lines of a text, one at a time and without a copy of the whole. */
final class Lines {
    private final String text;
    private int at;

    Lines(String text, int from) {
        this.text = text;
        at = from;
    }

    /** The next line with its newline, which only the last may lack; null at the end. */
    @Nullable
    String next() {
        if (at >= text.length()) {
            return null;
        }
        int end = text.indexOf('\n', at) + 1;
        end = end == 0 ? text.length() : end;
        String line = text.substring(at, end);
        at = end;
        return line;
    }

    /** How many characters follow. */
    int left() {
        return text.length() - at;
    }

    /** The first character of the next line; NUL at the end. */
    char peek() {
        return Ascii.at(text, at);
    }
}
