/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.verdict;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kharness.agent.EventSecret;
import org.kharness.agent.StepIds;
import org.kharness.console.ConsoleLine;
import org.kharness.console.ConsoleLog;
import org.kharness.console.ConsoleLog.Damage;
import org.kharness.console.GuestEvent;
import org.kharness.console.KernelReport;
import org.kharness.console.ReportType;
import org.kharness.evidence.EventChain;
import org.kharness.evidence.Findings;
import org.kharness.evidence.Hang;
import org.kharness.evidence.Observed;
import org.kharness.evidence.ScenarioLog;
import org.kharness.evidence.SubResult;
import org.kharness.expect.Expectation;
import org.kharness.expect.ScenarioEvidence;
import org.kharness.expect.StandingRules;
import org.kharness.plan.Scenario;
import org.kharness.step.Step;
import org.kharness.step.StepLog;
import org.kharness.value.KernelRange;
import org.kharness.verdict.Verdict.Outcome;
import org.kharness.verdict.Verdict.Stage;

/**
 * Judges a scenario from its console log alone. Order of questions: did the guest come up, did the scenario begin, are its
 * needs met, is the log whole, did every step work, is every expectation met, did anything else happen that counts.
 */
public final class Judge {
    private static final int LAST_LINES = 5;
    private static final String LOST = "was lost";

    /** Complaints after which a machine does not go on, though the kernel may not panic. */
    private static final Set<ReportType> STUCK = EnumSet.of(
            ReportType.HUNG_TASK,
            ReportType.SOFT_LOCKUP,
            ReportType.HARD_LOCKUP,
            ReportType.WORKQUEUE_LOCKUP,
            ReportType.RCU_STALL);

    private Judge() {}

    /** The verdict on a scenario whose whole log this is, where no issue is known. */
    public static Verdict judge(Scenario scenario, ConsoleLog log) {
        return judge(scenario, log, KnownIssues.NONE);
    }

    /** The verdict on a scenario whose whole log this is, saved by an earlier run: the log's end tells its secret. */
    public static Verdict judge(Scenario scenario, ConsoleLog log, KnownIssues known) {
        return judge(scenario, log, known, EventChain.checkSaved(log));
    }

    /**
     * The verdict on a scenario whose whole log this is.
     *
     * @param secret what its events must be signed with
     */
    public static Verdict judge(Scenario scenario, ConsoleLog log, KnownIssues known, EventSecret secret) {
        return judge(scenario, log, known, EventChain.check(log, secret));
    }

    private static Verdict judge(
            Scenario scenario, ConsoleLog log, KnownIssues known, Optional<EventChain.Break> broken) {
        ScenarioLog part = ScenarioLog.of(scenario.id(), log);
        if (broken.isPresent()) {
            return distrusted(
                    part,
                    "line " + broken.get().line() + ": " + broken.get().what(),
                    List.of(broken.get().line()));
        }
        if (part.begin() < 0) {
            return notBegun(scenario, log);
        }
        Optional<Verdict> skipped = Needs.unmet(scenario, part);
        if (skipped.isPresent()) {
            return skipped.get();
        }
        Findings findings = new Findings();
        checkWhole(part, findings);
        List<SubResult> subresults = checkSteps(scenario, part, findings);
        ScenarioEvidence evidence = new ScenarioEvidence(scenario.way(), scenario.steps(), part, findings);
        List<Expectation> said = applicable(scenario, part);
        said.forEach(e -> e.check(evidence));
        new StandingRules(evidence, said).check();
        evidence.checkLeftOver();
        checkEnd(part, findings);
        Verdict verdict = conclude(part, findings, subresults);
        return KnownVerdict.of(scenario, part.release(), part.variant(), verdict, findings, known);
    }

    /** The verdict on a log of which nothing can be believed, not even that the kernel complained. */
    public static Verdict distrusted(ConsoleLog log, String why) {
        return distrusted(ScenarioLog.of("", log), why, List.of());
    }

    private static Verdict distrusted(ScenarioLog part, String why, List<Integer> lines) {
        return new Verdict(
                Outcome.ERROR,
                "the log cannot be trusted: " + why,
                List.of(),
                List.of(),
                part.firstLine(),
                part.lastLine(),
                lines,
                part.reports(),
                List.of(),
                part.ended() ? Stage.ENDED : Stage.BEGUN);
    }

    private static Verdict conclude(ScenarioLog part, Findings findings, List<SubResult> subresults) {
        return new Verdict(
                outcome(findings),
                findings.reason(),
                findings.expected(),
                Observed.of(part),
                part.firstLine(),
                part.lastLine(),
                findings.deciding(),
                part.reports(),
                subresults,
                part.ended() ? Stage.ENDED : Stage.BEGUN);
    }

    /**
     * A complaint decides before all else, since it explains what is then missing; an error next, since a step that was
     * not done explains the same, unless the kernel was seen to fail before.
     */
    private static Outcome outcome(Findings findings) {
        if (findings.complaint() != null) {
            return Outcome.FAIL;
        }
        if (findings.error() != null && !findings.failedBeforeError()) {
            return Outcome.ERROR;
        }
        if (findings.skipped() != null && findings.failures().isEmpty()) {
            return Outcome.SKIP;
        }
        return findings.failures().isEmpty() ? Outcome.PASS : Outcome.FAIL;
    }

    /** Expectations that hold for the kernel that ran. */
    private static List<Expectation> applicable(Scenario scenario, ScenarioLog part) {
        String release = part.release();
        List<Expectation> found = new ArrayList<>();
        for (Expectation e : scenario.expect()) {
            KernelRange when = e.when();
            if (when == null || release.isEmpty() || when.contains(release)) {
                found.add(e);
            }
        }
        return found;
    }

    private static Verdict notBegun(Scenario scenario, ConsoleLog log) {
        Optional<Verdict> notReady = Needs.notReady(scenario, log);
        if (notReady.isPresent()) {
            return notReady.get();
        }
        boolean userSpace = log.events().stream().anyMatch(e -> e.type().equals("hello"));
        List<KernelReport> reports = log.reports();
        String how = ended(log);
        String reason;
        List<Integer> deciding = new ArrayList<>();
        if (!reports.isEmpty()) {
            reason = reports.get(0).title();
            deciding.add(reports.get(0).firstLine());
        } else if (how.startsWith("hung")
                && log.lines().stream()
                        .noneMatch(l -> !l.text().isBlank() && !l.text().startsWith("kharness: "))) {
            reason = "the console stayed silent";
        } else {
            reason = "the guest " + how;
        }
        String where = userSpace ? "before the scenario began" : "before user space";
        boolean lost = how.startsWith(LOST); // by no fault of the kernel's
        Outcome outcome = userSpace && !reports.isEmpty() && !lost ? Outcome.FAIL : Outcome.ERROR;
        return new Verdict(
                outcome,
                reason + ", " + where + lastLines(log),
                List.of(),
                Observed.of(log),
                0,
                log.lines().isEmpty()
                        ? 0
                        : log.lines().get(log.lines().size() - 1).number(),
                deciding,
                reports,
                List.of(),
                userSpace || lost ? Stage.NOT_BEGUN : Stage.NO_USER_SPACE);
    }

    private static String lastLines(ConsoleLog log) {
        List<String> texts = log.lines().stream()
                .map(ConsoleLine::text)
                .filter(t -> !t.isBlank() && !t.startsWith("kharness: "))
                .toList();
        List<String> last = texts.subList(Math.max(0, texts.size() - LAST_LINES), texts.size());
        return last.isEmpty() ? "" : "; last lines: " + String.join(" | ", last);
    }

    /** What it was asked for last and did not do, where the note tells. */
    private static String asked(GuestEvent ended) {
        String asked = text(ended, "asked");
        return asked.isEmpty() ? "" : " after it was asked for \"" + asked + "\"";
    }

    /** How the machine ended, as the harness noted it at the end of the log. */
    private static String ended(ConsoleLog log) {
        for (GuestEvent e : log.events()) {
            if (e.type().equals("ended")) {
                return switch (text(e, "how")) {
                    case "timeout" -> "hung: nothing for " + number(e, "seconds") + " s" + asked(e);
                    case "flood" -> "printed without end and was cut at " + number(e, "bytes") + " bytes";
                    case "exit" -> "reset without a word";
                    case "signal" -> LOST + ": QEMU died of signal " + number(e, "signal");
                    default -> "was ended by the harness: " + text(e, "how");
                };
            }
        }
        return "left a log that ends in the middle";
    }

    private static void checkWhole(ScenarioLog part, Findings findings) {
        for (Damage d : part.log().damages()) {
            if (d.line() >= part.firstLine() && d.line() <= part.lastLine()) {
                findings.error("the log cannot be trusted at line " + d.line() + ": " + d.what(), List.of(d.line()));
            }
        }
        Set<Long> seen = new HashSet<>();
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (GuestEvent e : part.events()) {
            long n = number(e, "n");
            if (n < 0) {
                continue; // the harness's own note at the end
            }
            if (!seen.add(n)) {
                findings.error("event " + n + " stands twice in the log", List.of(e.line()));
            }
            lowest = Math.min(lowest, n);
            highest = Math.max(highest, n);
        }
        // Events of two processes may swap places at the cut, never go missing within.
        if (part.ended() && seen.size() < highest - lowest + 1) {
            findings.error(
                    (highest - lowest + 1 - seen.size()) + " guest events are missing from the log",
                    List.of(part.firstLine()));
        }
    }

    /** Lets every step look at its own part of the log; returns the results of test programs. */
    private static List<SubResult> checkSteps(Scenario scenario, ScenarioLog part, Findings findings) {
        List<StepLog> logs = new ArrayList<>();
        for (Step step : scenario.steps()) {
            logs.add(new StepLog(logs.size(), step, part, findings));
        }
        for (GuestEvent e : part.events("done")) {
            Integer index = StepIds.index(text(e, "step"));
            if (index != null && index < logs.size()) {
                scenario.steps().get(index).check(e, logs.get(index));
            }
        }
        for (int i = 0; i < logs.size(); i++) {
            scenario.steps().get(i).checkOutput(logs.get(i));
        }
        return logs.stream().flatMap(l -> l.subresults().stream()).toList();
    }

    private static void checkEnd(ScenarioLog part, Findings findings) {
        if (part.ended() && findings.open() != null) {
            findings.error("could not be looked at: " + findings.open(), List.of(part.lastLine()));
        }
        if (part.ended() || part.reports().stream().anyMatch(Judge::stopsTheMachine)) {
            return;
        }
        String how = ended(part.log());
        String what = "the guest " + how + lastStep(part);
        if (how.startsWith("hung") || how.startsWith("reset") || how.startsWith("printed")) {
            findings.leads(what + Hang.describe(part) + lastPrinted(part, how), List.of(part.lastLine()));
        } else {
            findings.error("the scenario did not end: " + what, List.of(part.lastLine()));
        }
    }

    /** The kernel's last words, where the note tells what was asked for after them. */
    private static String lastPrinted(ScenarioLog part, String how) {
        List<ConsoleLine> lines = part.kernelLines();
        return lines.isEmpty()
                        || !how.contains("asked for")
                        || !Hang.describe(part).isEmpty()
                ? ""
                : "; the kernel last printed: "
                        + lines.get(lines.size() - 1).text().strip();
    }

    /** That a machine stops after the kernel panicked or hung, expected or not, is no finding of its own. */
    private static boolean stopsTheMachine(KernelReport complaint) {
        return complaint.fatal() || STUCK.contains(complaint.type());
    }

    private static String lastStep(ScenarioLog part) {
        return part.last("done").map(e -> ", last step done " + text(e, "step")).orElse("");
    }
}
