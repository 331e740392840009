/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.nightly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kharness.nightly.KernelNight.Result;

/** How each scenario of a plan on a kernel stood, night by night: gone through once for all scenarios of a night. */
final class States {
    /** How a scenario stood in a night that told something of it. */
    private record State(String night, boolean failed) {}

    private final Map<String, List<State>> byScenario = new HashMap<>();

    /** Of nights, the oldest first. */
    States(List<KernelNight> nights) {
        for (KernelNight night : nights) {
            for (Result result : night.results()) {
                if (result.tells()) {
                    byScenario
                            .computeIfAbsent(result.scenario(), s -> new ArrayList<>())
                            .add(new State(night.night(), result.failed()));
                }
            }
        }
    }

    /** True if a scenario failed the last time that anything was told of it. */
    boolean failedLast(String scenario) {
        List<State> states = byScenario.getOrDefault(scenario, List.of());
        return !states.isEmpty() && states.get(states.size() - 1).failed();
    }

    /** The night since which a scenario fails that fails tonight. */
    String failingSince(String scenario, String tonight) {
        String since = tonight;
        List<State> states = byScenario.getOrDefault(scenario, List.of());
        for (int i = states.size() - 1; i >= 0 && states.get(i).failed(); i--) {
            since = states.get(i).night();
        }
        return since;
    }
}
