/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.value;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;

/** A shell pattern for the ids of scenarios, controls and the like, as {@link java.nio.file.FileSystem#getPathMatcher}. */
public final class Glob {
    private final List<PathMatcher> alternatives;

    private Glob(List<PathMatcher> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * A pattern.
     *
     * @param pattern alternatives with commas between; null matches everything
     * @throws InputException if it is malformed
     */
    public static Glob of(@Nullable String pattern) {
        try {
            return new Glob(
                    pattern == null
                            ? List.of(p -> true)
                            : alternatives(pattern).stream()
                                    .map(a -> FileSystems.getDefault().getPathMatcher("glob:" + a))
                                    .toList());
        } catch (PatternSyntaxException e) {
            throw new InputException("'" + pattern + "' is no pattern: " + e.getDescription(), e);
        }
    }

    /** True if it matches the whole id. */
    public boolean matches(String id) {
        Path path = Path.of(id);
        return alternatives.stream().anyMatch(a -> a.matches(path));
    }

    /** The parts between commas that stand in no braces or brackets. */
    private static List<String> alternatives(String pattern) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '\\' -> i++;
                case ',' -> {
                    if (depth <= 0) {
                        parts.add(pattern.substring(begin, i));
                        begin = i + 1;
                    }
                }
                default -> {
                    // part of the alternative
                }
            }
        }
        parts.add(pattern.substring(begin));
        return parts;
    }
}
