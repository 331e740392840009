/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing to know, wherever it was seen: the same complaint, warning, failure or broken build on several kernels is one.
 *
 * @param places each kernel, plan and scenario that has it, at least one
 */
public record Finding(List<Change> places) {
    public Finding {
        places = List.copyOf(places);
    }

    /** What it is. */
    public Change.Kind kind() {
        return places.get(0).kind();
    }

    /** Puts together what is one thing, in the order in which each was told first. */
    public static List<Finding> of(List<Change> changes) {
        Map<List<String>, List<Change>> together = new LinkedHashMap<>();
        changes.forEach(
                c -> together.computeIfAbsent(key(c), k -> new ArrayList<>()).add(c));
        return together.values().stream().map(Finding::new).toList();
    }

    private static List<String> key(Change change) {
        String kind = change.kind().name();
        return switch (change.kind()) {
            case NEW_SIGNATURE -> List.of(kind, change.detail());
            case NEW_WARNING -> List.of(kind, Warnings.unplaced(change.detail()));
            case BROKEN, STILL_BROKEN, NOT_JUDGED, STILL_NOT_JUDGED -> List.of(kind, change.detail());
            case NEW_FAILURE, STILL_FAILING, FLAKY, FIXED -> List.of(kind, change.plan(), change.scenario());
            case SLOWER, FASTER -> List.of(kind, change.kernel(), change.plan(), change.scenario());
        };
    }
}
