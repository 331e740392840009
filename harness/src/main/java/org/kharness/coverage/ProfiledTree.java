/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeFiles;

/** A kernel of which some files count what is executed, and no other (kernel documentation, dev-tools/gcov). */
final class ProfiledTree {
    private ProfiledTree() {}

    /** The same kernel with its makefiles asking for it. Files without a makefile above them are left as they are. */
    static KernelTree of(KernelTree tree, Set<String> files) {
        TreeFiles old = new TreeFiles(tree);
        Map<String, byte[]> changed = new LinkedHashMap<>();
        for (String file : files) {
            if (file.endsWith(".c")) {
                ask(old, changed, file);
            }
        }
        return old.with(changed, "count what is executed");
    }

    private static void ask(TreeFiles old, Map<String, byte[]> changed, String file) {
        String stem = file.substring(0, file.length() - 2);
        int slash = stem.lastIndexOf('/');
        while (slash > 0) {
            String folder = stem.substring(0, slash);
            for (String name : new String[] {folder + "/Makefile", folder + "/Kbuild"}) {
                byte[] text = changed.containsKey(name)
                        ? changed.get(name)
                        : old.read(name).orElse(null);
                if (text != null) {
                    // Older kernels go by the last part of the name, newer ones by all of it
                    String object = stem.substring(slash + 1);
                    String last = object.substring(object.lastIndexOf('/') + 1);
                    String more = "\nGCOV_PROFILE_" + object + ".o := y\nGCOV_PROFILE_" + last + ".o := y\n";
                    String whole = new String(text, StandardCharsets.ISO_8859_1) + more;
                    changed.put(name, whole.getBytes(StandardCharsets.ISO_8859_1));
                    return;
                }
            }
            slash = folder.lastIndexOf('/');
        }
    }
}
