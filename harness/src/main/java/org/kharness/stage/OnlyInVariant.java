/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kharness.report.RunReport.KernelComplaint;
import org.kharness.report.RunReport.ScenarioResult;

/** Puts the variant's name before the reason of a verdict that a complaint of its kernel decided. */
final class OnlyInVariant {
    private OnlyInVariant() {}

    /** The same results; a reason begins with "NAME only: " where the usual kernel ran the scenario too and did not complain so. */
    static List<ScenarioResult> named(List<ScenarioResult> results) {
        return results.stream().map(r -> named(r, results)).toList();
    }

    private static ScenarioResult named(ScenarioResult result, List<ScenarioResult> all) {
        if (result.variant().isEmpty()
                || result.verdict().equals("PASS")
                || signatures(result).isEmpty()) {
            return result;
        }
        List<ScenarioResult> plain = all.stream()
                .filter(r -> r.variant().isEmpty() && r.id().equals(result.id()))
                .toList();
        boolean also = plain.stream().anyMatch(p -> signatures(p).containsAll(signatures(result)));
        if (also) {
            return result;
        }
        return result.as(result.verdict(), result.variant() + (plain.isEmpty() ? ": " : " only: ") + result.reason());
    }

    private static Set<String> signatures(ScenarioResult result) {
        return result.kernelReports().stream().map(KernelComplaint::signature).collect(Collectors.toSet());
    }
}
