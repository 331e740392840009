/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.evidence;

import static org.kharness.evidence.ScenarioLog.number;
import static org.kharness.evidence.ScenarioLog.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kharness.console.GuestEvent;

/**
 * Reads KTAP (Documentation/dev-tools/ktap.rst) out of what a step printed: results nest by indentation, the result of a
 * containing test comes after those it contains. A program that prints no "TAP version" line speaks no KTAP.
 */
public final class Ktap {
    private static final Pattern VERSION = Pattern.compile("\\s*K?TAP version \\d+");
    private static final Pattern PLAN = Pattern.compile("(\\s*)1\\.\\.(\\d+)(?:\\s*#.*)?");
    private static final Pattern RESULT =
            Pattern.compile("(\\s*)(not )?ok (\\d+)(?: -)?(?: ([^#]*))?(?:#\\s*(SKIP|TODO|TIMEOUT|XFAIL|ERROR)?.*)?");

    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();

    /** Results of one indentation. */
    private static final class Level {
        final int indent;
        final List<SubResult> results = new ArrayList<>();
        int planned = -1;
        int seen;

        Level(int indent) {
            this.indent = indent;
        }
    }

    /**
     * What was read.
     *
     * @param results of the innermost tests
     * @param problems such as results that were planned and are missing
     */
    public record Reading(List<SubResult> results, List<String> problems) {}

    private Ktap() {}

    /** Reads the output events of one step. */
    public static Reading of(List<GuestEvent> output) {
        Ktap ktap = new Ktap();
        boolean begun = false;
        for (GuestEvent e : output) {
            String line = text(e, "text");
            begun |= VERSION.matcher(line).matches();
            if (begun) {
                ktap.line(line, e.line());
            }
        }
        return ktap.end();
    }

    private void line(String line, int number) {
        Matcher plan = PLAN.matcher(line);
        if (plan.matches()) {
            level(plan.group(1).length()).planned = Integer.parseInt(plan.group(2));
            return;
        }
        if (line.strip().startsWith("Bail out!")) {
            problems.add(line.strip());
            return;
        }
        Matcher m = RESULT.matcher(line);
        if (m.matches()) {
            result(m, number);
        }
    }

    private void result(Matcher m, int line) {
        int indent = m.group(1).length();
        String name = m.group(4) == null || m.group(4).isBlank()
                ? m.group(3)
                : m.group(4).strip();
        List<SubResult> contained = new ArrayList<>();
        while (!levels.isEmpty() && levels.peek().indent > indent) {
            Level inner = close();
            inner.results.forEach(r -> contained.add(0, r));
        }
        Level level = level(indent);
        level.seen++;
        SubResult.Outcome outcome = outcome(m);
        boolean explained = contained.stream().anyMatch(r -> r.outcome() == SubResult.Outcome.FAIL);
        contained.stream()
                .sorted(java.util.Comparator.comparingInt(SubResult::line))
                .forEach(r -> level.results.add(new SubResult(name + "/" + r.name(), r.outcome(), r.line())));
        if (contained.isEmpty() || (outcome == SubResult.Outcome.FAIL && !explained)) {
            level.results.add(new SubResult(name, outcome, line));
        }
    }

    private static SubResult.Outcome outcome(Matcher m) {
        String directive = m.group(5) == null ? "" : m.group(5);
        if (directive.equals("SKIP")) {
            return SubResult.Outcome.SKIP;
        }
        boolean failed = m.group(2) != null && !directive.equals("TODO") && !directive.equals("XFAIL");
        return failed ? SubResult.Outcome.FAIL : SubResult.Outcome.PASS;
    }

    private Level level(int indent) {
        while (!levels.isEmpty() && levels.peek().indent > indent) {
            close();
        }
        if (levels.isEmpty() || levels.peek().indent < indent) {
            levels.push(new Level(indent));
        }
        return levels.element();
    }

    private Level close() {
        Level level = levels.pop();
        if (level.planned > level.seen) {
            problems.add((level.planned - level.seen) + " of " + level.planned + " results are missing");
        }
        return level;
    }

    private Reading end() {
        List<SubResult> results = new ArrayList<>();
        while (!levels.isEmpty()) {
            results.addAll(0, close().results);
        }
        return new Reading(List.copyOf(results), List.copyOf(problems));
    }

    /** Output events of a step, by its id. */
    public static List<GuestEvent> output(ScenarioLog part, String stepId) {
        return part.events("out").stream()
                .filter(e -> text(e, "step").equals(stepId) && number(e, "n") >= 0)
                .toList();
    }
}
