/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.bisect;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.engine.ScenarioRun;
import org.kharness.plan.Scenario;
import org.kharness.verdict.Verdict;

/**
 * What failed, in a form that stays equal from kernel to kernel: the scenario, and the signature of the kernel's complaint
 * or the reason without its numbers.
 *
 * @param signatures by scenario id; empty where nothing failed
 */
record Failure(Map<String, String> signatures) {
    Failure {
        signatures = Map.copyOf(signatures);
    }

    static Failure of(List<ScenarioRun> runs) {
        Map<String, String> failed = new TreeMap<>();
        for (ScenarioRun run : runs) {
            if (run.verdict().outcome() == Verdict.Outcome.FAIL) {
                failed.put(Scenario.writtenId(run.scenario().id()), signature(run.verdict()));
            }
        }
        return new Failure(failed);
    }

    private static String signature(Verdict verdict) {
        boolean complained = verdict.reason().startsWith("kernel complaint: ");
        return complained && !verdict.reports().isEmpty()
                ? verdict.reports().get(0).signature()
                : withoutNumbers(verdict.reason());
    }

    /** A message without the addresses, sizes and places that differ from kernel to kernel. */
    static String withoutNumbers(String message) {
        return message.replaceAll("0x[0-9a-f]+|[0-9]+", "N");
    }

    /** What fails here of the scenarios that fail there, in whatever way. */
    Failure among(Failure other) {
        Map<String, String> left = new TreeMap<>(signatures);
        left.keySet().retainAll(other.signatures.keySet());
        return new Failure(left);
    }

    /** What fails here and not in the same way there. */
    Failure without(Failure other) {
        Map<String, String> left = new TreeMap<>(signatures);
        left.entrySet().removeAll(other.signatures.entrySet());
        return new Failure(left);
    }

    /** This and what failed elsewhere; where both fail in one scenario, as here. */
    Failure and(Failure other) {
        Map<String, String> all = new TreeMap<>(other.signatures);
        all.putAll(signatures);
        return new Failure(all);
    }

    /** True if some scenario fails here in the same way as there. */
    boolean sharesWith(Failure other) {
        return signatures.entrySet().stream().anyMatch(other.signatures.entrySet()::contains);
    }

    boolean isNone() {
        return signatures.isEmpty();
    }

    @Override
    public String toString() {
        return String.join(
                "; ",
                new TreeMap<>(signatures)
                        .entrySet().stream()
                                .map(e -> e.getKey() + ": " + e.getValue())
                                .toList());
    }
}
