/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kharness.console.ConsoleLine;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.ScenarioLog;

/**
 * One page that was poisoned, and what the log holds from there to the next one: a failure is dealt with before the next
 * step begins, so what the kernel says in between is about this page.
 *
 * @param begin the event that names the page
 * @param events the guest's events since, this one left out
 * @param lines the kernel's lines since
 */
record Poisoning(GuestEvent begin, List<GuestEvent> events, List<ConsoleLine> lines) {
    private static final int ACTION_REQUIRED = 4;
    private static final int ACTION_OPTIONAL = 5;

    /** Every poisoning of a scenario, in order. */
    static List<Poisoning> of(ScenarioLog part) {
        List<GuestEvent> begins = part.events("poison");
        List<ConsoleLine> kernel = part.kernelLines();
        List<Poisoning> all = new ArrayList<>();
        for (int i = 0; i < begins.size(); i++) {
            int from = begins.get(i).line();
            int to = i + 1 < begins.size() ? begins.get(i + 1).line() : Integer.MAX_VALUE;
            all.add(new Poisoning(
                    begins.get(i),
                    part.events().stream()
                            .filter(e -> e.line() > from && e.line() < to)
                            .toList(),
                    kernel.stream()
                            .filter(l -> l.number() > from && l.number() < to)
                            .toList()));
        }
        return all;
    }

    /** The failed frame's number. */
    long frame() {
        return Long.decode(text(begin, "pfn"));
    }

    /** How it was poisoned: the id of a way. */
    String way() {
        return text(begin, "way");
    }

    /** What the way of poisoning answered, such as "EBUSY", "0" for success; empty where the log ends before. */
    Optional<GuestEvent> answer() {
        return events("poisoned").stream().findFirst();
    }

    /** Memory error signals that the failure itself sent; a signal of a later access is none. */
    List<GuestEvent> signals() {
        return events("sigbus").stream()
                .filter(s -> number(s, "code") == ACTION_REQUIRED || number(s, "code") == ACTION_OPTIONAL)
                .filter(s -> !text(s, "during").equals("touch"))
                .toList();
    }

    /** The same, and those whose information the kernel had no memory for: what they say is an expectation's affair. */
    List<GuestEvent> heard() {
        return events("sigbus").stream()
                .filter(s -> number(s, "code") == ACTION_REQUIRED
                        || number(s, "code") == ACTION_OPTIONAL
                        || number(s, "code") == 0)
                .filter(s -> !text(s, "during").equals("touch"))
                .toList();
    }

    /** Whether a frame lies in the mapping that failed with the page, whose size the signals tell. */
    boolean takes(long other) {
        int lsb = signals().stream()
                .mapToInt(s -> (int) number(s, "lsb"))
                .filter(l -> l <= 30)
                .max()
                .orElse(0);
        int order = Math.max(0, lsb - 12);
        return other >>> order == frame() >>> order;
    }

    List<GuestEvent> events(String type) {
        return events.stream().filter(e -> e.type().equals(type)).toList();
    }
}
