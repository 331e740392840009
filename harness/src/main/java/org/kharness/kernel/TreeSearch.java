/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.kernel;

import java.util.ArrayList;
import java.util.List;
import org.kharness.failure.SurroundingsException;
import org.kharness.process.CommandResult;

/**
 * Looks for text in a kernel without checking it out.
 *
 * @param tree the kernel
 */
public record TreeSearch(KernelTree tree) {
    /**
     * The files that have one of some texts.
     *
     * @param texts as they stand in a line
     * @param where paths in the tree as git's pathspecs (gitglossary(7)), such as "fs/*.c"; none for everywhere
     * @return their paths, in order
     * @throws SurroundingsException if git fails
     */
    public List<String> filesWith(List<String> texts, List<String> where) {
        List<String> arguments = new ArrayList<>(List.of("grep", "-l", "-I", "-z", "-F"));
        texts.forEach(t -> arguments.addAll(List.of("-e", t)));
        arguments.add(tree.tree());
        arguments.add("--");
        arguments.addAll(where);
        CommandResult result = NativeGit.command(tree.repository(), arguments.toArray(String[]::new))
                .keepErrorApart()
                .run();
        // 1 is grep's answer for nothing found
        if (result.timedOut() || result.exitCode() > 1 || result.exitCode() < 0) {
            throw new SurroundingsException("cannot search " + tree.source() + ": " + result.describe());
        }
        String prefix = tree.tree() + ":";
        List<String> files = new ArrayList<>();
        for (String name : result.output().split("[\\x00\\n]", -1)) {
            if (name.startsWith(prefix)) {
                files.add(name.substring(prefix.length()));
            }
        }
        return List.copyOf(files);
    }
}
