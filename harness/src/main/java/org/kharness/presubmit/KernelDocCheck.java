/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kharness.build.KernelDoc;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeChange;
import org.kharness.kernel.TreeFiles;
import org.kharness.presubmit.Check.Outcome;

/** Comments for kernel-doc that a patch leaves behind its code: only a build with W=1 looks at them, and at no header. */
final class KernelDocCheck {
    static final String NAME = "kernel-doc";

    private KernelDocCheck() {}

    /** What the script of a kernel says of states of some files; see {@link org.kharness.stage.Workshop#kernelDoc}. */
    interface Script {
        KernelDoc.Answer check(KernelTree tree, List<Map<String, byte[]>> states);
    }

    /** Looks at the C files and headers that a commit changed. */
    static Check check(KernelTree before, KernelTree commit, TreeChange change, Script script) {
        Map<String, byte[]> old = new TreeMap<>();
        Map<String, byte[]> changed = new TreeMap<>();
        for (String file : change.files()) {
            if (file.matches(".*\\.[ch]")) {
                new TreeFiles(commit).read(file).ifPresent(text -> changed.put(file, text));
                change.before(file, 0)
                        .map(TreeChange.Place::file)
                        .ifPresent(was -> new TreeFiles(before).read(was).ifPresent(text -> old.put(was, text)));
            }
        }
        if (changed.isEmpty()) {
            return Check.pass(NAME);
        }
        KernelDoc.Answer said = script.check(commit, List.of(old, changed));
        if (!said.lack().isEmpty()) {
            return Check.skipped(NAME, said.lack());
        }
        List<String> fresh =
                NewWarnings.fresh(said.states().get(0), said.states().get(1), change);
        return fresh.isEmpty() ? Check.pass(NAME) : new Check(NAME, Outcome.WARN, fresh);
    }
}
