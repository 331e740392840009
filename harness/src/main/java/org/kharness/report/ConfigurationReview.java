/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What came of a series' files in one configuration of the kernel.
 *
 * @param name as it is written in a list, such as "off:FS_DAX"
 * @param about what it is, in words
 * @param outcome PASS; WARN for new warnings; FAIL where something does not compile that did before, or is new; SKIP where nothing
 *     could be compiled; ERROR where our surroundings failed
 * @param compiled how many of the files compiled
 * @param notBuilt the files that this configuration does not build
 * @param seconds wall time
 * @param details what was found, a line each
 */
public record ConfigurationReview(
        String name,
        String about,
        String outcome,
        int compiled,
        @JsonProperty("not_built") List<String> notBuilt,
        double seconds,
        List<String> details) {
    public ConfigurationReview {
        notBuilt = List.copyOf(notBuilt);
        details = List.copyOf(details);
    }

    /** What was found and which files are not built, a line each. */
    public List<String> remarks() {
        if (notBuilt.isEmpty()) {
            return details;
        }
        List<String> all = new java.util.ArrayList<>(details);
        all.add("not built: " + String.join(" ", notBuilt));
        return all;
    }
}
