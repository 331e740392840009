/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.expect;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.List;
import java.util.Optional;
import org.kharness.console.ConsoleLine;
import org.kharness.console.GuestEvent;
import org.kharness.evidence.ScenarioLog;
import org.kharness.poison.PoisonMethod;
import org.kharness.poison.PoisonMethods;
import org.kharness.value.KernelRange;

/**
 * What holds in every scenario unless it says otherwise: each failed page is dealt with in the way that the kernel names, is
 * counted once, becomes a bad block of exactly its own length where the way of poisoning makes one, and is taken from those
 * who are told, from no one else and with nothing else; the kernel names those and only those whom it told; the file system
 * lives and can be unmounted. Judged only where the guest's agent watched for it, so that logs of older agents judge as they
 * did.
 */
public final class StandingRules {
    /** Since "mm/memory-failure: count pages in action_result()", 6.0, DAX pages are counted too. */
    private static final KernelRange COUNTED = KernelRange.parse(">= 6.0");

    /** What the standing rule demands anyway: a scenario that says so is held to all of the rule, the answer too. */
    private static final String USUAL = PoisonMethod.HANDLED + " dax page: Recovered";

    private final ScenarioEvidence evidence;
    private final List<Expectation> said;
    private final List<Poisoning> poisonings;

    /**
     * The rules for one scenario.
     *
     * @param said what the scenario expects on the kernel that ran
     */
    public StandingRules(ScenarioEvidence evidence, List<Expectation> said) {
        this.evidence = evidence;
        this.said = List.copyOf(said);
        this.poisonings = Poisoning.of(evidence.part());
    }

    /** Holds the rules against the log. */
    public void check() {
        ScenarioLog part = evidence.part();
        boolean watched = part.first("begin").map(b -> number(b, "watch") != -1).orElse(false);
        if (!watched || !part.ended()) {
            return;
        }
        checkRecovery();
        new ToldRule(evidence, said, poisonings).check();
        poisonings.forEach(p -> MappingRule.check(p, evidence));
        checkState();
        checkUnmount();
        new StrayLines(evidence, said).check();
    }

    private void checkRecovery() {
        for (int i = 0; i < poisonings.size(); i++) {
            int number = i + 1;
            boolean named = said.stream().anyMatch(e -> e instanceof Recovery r && r.concerns(number))
                    || ConsoleLines.mention(said, l -> l.contains(PoisonMethod.HANDLED) && !l.contains(USUAL));
            if (!named) {
                standing(poisonings.get(i)).check(poisonings.get(i), evidence);
            }
        }
    }

    private static Recovery standing(Poisoning p) {
        boolean fails =
                PoisonMethods.named(p.way()).map(PoisonMethod::failsPage).orElse(true);
        return !fails ? new Recovery(Recovery.Outcome.NONE, null, null, null, null, null) : Recovery.STANDING;
    }

    private void checkState() {
        String release = evidence.part().release();
        if (none(Corrupted.class) && !release.isEmpty() && COUNTED.contains(release)) {
            new Corrupted((int) handled(), null).check(evidence);
        }
        if (none(BadBlocks.class)) {
            new BadBlocks(null, null, null).check(evidence);
        }
        if (none(MountState.class) && !evidence.part().events("mount").isEmpty()) {
            String path = text(evidence.part().events("mount").get(0), "path");
            new MountState(path, MountState.State.ALIVE, null).check(evidence);
        }
    }

    /** Pages that memory_failure() came to deal with: what it counts. */
    private long handled() {
        return poisonings.stream()
                .flatMap(p -> p.lines().stream())
                .filter(l -> l.text().contains(PoisonMethod.HANDLED))
                .count();
    }

    private boolean none(Class<? extends Expectation> kind) {
        return said.stream().noneMatch(kind::isInstance);
    }

    private void checkUnmount() {
        Optional<GuestEvent> unmounted = evidence.part().first("unmounted");
        if (unmounted.isEmpty() || text(unmounted.get(), "errno").equals("EINVAL")) {
            return; // nothing was mounted
        }
        evidence.judge(
                text(unmounted.get(), "errno").equals("0"),
                "the file system can be unmounted",
                "umount answers " + text(unmounted.get(), "errno"),
                unmounted.get());
    }

    /** Where a line of the kernel's stands, for findings. */
    static List<Integer> at(ConsoleLine line) {
        return List.of(line.number());
    }
}
