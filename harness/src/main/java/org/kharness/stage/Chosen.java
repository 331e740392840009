/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kharness.failure.InputException;
import org.kharness.plan.PlanReader;
import org.kharness.plan.Scenario;
import org.kharness.plan.TestPlan;
import org.kharness.value.Glob;
import org.kharness.verdict.KnownIssues;

/**
 * What of a plan is to be run.
 *
 * @param plan the whole plan
 * @param scenarios those chosen, as often as they are to be run
 */
public record Chosen(TestPlan plan, List<Scenario> scenarios, KnownIssues known) {
    public static Chosen by(RunRequest request) {
        TestPlan plan = new PlanReader().read(request.plan());
        Path issues = request.knownIssues();
        KnownIssues known = issues == null ? KnownIssues.NONE : KnownIssuesReader.read(issues);
        List<Scenario> chosen = choose(plan, request.only(), request.tag());
        if (chosen.isEmpty()) {
            String asked = (request.only() == null ? "" : "--only " + request.only() + " ")
                    + (request.tag() == null ? "" : "--tag " + request.tag());
            throw new InputException(asked.strip() + ": no scenario of " + request.plan() + " matches");
        }
        return new Chosen(plan, repeated(chosen, request.repeat()), known);
    }

    /** The scenarios whose id matches a glob and that have one of the tags; null matches all. */
    static List<Scenario> choose(TestPlan plan, @Nullable String glob, @Nullable String tag) {
        Glob ids = Glob.of(glob);
        List<String> tags = tag == null ? List.of() : List.of(tag.split(",", -1));
        return plan.scenarios().stream()
                .filter(s -> ids.matches(s.id()))
                .filter(s -> tag == null || tags.stream().anyMatch(s.tags()::contains))
                .toList();
    }

    /** Round by round, so that a cut run has seen every scenario; ids of later rounds are told apart by a number. */
    private static List<Scenario> repeated(List<Scenario> scenarios, int times) {
        List<Scenario> all = new ArrayList<>(scenarios);
        for (int round = 2; round <= times; round++) {
            for (Scenario s : scenarios) {
                all.add(s.round(round));
            }
        }
        return all;
    }
}
