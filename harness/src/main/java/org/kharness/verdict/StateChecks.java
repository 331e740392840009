/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.kharness.verdict.ScenarioLog.number;
import static org.kharness.verdict.ScenarioLog.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kharness.console.GuestEvent;
import org.kharness.plan.Bytes;
import org.kharness.plan.Expectation;
import org.kharness.plan.Scenario;
import org.kharness.plan.Step;
import org.kharness.poison.PoisonMethods;

/** How steps ended, and what the guest looked like afterwards. */
final class StateChecks {
    private static final int PAGE = 4096;
    private static final int SECTOR = 512;

    private final Scenario scenario;
    private final ScenarioLog part;
    private final Findings findings;

    StateChecks(Scenario scenario, ScenarioLog part, Findings findings) {
        this.scenario = scenario;
        this.part = part;
        this.findings = findings;
    }

    private int indexOf(String label) {
        int index = 0;
        while (!scenario.steps().get(index).label().equals(Optional.of(label))) {
            index++;
        }
        return index;
    }

    void result(Expectation.Result e) {
        int index = indexOf(e.step());
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
        Step step = scenario.steps().get(index);
        boolean shell = step instanceof Step.Run || step instanceof Step.MakeFileSystem;
        long value = shell ? number(d, "ret") : number(d, "value");
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

    void output(Expectation.Output e) {
        String what = "step " + e.step() + " prints \"" + e.text() + "\"";
        Ktap.output(part, StepIds.of(indexOf(e.step()))).stream()
                .filter(o -> text(o, "text").contains(e.text()))
                .findFirst()
                .ifPresentOrElse(
                        o -> findings.holds(what, List.of(o.line())),
                        () -> findings.fails(what, "it does not", List.of()));
    }

    void content(Expectation.Content e) {
        long at = count(e.at(), 0);
        long length = count(e.length(), PAGE);
        String range = e.file() + " at 0x" + Long.toHexString(at) + ", 0x" + Long.toHexString(length) + " bytes,";
        String what = range + (e.errno() == null ? " reads as " + e.fill() : " answers " + e.errno());
        Optional<GuestEvent> seen = part.events("content").stream()
                .filter(c -> text(c, "path").equals(e.file()) && number(c, "at") == at && number(c, "length") == length)
                .findFirst();
        if (seen.isEmpty()) {
            findings.open(what);
            return;
        }
        GuestEvent c = seen.get();
        String errno = text(c, "errno");
        boolean ok = e.errno() == null
                ? errno.equals("0") && number(c, "min") == e.fill() && number(c, "max") == e.fill()
                : errno.equals(e.errno());
        String was =
                errno.equals("0") ? "bytes from " + number(c, "min") + " to " + number(c, "max") : "answered " + errno;
        judge(ok, what, was, c);
    }

    void mount(Expectation.Mount e) {
        String wanted = e.state().name().toLowerCase(Locale.ROOT);
        String what = "the file system at " + e.path() + " is " + (wanted.equals("alive") ? "alive" : "shut down");
        Optional<GuestEvent> seen = part.events("mount").stream()
                .filter(m -> text(m, "path").equals(e.path()))
                .findFirst();
        if (seen.isEmpty()) {
            findings.open(what);
            return;
        }
        String state = text(seen.get(), "state");
        judge(state.equals(wanted), what, state + ", " + text(seen.get(), "errno"), seen.get());
    }

    private void judge(boolean ok, String what, String otherwise, GuestEvent seen) {
        if (ok) {
            findings.holds(what, List.of(seen.line()));
        } else {
            findings.fails(what, otherwise, List.of(seen.line()));
        }
    }

    private static long count(@org.jspecify.annotations.Nullable Bytes bytes, long otherwise) {
        return bytes == null ? otherwise : bytes.count();
    }

    void badblocks(Expectation.Badblocks e) {
        boolean poisoned = e.poisoned() == null
                ? PoisonMethods.named(scenario.via()).orElseThrow().addsBadblock()
                : e.poisoned();
        String what = poisoned ? "the poisoned page is a bad block" : "no bad blocks";
        Optional<GuestEvent> state = part.last("state");
        if (state.isEmpty()) {
            findings.open(what);
            return;
        }
        String listed = text(state.get(), "badblocks");
        boolean ok = poisoned ? coversPoison(listed) : listed.isEmpty();
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

    void corrupted(Expectation.Corrupted e) {
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
