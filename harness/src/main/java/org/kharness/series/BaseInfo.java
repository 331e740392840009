/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code git format-patch --base} leaves in a mail.
 *
 * @param commit the commit that series and prerequisites were made on; empty where not said
 * @param prerequisites patch-ids of the patches between that commit and the series, in order
 */
public record BaseInfo(String commit, List<String> prerequisites) {
    /** Nothing is known. */
    public static final BaseInfo NONE = new BaseInfo("", List.of());

    private static final Pattern COMMIT = Pattern.compile("(?m)^base-commit: ([0-9a-f]{7,64})\\s*$");
    private static final Pattern PREREQUISITE = Pattern.compile("(?m)^prerequisite-patch-id: ([0-9a-f]{40})\\s*$");

    public BaseInfo {
        prerequisites = List.copyOf(prerequisites);
    }

    /** Reads the lines out of a mail's text. */
    public static BaseInfo in(String text) {
        Matcher commit = COMMIT.matcher(text);
        Set<String> ids = new LinkedHashSet<>();
        Matcher id = PREREQUISITE.matcher(text);
        while (id.find()) {
            ids.add(id.group(1));
        }
        String base = commit.find() ? commit.group(1) : "";
        return base.isEmpty() && ids.isEmpty() ? NONE : new BaseInfo(base, List.copyOf(ids));
    }
}
