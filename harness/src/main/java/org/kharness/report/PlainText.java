/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

/** Makes text from guests, mails and compilers safe to put into files that have rules about characters. */
public final class PlainText {
    private static final int REPLACEMENT = 0xFFFD;

    private PlainText() {}

    /** The text without halves of surrogate pairs. */
    public static String encodable(String text) {
        return text.codePoints().anyMatch(PlainText::isSurrogate)
                ? map(text, c -> isSurrogate(c) ? REPLACEMENT : c)
                : text;
    }

    /** The text with only characters that XML 1.0 allows (section 2.2, production Char). */
    static String xml(String text) {
        return map(text, c -> isXml(c) ? c : REPLACEMENT);
    }

    /** The text as one visible line: control characters, escape sequences' included, are shown as a replacement. */
    public static String visible(String text) {
        return map(text, c -> isVisible(c) ? c : REPLACEMENT);
    }

    /** The same for text of several lines. */
    static String visibleLines(String text) {
        return map(text, c -> c == '\n' || isVisible(c) ? c : REPLACEMENT);
    }

    private static String map(String text, java.util.function.IntUnaryOperator change) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().map(change).forEach(result::appendCodePoint);
        return result.toString();
    }

    private static boolean isXml(int c) {
        boolean low = c == '\t' || c == '\n' || c == '\r' || within(c, 0x20, 0xD7FF);
        return low || within(c, 0xE000, 0xFFFD) || c >= 0x10000;
    }

    private static boolean isVisible(int c) {
        boolean control = Character.isISOControl(c) && c != '\t';
        return isXml(c) && !control && !isDirectional(c);
    }

    /** Marks that reorder what stands after them, so that a line would not read as it is. */
    private static boolean isDirectional(int c) {
        return within(c, 0x202A, 0x202E) || within(c, 0x2066, 0x2069);
    }

    private static boolean isSurrogate(int c) {
        return within(c, 0xD800, 0xDFFF);
    }

    private static boolean within(int c, int first, int last) {
        return c >= first && c <= last;
    }
}
