/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often which lines and branches were executed, added up from what gcov says, with the scenarios that did so. */
final class LineCounts {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, SortedMap<Integer, Count>> files = new TreeMap<>();
    private final List<String> sources;

    /** A line with code of its own. */
    static final class Count {
        private long times;
        private final Set<String> scenarios = new TreeSet<>();
        private final List<Long> branches = new ArrayList<>();

        long times() {
            return times;
        }

        Set<String> scenarios() {
            return Collections.unmodifiableSet(scenarios);
        }

        /** How often each of its branches was taken. */
        List<Long> branches() {
            return List.copyOf(branches);
        }
    }

    /**
     * Counts of some files.
     *
     * @param sources their paths in the kernel's tree; what gcov says of others is passed over
     */
    LineCounts(Set<String> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Adds what gcov says of one object file.
     *
     * @param json one document of gcov's JSON format
     * @param scenario that was run
     */
    void add(String json, String scenario) {
        try {
            for (JsonNode file : MAPPER.readTree(json).path("files")) {
                String name = source(file.path("file").asText());
                if (!name.isEmpty()) {
                    file.path("lines").forEach(l -> add(name, l, scenario));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not what gcov writes: " + e.getOriginalMessage(), e);
        }
    }

    /** gcov names a file as the compiler was given it: below the source folder, wherever that was. */
    private String source(String named) {
        return sources.stream()
                .filter(s -> named.equals(s) || named.endsWith("/" + s))
                .findFirst()
                .orElse("");
    }

    /** A line of a function that is inlined in several places is told several times. */
    private void add(String file, JsonNode line, String scenario) {
        Count count = files.computeIfAbsent(file, f -> new TreeMap<>())
                .computeIfAbsent(line.path("line_number").asInt(), n -> new Count());
        long times = line.path("count").asLong();
        count.times += times;
        if (times > 0) {
            count.scenarios.add(scenario);
        }
        int i = 0;
        for (JsonNode branch : line.path("branches")) {
            long taken = branch.path("count").asLong();
            if (i < count.branches.size()) {
                count.branches.set(i, count.branches.get(i) + taken);
            } else {
                count.branches.add(taken);
            }
            i++;
        }
    }

    /** The lines of a file that have code of their own. */
    SortedMap<Integer, Count> of(String file) {
        return Collections.unmodifiableSortedMap(files.getOrDefault(file, new TreeMap<>()));
    }
}
