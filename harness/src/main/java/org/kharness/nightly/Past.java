/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nights of a plan on a kernel as far as they say something about a later one: every run, but results only where a scenario that
 * had failed passed, or the other way round, and complaints only with the night that brought them first. However long a
 * history is, that is little.
 *
 * @param runs the oldest first; of a run itself only how it ended is told
 * @param begun when each run's night began, as the history has it
 * @param signatures when each complaint was seen first
 * @param judged when a scenario was judged first; empty where none was
 */
record Past(List<KernelNight> runs, List<String> begun, Map<String, String> signatures, String judged) {
    Past {
        runs = List.copyOf(runs);
        begun = List.copyOf(begun);
        signatures = Map.copyOf(signatures);
    }

    /** The runs before a night. */
    List<KernelNight> before(Night night) {
        String started = night.started().toString();
        int found = Collections.binarySearch(begun, started);
        int end = found < 0 ? -found - 1 : found;
        while (end > 0 && begun.get(end - 1).equals(started)) {
            end--; // nights of one second
        }
        return runs.subList(0, end);
    }

    /** The complaints that were seen before a night. */
    Set<String> signaturesBefore(Night night) {
        String started = night.started().toString();
        return signatures.entrySet().stream()
                .filter(e -> e.getValue().compareTo(started) < 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** True if anything was judged before a night. */
    boolean judgedBefore(Night night) {
        return !judged.isEmpty() && judged.compareTo(night.started().toString()) < 0;
    }
}
