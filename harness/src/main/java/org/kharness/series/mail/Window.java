/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.mail;

/** Looks at a text from its beginning to its end, a piece of it in memory at a time. */
final class Window {
    private static final int PIECE = 1 << 18;

    private final MailText text;
    private String piece = "";
    private int start;

    Window(MailText text) {
        this.text = text;
        if (text.held()) {
            piece = text.part(0, text.length());
        }
    }

    int length() {
        return text.length();
    }

    /** A byte as a character; NUL behind the end. */
    char at(int index) {
        if (index >= text.length()) {
            return 0;
        }
        show(index);
        return piece.charAt(index - start);
    }

    /** The index behind the next newline; the length where there is none. */
    int lineEnd(int from) {
        int at = from;
        while (at < text.length()) {
            show(at);
            int newline = piece.indexOf('\n', at - start);
            if (newline >= 0) {
                return start + newline + 1;
            }
            at = start + piece.length();
        }
        return text.length();
    }

    boolean startsWith(String prefix, int from) {
        if (from >= start && from + prefix.length() <= start + piece.length()) {
            return piece.startsWith(prefix, from - start);
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (at(from + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String part(int from, int to) {
        boolean here = from >= start && to <= start + piece.length();
        return here ? piece.substring(from - start, to - start) : text.part(from, to);
    }

    private void show(int index) {
        if (index < start || index >= start + piece.length()) {
            piece = text.part(index, Math.min(text.length(), index + PIECE));
            start = index;
        }
    }
}
