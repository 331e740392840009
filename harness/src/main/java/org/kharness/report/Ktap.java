/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kharness.report.RunReport.ScenarioResult;

/**
 * A run as KTAP, version 1: a suite per kernel variant, a case per scenario, and below it what a test program in the guest
 * said. KTAP has no word for a known issue: it is a SKIP that says so, as the run does not fail of it either.
 */
final class Ktap {
    private final StringBuilder text = new StringBuilder();

    private Ktap() {}

    static String write(RunReport report) {
        Ktap ktap = new Ktap();
        ktap.run(report);
        return ktap.text.toString();
    }

    private void run(RunReport report) {
        Map<String, List<ScenarioResult>> suites = new LinkedHashMap<>();
        for (ScenarioResult s : report.scenarios()) {
            suites.computeIfAbsent(s.variant(), v -> new ArrayList<>()).add(s);
        }
        boolean early = report.message() != null;
        int checked = report.presubmit().isEmpty() ? 0 : 1;
        line(0, "KTAP version 1");
        line(0, "1.." + (suites.size() + checked + (early ? 1 : 0)));
        int number = 0;
        if (checked > 0) {
            patches(++number, report.reviewed());
        }
        for (Map.Entry<String, List<ScenarioResult>> suite : suites.entrySet()) {
            suite(++number, plan(report) + (suite.getKey().isEmpty() ? "" : " " + suite.getKey()), suite.getValue());
        }
        if (early) {
            remarks(0, String.valueOf(report.message()));
            result(0, false, ++number, "run", "");
        }
    }

    private static String plan(RunReport report) {
        RunReport.Invocation invocation = report.invocation();
        return invocation == null || invocation.plan().isEmpty() ? "kharness" : invocation.plan();
    }

    private void suite(int number, String name, List<ScenarioResult> scenarios) {
        begin(1, name, scenarios.size());
        int n = 0;
        for (ScenarioResult scenario : scenarios) {
            scenario(++n, scenario);
        }
        boolean good = scenarios.stream().noneMatch(s -> failed(s.verdict()));
        result(0, good, number, name, "");
    }

    private void scenario(int number, ScenarioResult scenario) {
        if (!scenario.subresults().isEmpty()) {
            begin(2, scenario.id(), scenario.subresults().size());
            int n = 0;
            for (RunReport.SubResult part : scenario.subresults()) {
                result(
                        2,
                        !failed(part.verdict()),
                        ++n,
                        part.name(),
                        part.verdict().equals("SKIP") ? "SKIP" : "");
            }
        }
        String verdict = scenario.verdict();
        if (!verdict.equals("PASS")) {
            remarks(1, verdict + ": " + scenario.reason());
        }
        String directive = switch (verdict) {
            case "SKIP" -> "SKIP " + scenario.reason();
            case "KNOWN" -> "SKIP known issue: " + scenario.reason();
            default -> "";
        };
        result(1, !failed(verdict), number, scenario.id(), directive);
    }

    private void patches(int number, List<PatchReview> patches) {
        begin(1, "patches", patches.stream().mapToInt(p -> p.checks().size()).sum());
        boolean good = true;
        int n = 0;
        for (PatchReview patch : patches) {
            for (PatchReview.Check check : patch.checks()) {
                check.details().forEach(d -> remarks(1, d));
                boolean ok = !failed(check.outcome());
                good &= ok;
                result(
                        1,
                        ok,
                        ++n,
                        String.format(Locale.ROOT, "%04d %s", patch.n(), check.name()),
                        check.outcome().equals("SKIP") ? "SKIP" : "");
            }
        }
        result(0, good, number, "patches", "");
    }

    private static boolean failed(String verdict) {
        return verdict.equals("FAIL") || verdict.equals("ERROR");
    }

    private void begin(int depth, String name, int tests) {
        line(depth, "KTAP version 1");
        line(depth, "# Subtest: " + name(name));
        line(depth, "1.." + tests);
    }

    private void result(int depth, boolean good, int number, String name, String directive) {
        line(
                depth,
                (good ? "ok " : "not ok ") + number + " " + name(name)
                        + (directive.isEmpty() ? "" : " # " + oneLine(directive)));
    }

    /** A number sign would begin a directive. */
    private static String name(String name) {
        return oneLine(name).replace('#', '_');
    }

    private void remarks(int depth, String remark) {
        remark.lines().forEach(l -> line(depth, "# " + oneLine(l)));
    }

    private static String oneLine(String words) {
        return PlainText.encodable(words).replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private void line(int depth, String words) {
        text.append("    ".repeat(depth)).append(words).append('\n');
    }
}
