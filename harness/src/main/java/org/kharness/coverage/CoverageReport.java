/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.cache.Cache;

/**
 * Which lines of a series the scenarios executed: coverage.json.
 *
 * @param schema version of the format: 1
 * @param kernel where it came from
 * @param release its release
 * @param series its name; empty where files or functions were named instead
 * @param plan the plan's name
 * @param scenarios how many scenarios told what they executed
 * @param silent those whose machine did not live to tell, and their verdicts
 * @param wrong what the list of lines that are not reached says and is not so
 * @param lines the lines of the series that are statements, in the order of files
 */
public record CoverageReport(
        int schema,
        String kernel,
        String release,
        String series,
        String plan,
        int scenarios,
        Map<String, String> silent,
        List<String> wrong,
        List<Line> lines) {
    public static final int SCHEMA = 1;

    /** In a line's list of scenarios: executed while a machine was made ready. */
    public static final String READY = "(making the machine ready)";

    public CoverageReport {
        silent = new TreeMap<>(silent);
        wrong = List.copyOf(wrong);
        lines = List.copyOf(lines);
    }

    /** Whether a line was executed. */
    public enum State {
        COVERED,
        NOT_COVERED,
        /** No code was made of it in this configuration. */
        NOT_COMPILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * A line of the series.
     *
     * @param function that it is in; empty outside of one
     * @param patch the number of the patch; 0 where that is not known
     * @param text as it stands in the file
     * @param times how often it was executed, in all scenarios
     * @param branches how often each of those was taken that its code has
     * @param scenarios that executed it
     * @param reason why none does, where somebody gave one; else empty
     */
    public record Line(
            String file,
            int line,
            String function,
            int patch,
            String text,
            State state,
            long times,
            List<Long> branches,
            List<String> scenarios,
            String reason) {
        public Line {
            branches = List.copyOf(branches);
            scenarios = List.copyOf(scenarios);
        }

        /** The same with a reason why no scenario executes it. */
        Line because(String why) {
            return new Line(file, line, function, patch, text, state, times, branches, scenarios, why);
        }

        /** How many of its branches were taken. */
        public long taken() {
            return branches.stream().filter(b -> b > 0).count();
        }
    }

    public List<Line> with(State state) {
        return lines.stream().filter(l -> l.state() == state).toList();
    }

    /** The lines that no scenario executes, and nobody gave a reason. */
    public List<Line> missed() {
        return with(State.NOT_COVERED).stream()
                .filter(l -> l.reason().isEmpty())
                .toList();
    }

    /** The lines that no scenario executes for a reason. */
    public List<Line> explained() {
        return with(State.NOT_COVERED).stream()
                .filter(l -> !l.reason().isEmpty())
                .toList();
    }

    /** The table patch by covered, reachable and not compiled. */
    public List<Part> parts() {
        Map<Integer, List<Line>> by = new TreeMap<>();
        lines.forEach(l ->
                by.computeIfAbsent(l.patch(), p -> new java.util.ArrayList<>()).add(l));
        return by.entrySet().stream()
                .map(e -> new Part(
                        e.getKey(),
                        count(e.getValue(), State.COVERED),
                        count(e.getValue(), State.COVERED) + count(e.getValue(), State.NOT_COVERED),
                        count(e.getValue(), State.NOT_COMPILED),
                        e.getValue()))
                .toList();
    }

    private static int count(List<Line> lines, State state) {
        return (int) lines.stream().filter(l -> l.state() == state).count();
    }

    /** A patch's lines: how many were executed of how many that can be, and how many no code was made of. */
    public record Part(int patch, int covered, int reachable, int notCompiled, List<Line> lines) {}

    /** Writes coverage.json, coverage.html and coverage.info into a run's folder. */
    void write(Path folder) {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        try {
            Cache.write(folder.resolve("coverage.json"), mapper.writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of text and numbers can always be written", e);
        }
        Cache.write(folder.resolve("coverage.info"), Lcov.write(this));
        Cache.write(folder.resolve("coverage.html"), CoveragePage.render(this));
    }
}
