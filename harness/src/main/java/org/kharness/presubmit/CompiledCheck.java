/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kharness.csource.CSource;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.kernel.TreeFiles;
import org.kharness.lines.NotCompiled;
import org.kharness.presubmit.Check.Outcome;

/** Statements that a patch adds and that the configuration leaves out: that it builds says nothing about them. */
final class CompiledCheck {
    static final String NAME = "compiled";

    private CompiledCheck() {}

    /** Which lines of a file are compiled; see {@link org.kharness.stage.Workshop#compiledLines}. */
    interface Compiled {
        Optional<SortedSet<Integer>> lines(KernelTree tree, String file);
    }

    /** What was compiled, in words. */
    enum Scope {
        ONE("not built in this configuration", "in an #if that is off in this configuration"),
        ALL("built in no configuration that was tried", "in an #if that is off in every configuration that was tried");

        private final String file;
        private final String part;

        Scope(String file, String part) {
            this.file = file;
            this.part = part;
        }
    }

    /**
     * Looks at the C files that a commit changed.
     *
     * @param commit a kernel that was built
     */
    static Check check(KernelTree commit, TreeChange change, Scope scope, Compiled compiled) {
        List<String> found = new ArrayList<>();
        TreeFiles files = new TreeFiles(commit);
        for (var added : change.added().entrySet()) {
            String file = added.getKey();
            Optional<byte[]> text = file.endsWith(".c") ? files.read(file) : Optional.empty();
            if (text.isEmpty()) {
                continue;
            }
            Optional<SortedSet<Integer>> lines = compiled.lines(commit, file);
            if (lines.isEmpty()) {
                return Check.skipped(NAME, "no objects are left of the build");
            }
            SortedSet<Integer> dead = NotCompiled.lines(CSource.parse(text.get()), lines.get());
            dead.retainAll(new TreeSet<>(added.getValue()));
            if (!dead.isEmpty()) {
                found.add(tell(file, lines.get(), dead, scope));
            }
        }
        return found.isEmpty() ? Check.pass(NAME) : new Check(NAME, Outcome.WARN, found);
    }

    private static String tell(String file, SortedSet<Integer> compiled, SortedSet<Integer> dead, Scope scope) {
        String many = dead.size() == 1 ? "1 statement" : dead.size() + " statements";
        return compiled.isEmpty()
                ? file + ": " + scope.file + ", with " + many + " of the patch"
                : file + ":" + dead.first() + ": " + many + lines(dead) + " " + scope.part;
    }

    /** Such as " (lines 4-6, 9)"; empty for one line, which is told before it. */
    private static String lines(SortedSet<Integer> lines) {
        if (lines.size() == 1) {
            return "";
        }
        List<String> ranges = new ArrayList<>();
        int first = lines.first();
        int last = first;
        for (int line : lines.tailSet(first + 1)) {
            if (line > last + 1) {
                ranges.add(range(first, last));
                first = line;
            }
            last = line;
        }
        ranges.add(range(first, last));
        return " (lines " + String.join(", ", ranges) + ")";
    }

    private static String range(int first, int last) {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
