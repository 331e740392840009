/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kharness.progress.Progress;

/** Takes a build's output line by line: writes it to a file, counts steps, and remembers the first error
 * and the warnings. */
final class BuildLog implements AutoCloseable {
    /** A step of kbuild: two spaces, a short upper-case name, and what is made (scripts/Kbuild.include, quiet_cmd). */
    private static final Pattern STEP = Pattern.compile("  ([A-Z][A-Z0-9_]{1,7})(?: \\[M\\])? +(\\S.*)");

    private static final List<Pattern> ERRORS = Stream.of(
                    // gcc: file, line, column
                    "(?<place>[^\\s:]+:\\d+(:\\d+)?): (fatal )?error: (?<what>.*)",
                    // make itself, and $(error ...) in a Makefile
                    "(?<place>[^\\s:]+:\\d+): \\*\\*\\* (?<what>.*)",
                    // Kconfig
                    "(?<place>[^\\s:]+Kconfig\\S*:\\d+): (?!warning)(?<what>.*)",
                    // ld, with or without the place in the source
                    "(\\S*ld: )?(?<place>[^\\s:]+:\\(?[.+\\w]+\\)?): (?<what>undefined reference to .*)",
                    "(\\S*ld: )?(?<place>[^\\s:]+): (?<what>(multiple definition of|undefined reference to) .*)",
                    "(ERROR: modpost|ERROR): (?<what>.*)",
                    // A program that a Makefile calls is not there
                    "(/bin/)?sh: (\\d+: |line \\d+: )?(?<what>[^:]+: (command )?not found)",
                    "(?<what>\\*\\*\\* .*)")
            .map(Pattern::compile)
            .toList();
    private static final Pattern MAKE_GAVE_UP = Pattern.compile("make(\\[\\d+\\])?: \\*\\*\\* (?<what>.*)");

    private final BufferedWriter out;
    private final Progress progress;
    private final List<String> prefixes;
    private final int expected;
    private final WarningReader warnings = new WarningReader();
    private final Map<String, String> errors = new HashMap<>();
    private String step = "";
    private int steps;
    private @Nullable String error;
    private @Nullable String gaveUp;

    /**
     * Begins a log.
     *
     * @param file is written anew
     * @param prefixes paths that messages are freed of, such as that of the source folder with a slash
     * @param expected how many steps are expected; 0 if not known
     */
    BuildLog(Path file, Progress progress, List<String> prefixes, int expected) {
        this.progress = progress;
        this.prefixes = List.copyOf(prefixes);
        this.expected = expected;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void line(String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher begins = STEP.matcher(line);
        if (begins.matches()) {
            steps++;
            progress.count(steps, Math.max(expected, expected == 0 ? 0 : steps));
            progress.detail(begins.group(2));
            step = begins.group(1) + " " + begins.group(2);
            warnings.step(step);
            return;
        }
        String plain = plain(line);
        warnings.line(plain);
        Matcher end = MAKE_GAVE_UP.matcher(line);
        if (end.matches()) {
            gaveUp = gaveUp == null ? end.group("what") : gaveUp;
        } else if (!errors.containsKey(step)) {
            String here = errorIn(plain);
            if (here != null) {
                errors.put(step, here);
                error = error == null ? here : error;
            }
        }
    }

    private String plain(String line) {
        String plain = line.strip();
        for (String prefix : prefixes) {
            plain = plain.replace(prefix, "");
        }
        return plain;
    }

    private static @Nullable String errorIn(String plain) {
        for (Pattern pattern : ERRORS) {
            Matcher m = pattern.matcher(plain);
            if (m.matches()) {
                String place = pattern.pattern().contains("?<place>") ? m.group("place") : null;
                return place == null ? m.group("what") : withoutUp(place) + ": " + m.group("what");
            }
        }
        return null;
    }

    static String withoutUp(String path) {
        return path.replaceFirst("^(\\.{1,2}/)+", "");
    }

    /** The first error with its place; empty if none was seen. */
    synchronized String firstError() {
        String first = error != null ? error : gaveUp;
        return first == null ? "" : first;
    }

    /** The first error of each step that had one, with its place; a step is what kbuild prints, such as "CC fs/dax.o". */
    synchronized Map<String, String> errors() {
        return Map.copyOf(errors);
    }

    /** The warnings so far, by step. */
    synchronized BuildWarnings warnings() {
        return warnings.warnings();
    }

    synchronized int steps() {
        return steps;
    }

    /** Ends the log; doing so again has no effect. */
    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
