/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Functions that a developer's eye passes over when it looks for the one at fault. The names are in
 * {@code generic-frames.txt}; they are without the compiler's suffixes.
 */
final class GenericFrames {
    private static final Map<String, Pattern> LISTS = load();

    private GenericFrames() {}

    /** Reporting and library code: passed over in every report. */
    static boolean generic(String function) {
        return reporting(function) || in("LIBRARY", function);
    }

    /** The report's own making, of which no frame ever is at fault. */
    static boolean reporting(String function) {
        return in("REPORTING", function);
    }

    /** What waits and schedules: passed over where a task hangs. */
    static boolean waiting(String function) {
        return in("WAITING", function);
    }

    /** What allocates: passed over where memory leaks. */
    static boolean allocating(String function) {
        return in("ALLOCATORS", function);
    }

    /** Where an interrupt came in. */
    static boolean interruptEntry(String function) {
        return in("INTERRUPT_ENTRY", function);
    }

    /** Timer ticks and page faults, which a looping function is caught in by chance. */
    static boolean transparent(String function) {
        return in("TRANSPARENT", function);
    }

    /** What calls one of many. */
    static boolean dispatching(String function) {
        return in("DISPATCH", function);
    }

    private static boolean in(String list, String function) {
        Pattern pattern = LISTS.get(list);
        return pattern != null && pattern.matcher(function).matches();
    }

    private static Map<String, Pattern> load() {
        Map<String, List<String>> names = new HashMap<>();
        String section = "";
        for (String line : Resource.lines("generic-frames.txt")) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.indexOf(']'));
            } else if (!line.isEmpty()) {
                names.computeIfAbsent(section, s -> new ArrayList<>()).add(line);
            }
        }
        Map<String, Pattern> lists = new HashMap<>();
        names.forEach((name, patterns) -> lists.put(name, Pattern.compile(String.join("|", patterns))));
        return Map.copyOf(lists);
    }
}
