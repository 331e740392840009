/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.lines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;

/**
 * Which scenarios executed which lines of a kernel, as it was measured.
 *
 * @param files by file, then by line from 1: the scenarios that executed it; a line that was compiled and that nobody executed
 *     has none, one that is not compiled is not there
 */
public record Reach(Map<String, Map<Integer, Set<String>>> files) {
    private static final JsonMapper MAPPER = new JsonMapper();

    public Reach {
        files = new TreeMap<>(files);
    }

    /** The scenarios that executed a line; none for a line that no code was made of. */
    public Set<String> scenarios(String file, int line) {
        return files.getOrDefault(file, Map.of()).getOrDefault(line, Set.of());
    }

    /** True if code was made of a line. */
    public boolean compiled(String file, int line) {
        return files.getOrDefault(file, Map.of()).containsKey(line);
    }

    /** All scenarios that executed anything. */
    public Set<String> scenarios() {
        Set<String> all = new TreeSet<>();
        files.values().forEach(f -> f.values().forEach(all::addAll));
        return all;
    }

    /** Keeps it as the newest of a kernel and a plan. */
    public void keep(Cache cache, KernelTree tree, String plan) {
        try {
            Cache.write(file(cache, tree, plan), MAPPER.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers can always be written", e);
        }
    }

    /** What was measured last of a kernel and a plan; empty where nothing was. */
    public static Optional<Reach> kept(Cache cache, KernelTree tree, String plan) {
        Path file = file(cache, tree, plan);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(MAPPER.readValue(Files.readString(file), Reach.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // of another version: measured anew
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Cache cache, KernelTree tree, String plan) {
        return cache.folder("reach").resolve(Cache.digest(tree.tree(), plan) + ".json");
    }
}
