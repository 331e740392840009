/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.util.QuotedString;
import org.jspecify.annotations.Nullable;

/** File names in diff headers: quoting, stripping, time stamps behind them (find_name and friends of git's apply.c). */
final class PathNames {
    private static final Pattern TIMESTAMP = Pattern.compile(
            "\\s+\\d{2,4}-\\d\\d-\\d\\d\\s+\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(\\s+[-+]\\d{4}|\\s+[-+]\\d\\d:\\d\\d|\\s+UTC|\\s+GMT)?\\s*$");

    private PathNames() {}

    /** True for a header that says there is no file. */
    static boolean isDevNull(String text) {
        return text.startsWith("/dev/null") && (text.length() == 9 || Character.isWhitespace(text.charAt(9)));
    }

    /** A name in a git diff header. */
    static @Nullable String common(String text, @Nullable String shorter, int strip, boolean tabEnds) {
        if (text.startsWith("\"")) {
            String quoted = quoted(text);
            return quoted == null ? null : squash(stripped(quoted, strip));
        }
        int end = text.indexOf('\n');
        end = end < 0 ? text.length() : end;
        if (tabEnds) {
            int tab = text.indexOf('\t');
            end = tab >= 0 && tab < end ? tab : end;
        }
        String name = text.substring(0, end);
        if (name.endsWith("\r")) {
            name = name.substring(0, name.length() - 1);
        }
        name = stripped(name, strip);
        if (shorter != null && name != null && shorter.length() < name.length() && name.startsWith(shorter)) {
            return squash(shorter);
        }
        return squash(name);
    }

    /** A name in a traditional header, with a time stamp behind it or not. */
    static @Nullable String traditional(String text, @Nullable String shorter, int strip) {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (line.startsWith("\"")) {
            return common(line, shorter, strip, true);
        }
        Matcher stamp = TIMESTAMP.matcher(line);
        return common(stamp.find() ? line.substring(0, stamp.start()) : line, shorter, strip, true);
    }

    /** True if git would take names for having no leading component to strip. */
    static boolean depthZero(String before, String after) {
        int first = depth(before);
        int second = depth(after);
        int known = first < 0 ? second : first;
        return known == 0 && (second < 0 || second == 0);
    }

    private static int depth(String text) {
        if (isDevNull(text)) {
            return -1;
        }
        String name = traditional(text, null, 0);
        return name == null ? -1 : name.indexOf('/') < 0 ? 0 : 1;
    }

    /** The name in a "diff --git" line if both sides agree on it after stripping, else null (git_header_name). */
    static @Nullable String ofDiffLine(String text, int strip) {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (line.startsWith("\"")) {
            int end = closingQuote(line);
            if (end < 0) {
                return null;
            }
            String first = stripped(dequote(line.substring(0, end + 1)), strip);
            String rest = line.substring(end + 1).strip();
            String second = rest.startsWith("\"") ? quoted(rest) : rest;
            return agreed(first, second == null ? null : stripped(second, strip));
        }
        int quote = line.indexOf(" \"");
        if (quote > 0) {
            String second = quoted(line.substring(quote + 1));
            return agreed(stripped(line.substring(0, quote), strip), second == null ? null : stripped(second, strip));
        }
        for (int space = line.indexOf(' '); space > 0; space = line.indexOf(' ', space + 1)) {
            String name = agreed(stripped(line.substring(0, space), strip), stripped(line.substring(space + 1), strip));
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    private static @Nullable String agreed(@Nullable String first, @Nullable String second) {
        return first != null && !first.isEmpty() && first.equals(second) ? first : null;
    }

    private static @Nullable String quoted(String text) {
        int end = closingQuote(text);
        return end < 0 ? null : dequote(text.substring(0, end + 1));
    }

    private static String dequote(String quoted) {
        byte[] bytes = Raw.bytes(quoted);
        String name = QuotedString.GIT_PATH.dequote(bytes, 0, bytes.length);
        return Raw.of(name.getBytes(StandardCharsets.UTF_8));
    }

    private static int closingQuote(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String stripped(String name, int strip) {
        int from = 0;
        for (int i = 0; i < strip; i++) {
            int slash = name.indexOf('/', from);
            if (slash < 0) {
                return null;
            }
            from = slash + 1;
        }
        return name.substring(from);
    }

    private static @Nullable String squash(@Nullable String name) {
        return name == null || name.isEmpty() ? null : name.replaceAll("/{2,}", "/");
    }
}
