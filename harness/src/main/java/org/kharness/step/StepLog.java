/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.step;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.ArrayList;
import java.util.List;
import org.kharness.agent.StepIds;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.Findings;
import org.kharness.evidence.ScenarioLog;
import org.kharness.evidence.SubResult;
import org.kharness.value.Words;

/** The log as one step sees it, and where it tells what it finds. */
public final class StepLog {
    private final int index;
    private final Step step;
    private final ScenarioLog part;
    private final Findings findings;
    private final List<SubResult> subresults = new ArrayList<>();

    /**
     * A step's view.
     *
     * @param index of the step in its scenario, from 0
     */
    public StepLog(int index, Step step, ScenarioLog part, Findings findings) {
        this.index = index;
        this.step = step;
        this.part = part;
        this.findings = findings;
    }

    /** The step with its number and kind, as messages name it. */
    String name() {
        return "step " + (index + 1) + " (" + Words.kind(step.getClass()) + ")";
    }

    /** The id of its command. */
    String id() {
        return StepIds.of(index);
    }

    ScenarioLog part() {
        return part;
    }

    Findings findings() {
        return findings;
    }

    /**
     * Says that the step could not be done, so that nothing can be said of the kernel; one that did not come back in its time
     * says that the kernel hangs.
     */
    void notDone(GuestEvent done) {
        if (text(done, "errno").equals("ETIMEDOUT")) {
            findings.fails(name() + " did not end in time", List.of(done.line()));
            return;
        }
        String how = number(done, "ret") < 0 ? text(done, "errno") : "exit status " + number(done, "ret");
        findings.error(name() + " could not be done: " + how, List.of(done.line()));
    }

    /** True if the guest told an event of that type during the command that is done. */
    boolean saw(GuestEvent done, String type) {
        List<GuestEvent> before =
                part.events().stream().filter(e -> e.line() < done.line()).toList();
        for (int i = before.size() - 1; i >= 0 && !before.get(i).type().equals("done"); i--) {
            if (before.get(i).type().equals(type)) {
                return true;
            }
        }
        return false;
    }

    void add(List<SubResult> results) {
        subresults.addAll(results);
    }

    /** Results of a test program of the step's that speaks KTAP. */
    public List<SubResult> subresults() {
        return List.copyOf(subresults);
    }
}
