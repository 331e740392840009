/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.kharness.verdict.ScenarioLog.number;
import static org.kharness.verdict.ScenarioLog.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.console.GuestEvent;
import org.kharness.plan.Bytes;
import org.kharness.plan.Expectation;
import org.kharness.plan.Scenario;
import org.kharness.plan.Step;
import org.kharness.poison.Delivery;
import org.kharness.poison.PoisonMethods;

/** Who was sent SIGBUS, who died, and who was left alone. */
final class SignalChecks {
    private final Scenario scenario;
    private final ScenarioLog part;
    private final Findings findings;
    private final Set<GuestEvent> signals;
    private final Set<GuestEvent> deaths;

    SignalChecks(Scenario scenario, ScenarioLog part, Findings findings) {
        this.scenario = scenario;
        this.part = part;
        this.findings = findings;
        this.signals = new LinkedHashSet<>(part.events("sigbus"));
        this.deaths = new LinkedHashSet<>(part.events("exit"));
    }

    /** Signals and deaths that no expectation named. */
    void checkLeftOver() {
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

    void signal(Expectation.Signal e) {
        int code = e.code() == null ? derivedCode(e.process()) : e.code().siCode();
        String map = e.map() == null ? "m" : e.map();
        String what = "SIGBUS to " + e.process() + ": " + Observed.code(code)
                + (e.at() == null ? "" : ", si_addr " + map + "+" + e.at())
                + (e.lsb() == null ? "" : ", si_addr_lsb " + e.lsb())
                + (e.count() == null ? "" : ", " + e.count() + " times");
        int missing = e.count() == null ? 1 : e.count();
        List<Integer> lines = new ArrayList<>();
        @Nullable GuestEvent other = null;
        for (GuestEvent s : List.copyOf(signals)) {
            if (missing == 0 || !text(s, "process").equals(e.process())) {
                continue;
            }
            if (matches(s, e, code, map)) {
                signals.remove(s);
                lines.add(s.line());
                missing--;
            } else {
                other = other == null ? s : other;
            }
        }
        if (missing == 0) {
            findings.holds(what, lines);
        } else if (other != null) {
            findings.fails(what, "got " + Observed.signal(other), List.of(other.line()));
        } else {
            findings.fails(what, lines.isEmpty() ? "no such signal" : "only " + lines.size() + " such signals", lines);
        }
    }

    private static boolean matches(GuestEvent s, Expectation.Signal e, int code, String map) {
        Bytes at = e.at();
        return number(s, "code") == code
                && (at == null
                        || (number(s, "at") == at.count() && text(s, "map").equals(map)))
                && (e.lsb() == null || number(s, "lsb") == e.lsb())
                && (e.during() == null || text(s, "during").equals(e.during()));
    }

    /** The poisoner is sent what the way of poisoning delivers; every other process that is told, action optional. */
    private int derivedCode(String process) {
        boolean poisoner =
                scenario.steps().stream().anyMatch(s -> s instanceof Step.Poison p && process.equals(p.process()));
        Delivery delivery =
                poisoner ? PoisonMethods.named(scenario.via()).orElseThrow().toPoisoner() : Delivery.ACTION_OPTIONAL;
        return delivery.siCode();
    }

    void noSignal(Expectation.NoSignal e) {
        String what = "no SIGBUS to " + e.process();
        List<GuestEvent> got = new ArrayList<>();
        part.events("sigbus").stream()
                .filter(s -> text(s, "process").equals(e.process()))
                .forEach(got::add);
        part.events("exit").stream()
                .filter(s -> text(s, "process").equals(e.process()))
                .forEach(got::add);
        if (got.isEmpty()) {
            findings.holds(
                    what,
                    part.events("process").stream()
                            .filter(p -> text(p, "process").equals(e.process()))
                            .map(GuestEvent::line)
                            .toList());
            return;
        }
        got.forEach(signals::remove);
        got.forEach(deaths::remove);
        GuestEvent first = got.get(0);
        String how =
                first.type().equals("sigbus") ? Observed.signal(first) : "it died of signal " + number(first, "signal");
        findings.fails(what, how, List.of(first.line()));
    }

    void killed(Expectation.Killed e) {
        String what = e.process() + " dies of signal " + e.signal();
        Optional<GuestEvent> death = deaths.stream()
                .filter(d -> text(d, "process").equals(e.process()))
                .findFirst();
        if (death.isEmpty()) {
            findings.fails(what, "it lives", List.of());
            return;
        }
        deaths.remove(death.get());
        List<Integer> line = List.of(death.get().line());
        if (number(death.get(), "signal") == e.signal()) {
            findings.holds(what, line);
        } else {
            findings.fails(what, "signal " + number(death.get(), "signal"), line);
        }
    }
}
