/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.console.ConsoleLog;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.ScenarioLog;
import org.kharness.plan.Scenario;
import org.kharness.value.KernelRange;
import org.kharness.verdict.Verdict.Outcome;
import org.kharness.verdict.Verdict.Stage;

/** Whether a scenario could be tried at all: its kernels, its needs, and whether the machine got ready for it. */
final class Needs {
    private static final Pattern BANNER = Pattern.compile("^Linux version (\\d+\\.\\d+\\S*)");

    private Needs() {}

    /** The verdict on a scenario that this guest cannot try; empty where it can. */
    static Optional<Verdict> unmet(Scenario scenario, ScenarioLog part) {
        KernelRange when = scenario.when();
        if (when != null && !part.release().isEmpty() && !when.contains(part.release())) {
            return Optional.of(skipped(scenario, part, "is for kernels " + when.text(), part.firstLine()));
        }
        if (!scenario.isForVariant(part.variant())) {
            String reason = "needs a kernel with --variant " + scenario.variant();
            return Optional.of(skipped(scenario, part, reason, part.firstLine()));
        }
        for (String need : scenario.allNeeds()) {
            Optional<GuestEvent> ability = part.events("ability").stream()
                    .filter(e -> text(e, "name").equals(need))
                    .findFirst();
            if (ability.isEmpty() && part.ended()) {
                return Optional.of(
                        verdict(Outcome.ERROR, part, "the guest did not say whether it has " + need, part.firstLine()));
            }
            if (ability.isPresent() && !ability.get().fields().path("met").asBoolean()) {
                String why = text(ability.get(), "why");
                String reason = "needs " + need + (why.isEmpty() ? "" : ": " + why);
                return Optional.of(skipped(scenario, part, reason, ability.get().line()));
            }
        }
        return Optional.empty();
    }

    private static Verdict skipped(Scenario scenario, ScenarioLog part, String reason, int line) {
        return scenario.require()
                ? verdict(Outcome.FAIL, part, "required, but " + reason, line)
                : verdict(Outcome.SKIP, part, reason, line);
    }

    private static Verdict verdict(Outcome outcome, ScenarioLog part, String reason, int line) {
        return new Verdict(
                outcome,
                reason,
                List.of(),
                List.of(),
                part.firstLine(),
                part.lastLine(),
                List.of(line),
                part.reports(),
                List.of(),
                Stage.ENDED);
    }

    /**
     * The verdict where a command that makes the machine ready did not succeed; empty where all did. A kernel that the scenario
     * is not for may be unable to; a kernel complaint on the way decides before it.
     */
    static Optional<Verdict> notReady(Scenario scenario, ConsoleLog log) {
        Optional<GuestEvent> failed = log.events().stream()
                .filter(e -> e.type().equals("done") && text(e, "step").startsWith("setup") && number(e, "ret") != 0)
                .findFirst();
        if (failed.isEmpty() || !log.reports().isEmpty()) {
            return Optional.empty();
        }
        KernelRange when = scenario.when();
        String release = booted(log);
        if (when != null && !release.isEmpty() && !when.contains(release)) {
            ScenarioLog part = ScenarioLog.of(scenario.id(), log);
            return Optional.of(skipped(
                    scenario,
                    part,
                    "is for kernels " + when.text(),
                    failed.get().line()));
        }
        String said = log.events().stream()
                .filter(e -> e.type().equals("out") && text(e, "step").equals(text(failed.get(), "step")))
                .map(e -> text(e, "text"))
                .reduce("", (before, line) -> line);
        String reason = "the guest could not be made ready: exit status " + number(failed.get(), "ret")
                + (said.isEmpty() ? "" : ": " + said);
        int last = log.lines().get(log.lines().size() - 1).number();
        return Optional.of(new Verdict(
                Outcome.ERROR,
                reason,
                List.of(),
                List.of(),
                0,
                last,
                List.of(failed.get().line()),
                List.of(),
                List.of(),
                Stage.NOT_BEGUN));
    }

    /** The release in the kernel's first line (linux_banner in init/version.c); empty where there is none. */
    private static String booted(ConsoleLog log) {
        return log.lines().stream()
                .map(l -> BANNER.matcher(l.text()))
                .filter(Matcher::find)
                .map(m -> m.group(1))
                .findFirst()
                .orElse("");
    }
}
