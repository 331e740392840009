/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.lines;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The lines of a kernel's files that a series added or changed, each with the number of the patch, 0 where it is not known. */
public final class TouchedLines {
    private final SortedMap<String, SortedMap<Integer, Integer>> files = new TreeMap<>();

    /** Adds a line, from 1; the patch that was named first stays. */
    void add(String file, int line, int patch) {
        files.computeIfAbsent(file, f -> new TreeMap<>()).putIfAbsent(line, patch);
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** The files that have such lines. */
    public SortedSet<String> files() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(files.keySet()));
    }

    /** A file's lines and their patches; none for a file that the series does not touch. */
    public SortedMap<Integer, Integer> of(String file) {
        return Collections.unmodifiableSortedMap(files.getOrDefault(file, new TreeMap<>()));
    }

    public boolean holds(String file, int line) {
        return of(file).containsKey(line);
    }

    /** The patch of a line; 0 where it is not known. */
    public int patch(String file, int line) {
        return of(file).getOrDefault(line, 0);
    }

    /** How many lines there are. */
    public int count() {
        return files.values().stream().mapToInt(Map::size).sum();
    }
}
