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
    private static final String NAME = "compiled";

    private CompiledCheck() {}

    /** Which lines of a file are compiled; see {@link org.kharness.stage.Workshop#compiledLines}. */
    interface Compiled {
        Optional<SortedSet<Integer>> lines(KernelTree tree, String file);
    }

    /**
     * Looks at the C files that a commit changed.
     *
     * @param commit a kernel that was built
     */
    static Check check(KernelTree commit, TreeChange change, Compiled compiled) {
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
                found.add(tell(file, lines.get(), dead));
            }
        }
        return found.isEmpty() ? Check.pass(NAME) : new Check(NAME, Outcome.WARN, found);
    }

    private static String tell(String file, SortedSet<Integer> compiled, SortedSet<Integer> dead) {
        String many = dead.size() == 1 ? "1 statement" : dead.size() + " statements";
        return compiled.isEmpty()
                ? file + ": not built in this configuration, with " + many + " of the patch"
                : file + ":" + dead.first() + ": " + many + " in an #if that is off in this configuration";
    }
}
