/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;

/**
 * What a run over mutants says: mutants.json.
 *
 * @param schema version of the format: 1
 * @param kernel where it came from
 * @param release its release
 * @param series its name; empty where files or functions were named instead
 * @param plan the plan's name
 * @param chosen how many scenarios pass while no mutant is on and so could catch one
 * @param passedOver the other scenarios and their verdicts
 * @param buildSeconds wall time of the kernel with all mutants
 * @param trialSeconds wall time of the trials
 * @param leftOut how often something was left out because it cannot be guarded, by why
 * @param mutants in the order of files and lines
 */
public record MutantReport(
        int schema,
        String kernel,
        String release,
        String series,
        String plan,
        int chosen,
        @JsonProperty("passed_over") Map<String, String> passedOver,
        @JsonProperty("build_seconds") double buildSeconds,
        @JsonProperty("trial_seconds") double trialSeconds,
        @JsonProperty("left_out") Map<String, Integer> leftOut,
        List<Entry> mutants) {
    public static final int SCHEMA = 1;

    public MutantReport {
        passedOver = new TreeMap<>(passedOver);
        leftOut = new TreeMap<>(leftOut);
        mutants = mutants.stream()
                .sorted(Comparator.comparing(Entry::file).thenComparingInt(Entry::line))
                .toList();
    }

    /**
     * One mutant and what became of it.
     *
     * @param id what it is called in every run
     * @param patch the number of the patch that its line is of; 0 where that is not known
     * @param by the scenario that caught it; empty where none did
     * @param why what decided
     * @param ran the scenarios that were run with it
     * @param unclear those of them that could neither pass nor fail, and why
     * @param diff its lines before and after
     */
    public record Entry(
            String id,
            String file,
            int line,
            String function,
            String operator,
            String text,
            int patch,
            Fate fate,
            String by,
            String why,
            List<String> ran,
            List<String> unclear,
            double seconds,
            List<String> diff) {
        public Entry {
            ran = List.copyOf(ran);
            unclear = List.copyOf(unclear);
            diff = List.copyOf(diff);
        }
    }

    /** Those with this end. */
    public List<Entry> with(Fate fate) {
        return mutants.stream().filter(m -> m.fate() == fate).toList();
    }

    /** How many ended how. */
    @JsonProperty("counts")
    public Map<Fate, Integer> counts() {
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        mutants.forEach(m -> counts.merge(m.fate(), 1, Integer::sum));
        return counts;
    }

    /** Of how many the score is: all that were tried, without those that are equivalent or not compiled. */
    @JsonProperty("scored")
    public int scored() {
        return with(Fate.CAUGHT).size()
                + with(Fate.SURVIVED).size()
                + with(Fate.UNREACHED).size();
    }

    /** Caught of those that count, in percent; 0 where none counts. */
    @JsonProperty("score")
    public double score() {
        return scored() == 0 ? 0 : Math.round(1000.0 * with(Fate.CAUGHT).size() / scored()) / 10.0;
    }

    /** True if time was up before all had their turn: the score is that of a sample. */
    @JsonProperty("sample")
    public boolean sample() {
        return !with(Fate.NOT_RUN).isEmpty();
    }

    /** The score by function, worst first. */
    public List<Part> parts() {
        Map<String, List<Entry>> by = new TreeMap<>();
        mutants.forEach(m -> by.computeIfAbsent(m.file() + ":" + m.function(), f -> new ArrayList<>())
                .add(m));
        return by.entrySet().stream()
                .map(e -> Part.of(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingInt(Part::missed).reversed().thenComparing(Part::function))
                .toList();
    }

    /** A function's mutants. */
    public record Part(String function, int patch, int caught, int survived, int unreached, int others) {
        static Part of(String function, List<Entry> mutants) {
            int caught = count(mutants, Fate.CAUGHT);
            int survived = count(mutants, Fate.SURVIVED);
            int unreached = count(mutants, Fate.UNREACHED);
            return new Part(
                    function,
                    mutants.get(0).patch(),
                    caught,
                    survived,
                    unreached,
                    mutants.size() - caught - survived - unreached);
        }

        private static int count(List<Entry> mutants, Fate fate) {
            return (int) mutants.stream().filter(m -> m.fate() == fate).count();
        }

        int missed() {
            return survived + unreached;
        }
    }

    /**
     * Reads a mutants.json.
     *
     * @throws InputException if it is none
     */
    public static MutantReport read(Path file) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try {
            JsonNode json = mapper.readTree(file.toFile());
            if (json.path("schema").asInt() != SCHEMA) {
                throw new InputException(file + " is no mutants.json of schema " + SCHEMA);
            }
            return mapper.treeToValue(json, MutantReport.class);
        } catch (JacksonException e) {
            throw new InputException(file + " is no mutants.json: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Writes mutants.json and mutants.html into a run's folder. */
    void write(Path folder) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                .build();
        try {
            Cache.write(folder.resolve("mutants.json"), mapper.writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of text and numbers can always be written", e);
        }
        Cache.write(folder.resolve("mutants.html"), MutantsPage.render(this));
    }
}
