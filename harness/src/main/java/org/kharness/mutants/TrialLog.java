/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.kharness.cache.Cache;

/**
 * The trials of a run as they end, a line of JSON each, so that a run that was killed goes on where it was, and one after a new
 * entry in the list of equivalent mutants has little to do. Its name says all that they follow from.
 */
final class TrialLog {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;

    TrialLog(Path file) {
        this.file = file;
    }

    /** Those of a run that was cut off, by the mutant's id. A last line that was cut off is left out. */
    Map<String, Trial> read() {
        Map<String, Trial> trials = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            return trials;
        }
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : lines.toList()) {
                try {
                    Trial trial = MAPPER.readValue(line, Trial.class);
                    trials.put(trial.id(), trial);
                } catch (JsonProcessingException e) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return trials;
    }

    /** Adds one. */
    synchronized void add(Trial trial) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    MAPPER.writeValueAsString(trial) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All are to be tried again. */
    void forget() {
        Cache.delete(file);
    }
}
