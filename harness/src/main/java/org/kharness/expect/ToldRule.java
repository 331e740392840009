/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.console.ConsoleLine;
import org.kharness.console.GuestEvent;

/**
 * The kernel names everybody whom it sends a memory error signal, by name and thread, with the failed frame (kill_proc() in
 * mm/memory-failure.c), and nobody else. In a mapping of 2 MiB the frame may be the first of the mapping: fs/dax.c hands
 * mf_dax_kill_procs() the entry's first page.
 */
final class ToldRule {
    private static final Pattern LINE =
            Pattern.compile("(0x[0-9a-f]+): Sending SIGBUS to (.+):(\\d+) due to hardware memory corruption");

    private final ScenarioEvidence evidence;
    private final List<Expectation> said;
    private final List<Poisoning> poisonings;

    ToldRule(ScenarioEvidence evidence, List<Expectation> said, List<Poisoning> poisonings) {
        this.evidence = evidence;
        this.said = said;
        this.poisonings = poisonings;
    }

    void check() {
        poisonings.forEach(this::check);
    }

    private void check(Poisoning p) {
        Set<String> named = new HashSet<>();
        for (ConsoleLine line : p.lines()) {
            Matcher m = LINE.matcher(line.text());
            if (m.find()) {
                named.add(m.group(2) + ":" + m.group(3));
                checkLine(p, line, m);
            }
        }
        for (GuestEvent s : p.signals()) {
            String who = text(s, "process") + ":" + number(s, "tid");
            if (!named.contains(who)) {
                evidence.findings().fails("the kernel says that it told " + who, "it does not", List.of(s.line()));
            }
        }
    }

    private void checkLine(Poisoning p, ConsoleLine line, Matcher m) {
        long frame = Long.decode(m.group(1));
        String process = m.group(2);
        if (frame != p.frame() && !firstOfMapping(p, frame)) {
            evidence.findings()
                    .fails(
                            "who is told is told of frame " + text(p.begin(), "pfn"),
                            "the kernel says " + m.group(),
                            StandingRules.at(line));
        }
        boolean heard = p.heard().stream().anyMatch(s -> text(s, "process").equals(process))
                || p.events("exit").stream().anyMatch(e -> text(e, "process").equals(process))
                || ConsoleLines.mention(said, l -> l.contains("Sending SIGBUS to " + process + ":"));
        if (!heard) {
            evidence.findings()
                    .fails("who is named hears of it", "the kernel says " + m.group(), StandingRules.at(line));
        }
    }

    private static boolean firstOfMapping(Poisoning p, long frame) {
        return p.takes(frame) && frame % 512 == 0 && p.takes(frame + 511);
    }
}
