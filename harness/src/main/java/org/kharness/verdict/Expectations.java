/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kharness.console.KernelReport;
import org.kharness.plan.Expectation;
import org.kharness.plan.Scenario;

/**
 * Holds each expectation of a scenario against its log. Signals, deaths and complaints are used up by the expectation that
 * names them; what is left over fails the scenario.
 */
final class Expectations {
    private final Findings findings;
    private final Set<KernelReport> complaints;
    private final SignalChecks signals;
    private final ConsoleChecks console;
    private final StateChecks state;

    Expectations(Scenario scenario, ScenarioLog part, Findings findings) {
        this.findings = findings;
        this.complaints = new LinkedHashSet<>(part.reports());
        this.signals = new SignalChecks(scenario, part, findings);
        this.console = new ConsoleChecks(part, findings);
        this.state = new StateChecks(scenario, part, findings);
    }

    void check(List<Expectation> expectations) {
        expectations.forEach(this::check);
        complaints.forEach(findings::complaint);
        signals.checkLeftOver();
    }

    private void check(Expectation expectation) {
        if (expectation instanceof Expectation.Signal e) {
            signals.signal(e);
        } else if (expectation instanceof Expectation.NoSignal e) {
            signals.noSignal(e);
        } else if (expectation instanceof Expectation.Killed e) {
            signals.killed(e);
        } else if (expectation instanceof Expectation.Console e) {
            console.lines(e);
        } else if (expectation instanceof Expectation.NotOnConsole e) {
            console.absent(e);
        } else if (expectation instanceof Expectation.Complaint e) {
            complaint(e);
        } else if (expectation instanceof Expectation.Result e) {
            state.result(e);
        } else if (expectation instanceof Expectation.Output e) {
            state.output(e);
        } else if (expectation instanceof Expectation.Badblocks e) {
            state.badblocks(e);
        } else if (expectation instanceof Expectation.Corrupted e) {
            state.corrupted(e);
        } else if (expectation instanceof Expectation.Content e) {
            state.content(e);
        } else if (expectation instanceof Expectation.Mount e) {
            state.mount(e);
        }
    }

    private void complaint(Expectation.Complaint e) {
        String what = "kernel complaint \"" + e.title() + "\"";
        List<KernelReport> named =
                complaints.stream().filter(r -> r.title().contains(e.title())).toList();
        if (named.isEmpty()) {
            findings.fails(what, "there is none", List.of());
            return;
        }
        named.forEach(complaints::remove);
        findings.holds(what, List.of(named.get(0).firstLine()));
    }
}
