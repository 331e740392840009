/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kharness.agent.StepIds;
import org.kharness.console.GuestEvent;
import org.kharness.console.KernelReport;
import org.kharness.evidence.Findings;
import org.kharness.evidence.Observed;
import org.kharness.evidence.ScenarioLog;
import org.kharness.poison.PoisonMethod;
import org.kharness.step.Step;

/**
 * What expectations are held against: the scenario's log, and the signals, deaths and complaints in it that no expectation
 * has named yet. An expectation uses up what it names; what is left over fails the scenario.
 */
public final class ScenarioEvidence {
    private final PoisonMethod way;
    private final List<Step> steps;
    private final ScenarioLog part;
    private final Findings findings;
    private final Set<GuestEvent> signals;
    private final Set<GuestEvent> deaths;
    private final Set<KernelReport> complaints;

    /**
     * The evidence of one scenario.
     *
     * @param way how it poisons memory
     * @param steps what it did, in order
     */
    public ScenarioEvidence(PoisonMethod way, List<Step> steps, ScenarioLog part, Findings findings) {
        this.way = way;
        this.steps = List.copyOf(steps);
        this.part = part;
        this.findings = findings;
        this.signals = new LinkedHashSet<>(part.events("sigbus"));
        this.deaths = new LinkedHashSet<>(part.events("exit"));
        this.complaints = new LinkedHashSet<>(part.reports());
    }

    /** Counts what no expectation named. */
    public void checkLeftOver() {
        complaints.forEach(findings::complaint);
        for (GuestEvent e : signals) {
            findings.fails("unexpected " + Observed.signal(e), List.of(e.line()));
        }
        for (GuestEvent e : deaths) {
            findings.fails(
                    "unexpected end of " + text(e, "process") + ": signal " + number(e, "signal") + ", status "
                            + number(e, "status"),
                    List.of(e.line()));
        }
    }

    PoisonMethod way() {
        return way;
    }

    List<Step> steps() {
        return steps;
    }

    ScenarioLog part() {
        return part;
    }

    Findings findings() {
        return findings;
    }

    /** SIGBUS events that no expectation has named; what is named is taken out. */
    Set<GuestEvent> signals() {
        return signals;
    }

    /** Deaths of processes that no expectation has named; what is named is taken out. */
    Set<GuestEvent> deaths() {
        return deaths;
    }

    /** Complaints that no expectation has named; what is named is taken out. */
    Set<KernelReport> complaints() {
        return complaints;
    }

    /** The step of that name, which the plan's check found there. */
    Step step(String label) {
        return steps.get(indexOf(label));
    }

    /** The id of the command of the step of that name. */
    String stepId(String label) {
        return StepIds.of(indexOf(label));
    }

    private int indexOf(String label) {
        int index = 0;
        while (!steps.get(index).label().equals(Optional.of(label))) {
            index++;
        }
        return index;
    }

    /** Says that an expectation holds, or what was seen otherwise. */
    void judge(boolean ok, String what, String otherwise, GuestEvent seen) {
        if (ok) {
            findings.holds(what, List.of(seen.line()));
        } else {
            findings.fails(what, otherwise, List.of(seen.line()));
        }
    }

    /** A text of the plan with {pfn} and {pid:NAME} replaced by what this run had. */
    String filled(String wanted) {
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
}
