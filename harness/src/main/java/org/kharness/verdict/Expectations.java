/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.kharness.verdict.ScenarioLog.number;
import static org.kharness.verdict.ScenarioLog.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kharness.console.ConsoleLine;
import org.kharness.console.GuestEvent;
import org.kharness.console.KernelReport;
import org.kharness.plan.Expectation;
import org.kharness.plan.Scenario;
import org.kharness.plan.Step;
import org.kharness.poison.Delivery;
import org.kharness.poison.PoisonMethods;

/**
 * Holds each expectation of a scenario against its log. Signals, deaths and complaints are used up by the expectation that
 * names them; what is left over fails the scenario.
 */
final class Expectations {
    private static final int PAGE = 4096;
    private static final int SECTOR = 512;

    private final Scenario scenario;
    private final ScenarioLog part;
    private final Findings findings;
    private final Set<GuestEvent> signals;
    private final Set<GuestEvent> deaths;
    private final Set<KernelReport> complaints;

    Expectations(Scenario scenario, ScenarioLog part, Findings findings) {
        this.scenario = scenario;
        this.part = part;
        this.findings = findings;
        this.signals = new LinkedHashSet<>(part.events("sigbus"));
        this.deaths = new LinkedHashSet<>(part.events("exit"));
        this.complaints = new LinkedHashSet<>(part.reports());
    }

    void check(List<Expectation> expectations) {
        for (Expectation e : expectations) {
            check(e);
        }
        for (KernelReport r : complaints) {
            findings.complaint(r.title(), r.firstLine());
        }
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

    private void check(Expectation expectation) {
        if (expectation instanceof Expectation.Signal e) {
            signal(e);
        } else if (expectation instanceof Expectation.NoSignal e) {
            noSignal(e);
        } else if (expectation instanceof Expectation.Killed e) {
            killed(e);
        } else if (expectation instanceof Expectation.Console e) {
            console(e);
        } else if (expectation instanceof Expectation.NotOnConsole e) {
            notOnConsole(e);
        } else if (expectation instanceof Expectation.Complaint e) {
            complaint(e);
        } else if (expectation instanceof Expectation.Result e) {
            result(e);
        } else if (expectation instanceof Expectation.Badblocks e) {
            badblocks(e);
        } else if (expectation instanceof Expectation.Corrupted e) {
            corrupted(e);
        }
    }

    private void signal(Expectation.Signal e) {
        int code = e.code() == null ? derivedCode(e.process()) : e.code().siCode();
        String map = e.map() == null ? "m" : e.map();
        String what = "SIGBUS to " + e.process() + ": " + Observed.code(code)
                + (e.at() == null ? "" : ", si_addr " + map + "+" + e.at())
                + (e.lsb() == null ? "" : ", si_addr_lsb " + e.lsb());
        @Nullable GuestEvent other = null;
        for (GuestEvent s : signals) {
            if (!text(s, "process").equals(e.process())) {
                continue;
            }
            if (number(s, "code") == code
                    && (e.at() == null
                            || (number(s, "at") == e.at().count()
                                    && text(s, "map").equals(map)))
                    && (e.lsb() == null || number(s, "lsb") == e.lsb())
                    && (e.during() == null || text(s, "during").equals(e.during()))) {
                signals.remove(s);
                findings.holds(what, List.of(s.line()));
                return;
            }
            other = other == null ? s : other;
        }
        if (other == null) {
            findings.fails(what, "no such signal", List.of());
        } else {
            findings.fails(what, "got " + Observed.signal(other), List.of(other.line()));
        }
    }

    /** The poisoner is sent what the way of poisoning delivers; every other process that is told, action optional. */
    private int derivedCode(String process) {
        boolean poisoner =
                scenario.steps().stream().anyMatch(s -> s instanceof Step.Poison p && process.equals(p.process()));
        Delivery delivery =
                poisoner ? PoisonMethods.named(scenario.via()).orElseThrow().toPoisoner() : Delivery.ACTION_OPTIONAL;
        return delivery.siCode();
    }

    private void noSignal(Expectation.NoSignal e) {
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

    private void killed(Expectation.Killed e) {
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

    private void console(Expectation.Console e) {
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

    private void notOnConsole(Expectation.NotOnConsole e) {
        String what = "kernel does not say \"" + e.text() + "\"";
        for (ConsoleLine line : part.kernelLines()) {
            if (line.text().contains(fill(e.text()))) {
                findings.fails(what, "it does", List.of(line.number()));
                return;
            }
        }
        findings.holds(what, List.of());
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

    private void result(Expectation.Result e) {
        int index = 0;
        while (!scenario.steps().get(index).label().equals(Optional.of(e.step()))) {
            index++;
        }
        String id = StepIds.of(index);
        String what = "step " + e.step()
                + (e.errno() == null ? "" : " answers " + e.errno())
                + (e.value() == null ? "" : " gives " + e.value());
        Optional<GuestEvent> done = part.events("done").stream()
                .filter(d -> text(d, "step").equals(id))
                .findFirst();
        if (done.isEmpty()) {
            findings.fails(what, "the step left no answer", List.of());
            return;
        }
        GuestEvent d = done.get();
        long value = scenario.steps().get(index) instanceof Step.Run ? number(d, "ret") : number(d, "value");
        boolean ok =
                (e.errno() == null || text(d, "errno").equals(e.errno())) && (e.value() == null || value == e.value());
        if (ok) {
            findings.holds(what, List.of(d.line()));
        } else {
            findings.fails(
                    what,
                    "answered " + text(d, "errno").toUpperCase(Locale.ROOT) + ", value " + value,
                    List.of(d.line()));
        }
    }

    private void badblocks(Expectation.Badblocks e) {
        String what = e.poisoned() ? "the poisoned page is a bad block" : "no bad blocks";
        Optional<GuestEvent> state = part.last("state");
        if (state.isEmpty()) {
            findings.open(what);
            return;
        }
        String listed = text(state.get(), "badblocks");
        boolean ok = e.poisoned() ? coversPoison(listed) : listed.isEmpty();
        if (ok) {
            findings.holds(what, List.of(state.get().line()));
        } else {
            findings.fails(
                    what,
                    "badblocks are \"" + listed + "\"",
                    List.of(state.get().line()));
        }
    }

    /** True if one of the ranges "sector count; ..." covers the page poisoned last, as far as its place on disk is known. */
    private boolean coversPoison(String listed) {
        Optional<GuestEvent> poison = part.last("poison");
        if (listed.isEmpty() || poison.isEmpty()) {
            return false;
        }
        long sector = number(poison.get(), "sector");
        for (String range : listed.split(";", -1)) {
            String[] numbers = range.strip().split(" ", -1);
            if (numbers.length == 2) {
                long start = Long.parseLong(numbers[0]);
                long count = Long.parseLong(numbers[1]);
                if (sector < 0 || (start <= sector && sector + PAGE / SECTOR <= start + count)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void corrupted(Expectation.Corrupted e) {
        String what = "HardwareCorrupted grows by " + e.pages() + " pages";
        List<GuestEvent> states = part.events("state");
        if (states.size() < 2) {
            findings.open(what);
            return;
        }
        GuestEvent last = states.get(states.size() - 1);
        long kib = number(last, "corrupted_kib") - number(states.get(0), "corrupted_kib");
        if (kib * 1024 == (long) e.pages() * PAGE) {
            findings.holds(what, List.of(last.line()));
        } else {
            findings.fails(what, "by " + kib + " KiB", List.of(last.line()));
        }
    }
}
