/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.cache.Cache;

/**
 * Which scenario caught a mutant in earlier runs, of whatever kernel: a mutant's id is the same in all of them, and what noticed it
 * yesterday mostly does today. It only says what to try first; nothing follows from it.
 *
 * @param file where it is kept
 */
record CaughtBy(Path file) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** By the mutant's id; empty where nothing is kept or it cannot be read, as it can be done without. */
    Map<String, String> read() {
        try {
            return Files.isRegularFile(file)
                    ? MAPPER.readValue(Files.readString(file), new TypeReference<TreeMap<String, String>>() {})
                    : Map.of();
        } catch (JsonProcessingException e) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds what a run found out. */
    void add(Iterable<Trial> trials) {
        Map<String, String> all = new TreeMap<>(read());
        for (Trial trial : trials) {
            if (trial.fate() == Fate.CAUGHT) {
                all.put(trial.id(), trial.by());
            }
        }
        try {
            Cache.write(file, MAPPER.writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text can always be written", e);
        }
    }
}
