/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kharness.cache.Cache;

/**
 * What was said when each of a kernel's objects was made last, so that a kernel's warnings are all known although a build
 * makes only what changed.
 *
 * @param bySteps the warnings of each step that had some, and an empty list for a step that had none; a step is what kbuild
 *     prints, such as "CC fs/dax.o"
 * @param compiled how many objects the last build compiled or assembled
 * @param seconds how long the last build took
 */
public record BuildWarnings(Map<String, List<BuildWarning>> bySteps, int compiled, double seconds) {
    static final BuildWarnings NONE = new BuildWarnings(Map.of(), 0, 0);

    public BuildWarnings {
        bySteps = Collections.unmodifiableMap(new TreeMap<>(bySteps));
    }

    /** All of them, each once: a header's shows in every object that includes it. */
    public Set<BuildWarning> all() {
        Set<BuildWarning> all = new LinkedHashSet<>();
        bySteps.values().forEach(all::addAll);
        return all;
    }

    /** These, with what a later build said of the objects that it made. */
    BuildWarnings then(BuildWarnings later) {
        Map<String, List<BuildWarning>> both = new TreeMap<>(bySteps);
        both.putAll(later.bySteps);
        return new BuildWarnings(both, later.compiled, later.seconds);
    }

    /** The steps that said something. */
    Set<String> complaining() {
        Set<String> steps = new LinkedHashSet<>(bySteps.keySet());
        steps.removeIf(s -> bySteps.getOrDefault(s, List.of()).isEmpty());
        return steps;
    }

    /** These without what some steps said. */
    BuildWarnings without(Set<String> steps) {
        Map<String, List<BuildWarning>> rest = new TreeMap<>(bySteps);
        rest.keySet().removeAll(steps);
        return new BuildWarnings(rest, compiled, seconds);
    }

    BuildWarnings took(double time) {
        return new BuildWarnings(bySteps, compiled, time);
    }

    /** Reads what {@link #write} wrote; none where there is no such file. */
    static BuildWarnings read(Path file) {
        try {
            return Files.exists(file) ? mapper().readValue(file.toFile(), BuildWarnings.class) : NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path file) {
        try {
            Cache.write(file, mapper().writeValueAsString(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder().build();
    }
}
