/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.evidence;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.ArrayList;
import java.util.List;
import org.kharness.console.ConsoleLog;
import org.kharness.console.GuestEvent;

/** What happened, in words: one line per signal, death, poisoning and state. */
public final class Observed {
    private Observed() {}

    public static List<String> of(ScenarioLog part) {
        return describe(part.events());
    }

    public static List<String> of(ConsoleLog log) {
        return describe(log.events());
    }

    private static List<String> describe(List<GuestEvent> events) {
        List<String> lines = new ArrayList<>();
        for (GuestEvent e : events) {
            switch (e.type()) {
                case "sigbus" -> lines.add(signal(e));
                case "exit" ->
                    lines.add(text(e, "process") + " ended: "
                            + (number(e, "signal") != 0
                                    ? "signal " + number(e, "signal")
                                    : "status " + number(e, "status")));
                case "poison" -> lines.add("poison: " + text(e, "way") + " at " + text(e, "physical") + target(e));
                case "platform" -> lines.add("platform: " + text(e, "did"));
                case "poisoned" -> lines.add("poison answered " + text(e, "errno"));
                case "state" ->
                    lines.add("HardwareCorrupted " + number(e, "corrupted_kib") + " KiB, badblocks \""
                            + text(e, "badblocks") + "\"");
                case "ended" -> lines.add("machine ended: " + text(e, "how"));
                default -> {
                    // steps and their output are in the log
                }
            }
        }
        return lines;
    }

    public static String signal(GuestEvent e) {
        String where = text(e, "map").isEmpty()
                ? "si_addr " + text(e, "addr") + " in no mapping of the scenario"
                : "si_addr " + text(e, "map") + "+0x" + Long.toHexString(number(e, "at"));
        return "SIGBUS to " + text(e, "process") + ": " + code((int) number(e, "code")) + ", " + where
                + ", si_addr_lsb " + number(e, "lsb") + ", during " + text(e, "during");
    }

    public static String code(int siCode) {
        return switch (siCode) {
            case 1 -> "BUS_ADRALN";
            case 2 -> "BUS_ADRERR";
            case 3 -> "BUS_OBJERR";
            case 4 -> "BUS_MCEERR_AR";
            case 5 -> "BUS_MCEERR_AO";
            default -> "si_code " + siCode;
        };
    }

    private static String target(GuestEvent e) {
        String process = text(e, "process");
        String disk = text(e, "disk");
        String at = "+0x" + Long.toHexString(number(e, "at"));
        return process.isEmpty() ? disk.isEmpty() ? "" : " (" + disk + at + ")" : " (" + process + at + ")";
    }
}
