/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where plans and lists lie when they are named by a word. */
final class PlanFiles {
    private static final String KNOWN_ISSUES = "known-issues.yaml";
    private static final String EQUIVALENT_MUTANTS = "equivalent-mutants.yaml";
    private static final String UNREACHED_LINES = "unreached-lines.yaml";
    private static final Set<String> LISTS = Set.of(KNOWN_ISSUES, EQUIVALENT_MUTANTS, UNREACHED_LINES);

    private PlanFiles() {}

    /** A plan's file: a plain word names one under test-plans/. */
    static Path named(String plan, Path top) {
        boolean plain = !plan.contains("/") && !plan.endsWith(".yaml");
        return plain ? top.resolve("test-plans").resolve(plan + ".yaml") : Path.of(plan);
    }

    /** The list of known issues; null for none. */
    static @Nullable Path knownIssues(@Nullable String given, Path top) {
        return list(given, top, KNOWN_ISSUES);
    }

    /** The list of mutants that change nothing; null for none. */
    static @Nullable Path equivalentMutants(@Nullable String given, Path top) {
        return list(given, top, EQUIVALENT_MUTANTS);
    }

    /** The list of lines that no scenario can execute; null for none. */
    static @Nullable Path unreachedLines(@Nullable String given, Path top) {
        return list(given, top, UNREACHED_LINES);
    }

    private static @Nullable Path list(@Nullable String given, Path top, String usual) {
        if (given == null) {
            return top.resolve("test-plans").resolve(usual);
        }
        return given.equals("none") ? null : Path.of(given);
    }

    /** The plans in a folder, by name; the lists that lie there too are none. */
    static List<Path> plans(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".yaml"))
                    .filter(f -> !LISTS.contains(String.valueOf(f.getFileName())))
                    .sorted()
                    .toList();
        }
    }
}
