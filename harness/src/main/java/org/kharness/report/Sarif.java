/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kharness.report.PatchReview.Check;

/**
 * What was found on the patches of a series as SARIF 2.1.0 (OASIS), which editors and code hosts show beside the lines. A
 * finding without a place in the source, such as a missing sign-off, has no location.
 */
final class Sarif {
    private static final String CONFIGURATIONS = "configurations";

    /** The checks, and what each looks for. */
    private static final Map<String, String> RULES = rules();

    private Sarif() {}

    private static Map<String, String> rules() {
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("applies", "The patch goes onto its base as git am would put it.");
        rules.put("builds", "The kernel builds with the patch as the last one.");
        rules.put("warnings", "The compiler says nothing that it did not say before the patch.");
        rules.put("checkpatch", "The kernel's own scripts/checkpatch.pl finds nothing.");
        rules.put("sign-off", "The author signed the patch off.");
        rules.put("fixes", "Fixes: tags name commits that are there, with their subjects.");
        rules.put("boots", "The kernel boots with the patch as the last one.");
        rules.put("scenarios", "No scenario of the plan fails with the patch as the last one that did not before it.");
        rules.put(
                "w1",
                "With make W=1 the compiler says nothing of the touched files that it did not say before the patch.");
        rules.put("sparse", "Sparse says nothing of the touched files that it did not say before the patch.");
        rules.put(
                "kernel-doc",
                "The kernel's own scripts/kernel-doc says nothing of the touched files that it did not say before the patch.");
        rules.put("compiled", "Some configuration that was built compiles the changed lines.");
        rules.put("recipients", "The mail went to whom scripts/get_maintainer.pl names.");
        rules.put("changes", "A new version says what changed since the one before.");
        rules.put(CONFIGURATIONS, "The touched files compile in other configurations, with nothing new to say.");
        return rules;
    }

    static String write(RunReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put(
                "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        root.put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "kharness").put("version", RunReport.Invocation.VERSION);
        ArrayNode rules = driver.putArray("rules");
        RULES.forEach((id, text) -> {
            ObjectNode rule = rules.addObject().put("id", id);
            rule.putObject("shortDescription").put("text", text);
        });
        ArrayNode results = run.putArray("results");
        for (PatchReview patch : report.presubmit()) {
            for (Check check : patch.remarks()) {
                if (!check.outcome().equals("SKIP")) {
                    String who = "patch " + patch.n() + " (" + patch.subject() + "): ";
                    check.details().forEach(d -> result(results.addObject(), check.name(), check.outcome(), who, d));
                }
            }
        }
        for (ConfigurationReview review : report.ofAllPatches()) {
            String where = "configuration " + review.name() + " (" + review.about() + "): ";
            review.found().stream()
                    .filter(f -> !f.outcome().equals("SKIP"))
                    .forEach(f -> result(results.addObject(), CONFIGURATIONS, f.outcome(), where, f.text()));
        }
        return root.toPrettyString() + "\n";
    }

    private static void result(ObjectNode result, String rule, String outcome, String about, String found) {
        String detail = PlainText.encodable(found);
        result.put("ruleId", rule);
        result.put("level", level(outcome));
        result.putObject("message").put("text", about + detail);
        Place.in(detail).ifPresent(place -> {
            ObjectNode physical = result.putArray("locations").addObject().putObject("physicalLocation");
            physical.putObject("artifactLocation").put("uri", place.file());
            ObjectNode region = physical.putObject("region").put("startLine", place.line());
            place.column().ifPresent(c -> region.put("startColumn", c));
        });
    }

    private static String level(String outcome) {
        return switch (outcome) {
            case "FAIL" -> "error";
            case "WARN" -> "warning";
            default -> "note";
        };
    }
}
