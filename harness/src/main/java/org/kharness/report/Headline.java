/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kharness.report.RunReport.ScenarioResult;

/** A run's outcome in a few words; the page and the terminal say the same. */
public final class Headline {
    private static final List<String> ORDER = List.of("PASS", "FAIL", "KNOWN", "FIXED", "SKIP", "ERROR");
    private static final List<String> WORDS =
            List.of("passed", "failed", "known", "fixed", "skipped", "could not be judged");

    private Headline() {}

    /** The reason of an early end, else the scenarios counted by verdict: "7 passed, 1 failed". */
    public static String of(RunReport report) {
        String message = report.message();
        if (message != null) {
            return message.lines().findFirst().orElse("");
        }
        BisectAnswer bisect = report.bisect();
        if (bisect != null) {
            return of(bisect);
        }
        List<String> parts = new ArrayList<>();
        if (!report.presubmit().isEmpty()) {
            long sound = report.presubmit().stream()
                    .filter(p -> p.checks().stream().noneMatch(c -> c.outcome().equals("FAIL")))
                    .count();
            parts.add(sound + " of " + report.presubmit().size() + " patches in order");
        }
        long broken = report.configurations().stream()
                .filter(c -> c.outcome().equals("FAIL"))
                .count();
        if (broken > 0) {
            parts.add(broken + " of " + report.configurations().size() + " configurations broken");
        }
        for (int i = 0; i < ORDER.size(); i++) {
            String verdict = ORDER.get(i);
            long count = report.scenarios().stream()
                    .map(ScenarioResult::verdict)
                    .filter(verdict::equals)
                    .count();
            if (count > 0) {
                parts.add(String.format(Locale.ROOT, "%d %s", count, WORDS.get(i)));
            }
        }
        Against against = report.against();
        String compared = against == null ? "" : "; " + against.headline();
        return (parts.isEmpty() ? "no scenario ran" : String.join(", ", parts)) + compared;
    }

    private static String of(BisectAnswer bisect) {
        String kind = bisect.findFix() ? "fixed" : "bad";
        if (bisect.suspects().size() != 1) {
            return "the first " + kind + " commit is one of "
                    + bisect.suspects().size();
        }
        BisectAnswer.Suspect found = bisect.suspects().get(0);
        return "first " + kind + " commit " + HtmlPage.abbreviate(found.commit()) + " " + found.subject();
    }
}
