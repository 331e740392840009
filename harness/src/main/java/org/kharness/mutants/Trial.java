/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.List;

/**
 * One mutant's turn.
 *
 * @param id the mutant's
 * @param by the scenario that caught it; empty where none did
 * @param why what decided, in words
 * @param ran the scenarios that were run, in order
 * @param unclear those of them that could neither pass nor fail
 * @param seconds wall time
 */
record Trial(String id, Fate fate, String by, String why, List<String> ran, List<String> unclear, double seconds) {
    Trial {
        ran = List.copyOf(ran);
        unclear = List.copyOf(unclear);
    }

    /** One that took no running. */
    static Trial of(String id, Fate fate, String why) {
        return new Trial(id, fate, "", why, List.of(), List.of(), 0);
    }

    /** One that nothing of what was run noticed. */
    static Trial survived(String id, List<String> ran, List<String> unclear, double seconds) {
        String passed =
                ran.size() == 1 ? "the scenario that was run passed" : "all " + ran.size() + " scenarios passed";
        String why = unclear.isEmpty()
                ? passed
                : "none of " + ran.size() + " scenarios failed, " + unclear.size() + " could not tell";
        return new Trial(id, Fate.SURVIVED, "", why, ran, unclear, seconds);
    }

    /** The same with another end. */
    Trial as(Fate other, String reason) {
        return new Trial(id, other, by, reason, ran, unclear, seconds);
    }
}
