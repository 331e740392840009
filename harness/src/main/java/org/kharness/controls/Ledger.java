/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.controls;

import java.util.List;
import org.kharness.report.RunReport;
import org.kharness.report.RunReport.ControlResult;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * What the report's page shows of controls: the ledger, and the matrix of controls against scenarios. The template is
 * src/main/jte/controls/ledger.jte.
 */
public record Ledger(RunReport report) {
    /** The controls, in the order of the manifest; empty for a run that was about something else. */
    public List<ControlResult> controls() {
        return report.controls();
    }

    /** The scenarios that were run on some control, in the order of the plan. */
    public List<String> scenarios() {
        return report.scenarios().stream()
                .map(ScenarioResult::id)
                .filter(id -> controls().stream().anyMatch(c -> c.verdicts().containsKey(id)))
                .toList();
    }

    /** What a scenario made of a control: caught, passed, unclear or none. */
    public static String cell(ControlResult control, String scenario) {
        return switch (control.verdicts().getOrDefault(scenario, "")) {
            case "FAIL" -> "caught";
            case "PASS", "FIXED" -> "passed";
            case "" -> "none";
            default -> "unclear";
        };
    }

    /** One character for what a scenario made of a control. */
    public static String mark(ControlResult control, String scenario) {
        return switch (cell(control, scenario)) {
            case "caught" -> "✗";
            case "passed" -> "✓";
            case "none" -> "";
            default -> "!";
        };
    }

    /** A word for a colour: a control that is caught is what one wants to see. */
    public static String tone(ControlResult control, String scenario) {
        return switch (cell(control, scenario)) {
            case "caught" -> "good";
            case "passed", "none" -> "none";
            default -> "warn";
        };
    }
}
