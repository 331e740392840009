/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.cache.Cache;
import org.kharness.console.ConsoleLogs;
import org.kharness.engine.ScenarioRun;

/**
 * What the scenarios do on the kernel while no mutant is on: only one that passes then, or fails in a way that is known, can catch
 * something.
 *
 * @param seconds how long those took that can, by id
 * @param others the verdict of those that cannot, by id
 * @param reached what {@link Reached} told, by id; a scenario is missing whose machine did not live to tell
 */
record Unmutated(Map<String, Double> seconds, Map<String, String> others, Map<String, String> reached) {
    private static final JsonMapper MAPPER = new JsonMapper();

    Unmutated {
        seconds = new TreeMap<>(seconds);
        others = new TreeMap<>(others);
        reached = new TreeMap<>(reached);
    }

    static Unmutated of(List<ScenarioRun> runs) {
        Map<String, Double> passed = new TreeMap<>();
        Map<String, String> others = new TreeMap<>();
        Map<String, String> reached = new TreeMap<>();
        for (ScenarioRun run : runs) {
            String id = org.kharness.plan.Scenario.writtenId(run.scenario().id());
            if (run.verdict().outcome().isAsEver()) {
                passed.put(id, run.seconds());
                Reached.in(ConsoleLogs.read(run.console())).ifPresent(digits -> reached.put(id, digits));
            } else {
                others.put(id, run.verdict().outcome().name());
            }
        }
        return new Unmutated(passed, others, reached);
    }

    boolean passes(String scenario) {
        return seconds.containsKey(scenario);
    }

    /** Whether a scenario executes the place of a mutant; true as well where that is not known. */
    boolean reaches(String scenario, int mutant) {
        String digits = reached.get(scenario);
        return digits == null || Reached.holds(digits, mutant);
    }

    /** How a mutant ended that survived: none of the scenarios may have told that it executes its place. */
    Trial end(int mutant, Trial survived) {
        boolean reached = survived.ran().stream()
                .map(this.reached::get)
                .anyMatch(digits -> digits != null && Reached.holds(digits, mutant));
        String why = "executed, if at all, by scenarios only whose machine did not live to tell";
        return reached ? survived : survived.as(Fate.UNREACHED, why);
    }

    double seconds(String scenario) {
        return seconds.getOrDefault(scenario, 0.0);
    }

    /** Keeps it. */
    void write(Path file) {
        try {
            Cache.write(file, MAPPER.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of text and numbers can always be written", e);
        }
    }

    /** One that was kept; null where none was, or by another version. */
    static @org.jspecify.annotations.Nullable Unmutated read(Path file) {
        try {
            return Files.isRegularFile(file) ? MAPPER.readValue(Files.readString(file), Unmutated.class) : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
