/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kharness.engine.ScenarioRun;
import org.kharness.plan.Scenario;
import org.kharness.stage.BootableMachine;
import org.kharness.stage.Chosen;
import org.kharness.stage.RunState;
import org.kharness.stage.Workshop;
import org.kharness.variant.Variant;
import org.kharness.verdict.Verdict.Stage;

/**
 * What the unbroken kernel makes of the plan. Each scenario runs when a control first asks for it: what catches a control is
 * mostly known beforehand, and the whole plan takes minutes, in some variants an hour.
 */
final class Unbroken {
    private final Workshop workshop;
    private final BootableMachine machine;
    private final Chosen chosen;
    private final Variant variant;
    private final Path folder;
    private final RunState state;
    private final Map<String, ScenarioRun> judged = new LinkedHashMap<>();

    /**
     * One of which nothing has run yet.
     *
     * @param folder of the run
     * @param state is told of what was judged, in the order of the plan
     */
    Unbroken(Workshop workshop, BootableMachine machine, Chosen chosen, Variant variant, Path folder, RunState state) {
        this.workshop = workshop;
        this.machine = machine;
        this.chosen = chosen;
        this.variant = variant;
        this.folder = folder;
        this.state = state;
    }

    /** Those of the scenarios that pass, or fail by nothing but known issues; none if the kernel does not boot. */
    List<Scenario> passing(List<Scenario> wanted) {
        List<Scenario> fresh =
                wanted.stream().filter(s -> !judged.containsKey(s.id())).toList();
        if (!fresh.isEmpty() && boots()) {
            Chosen part = new Chosen(chosen.plan(), fresh, chosen.known());
            workshop.judge("unbroken kernel", machine, part, folder, state, r -> {})
                    .forEach(r -> judged.put(r.scenario().id(), r));
            List<ScenarioRun> all = chosen.scenarios().stream()
                    .map(s -> judged.get(s.id()))
                    .filter(Objects::nonNull)
                    .toList();
            state.judged(all, folder, variant);
        }
        return wanted.stream().filter(this::passes).toList();
    }

    private boolean passes(Scenario scenario) {
        ScenarioRun run = judged.get(scenario.id());
        return run != null && run.verdict().outcome().isAsEver();
    }

    /** False once a scenario has shown that the kernel never comes to a user space. */
    boolean boots() {
        return judged.values().stream().noneMatch(r -> r.verdict().stage() == Stage.NO_USER_SPACE);
    }
}
