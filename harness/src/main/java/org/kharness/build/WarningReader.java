/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds warnings in a build's output and the step that each belongs to. Relies on make's {@code --output-sync=target}, by
 * which a step's output follows the line that names the step, whatever runs beside it (GNU make manual, Parallel Output).
 */
final class WarningReader {
    private static final List<Pattern> WARNINGS = Stream.of(
                    // gcc and the assembler: file, line, column
                    "(?<file>[^\\s:]+):(?<line>\\d{1,9})(:\\d+)?: [Ww]arning: (?<text>.*)",
                    // Kconfig
                    "(?<file>[^\\s:]+):(?<line>\\d{1,9}):warning: (?<text>.*)",
                    // objtool and ld: an object, maybe with a section or a function
                    "(\\S*ld: )?(?<file>[^\\s:]+\\.[a-z]+)(:\\S+)?: warning: (?<text>.*)",
                    "(?<file>ld): warning: (?<text>.*)",
                    "WARNING: (?<file>modpost): (?<text>.*)")
            .map(Pattern::compile)
            .toList();
    /** A checker of sources, such as sparse, stops nothing: what it calls an error is one of the things that it says. */
    private static final Pattern CHECKS = Pattern.compile("CHECK .*");

    private static final Pattern ERROR =
            Pattern.compile("(?<file>[^\\s:]+):(?<line>\\d{1,9})(:\\d+)?: (?<text>error: .*)");
    /** Offsets in functions move with every change before them. */
    private static final Pattern OFFSET = Pattern.compile("\\+0x[0-9a-f]+(/0x[0-9a-f]+)?");

    private static final Pattern COMPILES = Pattern.compile("(CC|AS|HOSTCC) .*");

    private final Map<String, List<BuildWarning>> bySteps = new TreeMap<>();
    private String step = "";
    private int compiled;

    /** A step begins, such as "CC fs/dax.o". */
    void step(String name) {
        step = name;
        bySteps.put(name, new ArrayList<>());
        if (COMPILES.matcher(name).matches()) {
            compiled++;
        }
    }

    /** A line that is no step, freed of the build folders' paths. */
    void line(String plain) {
        read(plain)
                .or(() -> checked(plain))
                .ifPresent(w ->
                        bySteps.computeIfAbsent(step, s -> new ArrayList<>()).add(w));
    }

    private Optional<BuildWarning> checked(String plain) {
        Matcher m = ERROR.matcher(plain);
        return CHECKS.matcher(step).matches() && m.matches()
                ? Optional.of(new BuildWarning(
                        BuildLog.withoutUp(m.group("file")), Integer.parseInt(m.group("line")), m.group("text")))
                : Optional.empty();
    }

    private static Optional<BuildWarning> read(String plain) {
        if (!plain.contains("arning: ") && !plain.startsWith("WARNING: ")) {
            return Optional.empty();
        }
        for (Pattern pattern : WARNINGS) {
            Matcher m = pattern.matcher(plain);
            if (m.matches()) {
                boolean hasLine = pattern.pattern().contains("?<line>");
                return Optional.of(new BuildWarning(
                        BuildLog.withoutUp(m.group("file")),
                        hasLine ? Integer.parseInt(m.group("line")) : 0,
                        OFFSET.matcher(m.group("text")).replaceAll("")));
            }
        }
        return Optional.empty();
    }

    BuildWarnings warnings() {
        return new BuildWarnings(bySteps, compiled, 0);
    }
}
