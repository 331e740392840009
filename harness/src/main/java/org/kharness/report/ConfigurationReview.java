/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
 * @param failures why it fails, a line each; empty where it does not
 * @param details what was found besides, a line each
 */
public record ConfigurationReview(
        String name,
        String about,
        String outcome,
        int compiled,
        @JsonProperty("not_built") List<String> notBuilt,
        double seconds,
        List<String> failures,
        List<String> details) {
    public ConfigurationReview {
        notBuilt = List.copyOf(notBuilt);
        failures = List.copyOf(failures);
        details = List.copyOf(details);
    }

    /** A line, and what it would come to alone: FAIL, WARN, ERROR or SKIP. */
    public record Finding(String outcome, String text) {}

    /** All there is to say, what fails first and what is not built last. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(found());
        if (!notBuilt.isEmpty()) {
            all.add(new Finding("SKIP", "not built: " + String.join(" ", notBuilt)));
        }
        return all;
    }

    /** The same without what is not built. */
    List<Finding> found() {
        String alone = outcome.equals("SKIP") || outcome.equals("ERROR") ? outcome : "WARN";
        return Stream.concat(
                        failures.stream().map(f -> new Finding("FAIL", f)),
                        details.stream().map(d -> new Finding(alone, d)))
                .toList();
    }
}
