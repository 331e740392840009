/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.console;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Functions that a developer's eye passes over when it looks for the one at fault. The names are in
 * {@code generic-frames.txt}; they are without the compiler's suffixes. Remembers what it was asked, as the same functions
 * are in trace after trace.
 */
final class GenericFrames {
    /** The sections of the file. */
    private enum Section {
        REPORTING,
        LIBRARY,
        WAITING,
        INTERRUPT_ENTRY,
        DISPATCH,
        ALLOCATORS,
        TRANSPARENT
    }

    private static final Map<Section, Pattern> PATTERNS = load();
    /** Names that are remembered; a kernel has some more, a hostile log may have any number. */
    private static final int MOST = 20_000;

    /** The answers so far. */
    private final Map<Section, Map<String, Boolean>> known = new EnumMap<>(Section.class);

    GenericFrames() {
        for (Section section : Section.values()) {
            known.put(section, new ConcurrentHashMap<>());
        }
    }

    /** Reporting and library code: passed over in every report. */
    boolean generic(String function) {
        return reporting(function) || in(Section.LIBRARY, function);
    }

    /** The report's own making, of which no frame ever is at fault. */
    boolean reporting(String function) {
        return in(Section.REPORTING, function);
    }

    /** What waits and schedules: passed over where a task hangs. */
    boolean waiting(String function) {
        return in(Section.WAITING, function);
    }

    /** What allocates: passed over where memory leaks. */
    boolean allocating(String function) {
        return in(Section.ALLOCATORS, function);
    }

    /** Where an interrupt came in. */
    boolean interruptEntry(String function) {
        return in(Section.INTERRUPT_ENTRY, function);
    }

    /** Timer ticks and page faults, which a looping function is caught in by chance. */
    boolean transparent(String function) {
        return in(Section.TRANSPARENT, function);
    }

    /** What calls one of many. */
    boolean dispatching(String function) {
        return in(Section.DISPATCH, function);
    }

    private boolean in(Section section, String function) {
        Map<String, Boolean> answers = known.getOrDefault(section, Map.of());
        Boolean answer = answers.get(function);
        if (answer == null) {
            if (answers.size() >= MOST) {
                answers.clear();
            }
            Pattern pattern = PATTERNS.get(section);
            answer = pattern != null && pattern.matcher(function).matches();
            answers.put(function, answer);
        }
        return answer;
    }

    private static Map<Section, Pattern> load() {
        Map<Section, List<String>> names = new EnumMap<>(Section.class);
        Section section = Section.REPORTING;
        for (String line : Resource.lines("generic-frames.txt")) {
            if (line.startsWith("[")) {
                section = Section.valueOf(line.substring(1, line.indexOf(']')));
            } else if (!line.isEmpty()) {
                names.computeIfAbsent(section, s -> new ArrayList<>()).add(line);
            }
        }
        Map<Section, Pattern> lists = new EnumMap<>(Section.class);
        names.forEach((name, patterns) -> lists.put(name, Pattern.compile(String.join("|", patterns))));
        return lists;
    }
}
