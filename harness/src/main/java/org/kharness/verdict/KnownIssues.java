/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The list of known issues. A failure that only listed issues explain is KNOWN; a scenario that passes where a
 * listed issue shows each time is FIXED.
 *
 * @param schema version of the list's format: 1
 */
public record KnownIssues(
        @JsonProperty(required = true) int schema,
        @JsonProperty(required = true) List<KnownIssue> issues) {
    /** No issue is known. */
    public static final KnownIssues NONE = new KnownIssues(1, List.of());

    public KnownIssues {
        issues = issues == null ? List.of() : List.copyOf(issues);
    }

    /** Those that may show in a scenario on a kernel that was made so. */
    List<KnownIssue> concerning(String scenario, String release, String variant) {
        return issues.stream()
                .filter(i -> i.concerns(scenario, release, variant))
                .toList();
    }
}
