/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.kharness.verdict.ScenarioLog.text;

import java.util.ArrayList;
import java.util.List;
import org.kharness.console.ConsoleLine;
import org.kharness.console.GuestEvent;
import org.kharness.plan.Expectation;

/** What the kernel said, in order, and what it did not say. */
final class ConsoleChecks {
    private final ScenarioLog part;
    private final Findings findings;

    ConsoleChecks(ScenarioLog part, Findings findings) {
        this.part = part;
        this.findings = findings;
    }

    void lines(Expectation.Console e) {
        List<ConsoleLine> lines = part.kernelLines();
        int from = 0;
        List<Integer> found = new ArrayList<>();
        for (String wanted : e.lines()) {
            String text = fill(wanted);
            int at = from;
            while (at < lines.size() && !lines.get(at).text().contains(text)) {
                at++;
            }
            if (at == lines.size()) {
                String after = found.isEmpty() ? "" : " after line " + found.get(found.size() - 1);
                findings.fails("kernel says \"" + text + "\"", "no such line" + after, found);
                return;
            }
            found.add(lines.get(at).number());
            from = at + 1;
        }
        findings.holds(
                "kernel says, in order: "
                        + String.join(" | ", e.lines().stream().map(this::fill).toList()),
                found);
    }

    private String fill(String wanted) {
        String text = wanted;
        if (text.contains("{pfn}")) {
            text = text.replace(
                    "{pfn}", part.last("poison").map(p -> text(p, "pfn")).orElse("{pfn}"));
        }
        for (GuestEvent p : part.events("process")) {
            text = text.replace("{pid:" + text(p, "process") + "}", text(p, "pid"));
        }
        return text;
    }

    void absent(Expectation.NotOnConsole e) {
        String what = "kernel does not say \"" + e.text() + "\"";
        for (ConsoleLine line : part.kernelLines()) {
            if (line.text().contains(fill(e.text()))) {
                findings.fails(what, "it does", List.of(line.number()));
                return;
            }
        }
        findings.holds(what, List.of());
    }
}
