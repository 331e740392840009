/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.presubmit.Check.Outcome;
import org.kharness.series.PostedMail;

/** Whether a later version of a series says what has changed, in its cover letter or in one of its patches. */
final class ChangesCheck {
    static final String NAME = "changes";

    private static final Pattern VERSION = Pattern.compile("(?i)^[^\\]]*\\[[^\\]]*\\bv(\\d{1,4})\\b");
    /** As in "Changes in v2:", "Changelog", "v1 -> v2", "V2:", "Since v1". */
    private static final Pattern SAID = Pattern.compile(
            "(?im)^\\W*(?:change ?log|changes?\\b.*\\b(?:v\\d|since|from|in)|since v\\d|diff from v\\d|v\\d+\\b\\W*(?:->|=>|to\\b|:|$)|\\S* ?\\bv\\d+ ?(?:->|=>|:))");

    private ChangesCheck() {}

    /** Looks at the mails of a series. */
    static Check check(List<PostedMail> posted) {
        if (posted.isEmpty()) {
            return Check.skipped(NAME, "it came in no mail");
        }
        int version = posted.stream()
                .map(m -> VERSION.matcher(m.subject()))
                .filter(Matcher::find)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .max()
                .orElse(1);
        boolean said = version < 2
                || posted.stream().anyMatch(m -> SAID.matcher(m.text()).find());
        return said
                ? Check.pass(NAME)
                : Check.of(
                        NAME, Outcome.WARN, "version " + version + " says nowhere what has changed since the last one");
    }
}
