/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kharness.console.GuestEvent;

/**
 * A failed page is taken from the processes that are told of it, and with it no more than the mapping whose size the signal
 * gives (unmap_and_kill() in mm/memory-failure.c). What else processes have mapped stays where it is and as it is: their own
 * copies of the page, its neighbours, everything where nobody is told.
 */
final class MappingRule {
    private static final String NOT_NOTED = "Out of memory while machine check handling";

    private static final String OFFLINING = "Soft-offlining pfn: 0x";

    private MappingRule() {}

    static void check(Poisoning p, ScenarioEvidence evidence) {
        Set<String> told = p.signals().stream().map(s -> text(s, "process")).collect(Collectors.toSet());
        for (GuestEvent lost : p.events("lost")) {
            checkLost(p, lost, evidence);
        }
        for (GuestEvent kept : p.events("kept")) {
            if (told.contains(text(kept, "process"))) {
                evidence.findings()
                        .fails(
                                "the failed page is taken from " + text(kept, "process"),
                                "it still has it at " + place(kept),
                                List.of(kept.line()));
            }
        }
    }

    private static void checkLost(Poisoning p, GuestEvent lost, ScenarioEvidence evidence) {
        long first = Long.decode(text(lost, "pfn"));
        boolean failed =
                text(lost, "how").equals("gone") && p.takes(first) && p.takes(first + number(lost, "pages") - 1);
        // Who could not be noted for want of memory loses the page like everybody else (__add_to_kill() there)
        boolean anybody = p.lines().stream()
                .anyMatch(l -> l.text().contains("Sending SIGBUS") || l.text().contains(NOT_NOTED));
        if ((failed && anybody) || movedSoftly(p, lost, first)) {
            return;
        }
        String pages = number(lost, "pages") + " pages at " + place(lost);
        evidence.findings()
                .fails(
                        "mappings stay as they are but for the failed page",
                        text(lost, "process") + " has " + text(lost, "how") + " " + pages,
                        List.of(lost.line()));
    }

    /** A page that has had too many corrected errors is left, and its content goes elsewhere (cec_add_elem() in drivers/ras/cec.c). */
    private static boolean movedSoftly(Poisoning p, GuestEvent lost, long frame) {
        return text(lost, "how").equals("moved")
                && number(lost, "pages") == 1
                && frame == p.frame()
                && p.lines().stream().anyMatch(l -> l.text().endsWith(OFFLINING + Long.toHexString(frame)));
    }

    private static String place(GuestEvent e) {
        return text(e, "map") + "+0x" + Long.toHexString(number(e, "at"));
    }
}
