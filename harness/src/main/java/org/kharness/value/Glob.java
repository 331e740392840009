/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.value;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;

/** A shell pattern for the ids of scenarios, controls and the like, as {@link java.nio.file.FileSystem#getPathMatcher}. */
public final class Glob {
    private final PathMatcher matcher;

    private Glob(PathMatcher matcher) {
        this.matcher = matcher;
    }

    /**
     * A pattern.
     *
     * @param pattern null matches everything
     * @throws InputException if it is malformed
     */
    public static Glob of(@Nullable String pattern) {
        try {
            return new Glob(
                    pattern == null ? p -> true : FileSystems.getDefault().getPathMatcher("glob:" + pattern));
        } catch (PatternSyntaxException e) {
            throw new InputException("'" + pattern + "' is no pattern: " + e.getDescription(), e);
        }
    }

    /** True if it matches the whole id. */
    public boolean matches(String id) {
        return matcher.matches(Path.of(id));
    }
}
