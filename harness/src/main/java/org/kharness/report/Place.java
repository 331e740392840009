/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the kernel's source that a finding names.
 *
 * @param file relative to the tree's top
 * @param line from 1
 * @param column from 1; empty where none is named
 */
public record Place(String file, int line, Optional<Integer> column) {
    /** "fs/dax.c:120: ..." or "fs/dax.c:120:7: ...", as compilers and checkpatch.pl --emacs write it. */
    private static final Pattern PLACE = Pattern.compile(
            "(?:^|.*?\\s)(?<file>[A-Za-z0-9_][A-Za-z0-9_./+-]*):(?<line>[1-9]\\d{0,8})(?::(?<column>[1-9]\\d{0,8}))?\\b.*");

    /** The first in the first line of a text; empty where there is none, or one outside of the tree. */
    public static Optional<Place> in(String text) {
        Matcher place = PLACE.matcher(text.lines().findFirst().orElse(""));
        if (!place.matches() || place.group("file").contains("..")) {
            return Optional.empty();
        }
        return Optional.of(new Place(
                place.group("file"),
                Integer.parseInt(place.group("line")),
                Optional.ofNullable(place.group("column")).map(Integer::valueOf)));
    }
}
