/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.presubmit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kharness.failure.InputException;
import org.kharness.kernel.NativeGit;
import org.kharness.kernel.StandingTree;
import org.kharness.process.CommandResult;

/**
 * The commits of a tree that are still to be sent: those since it left the branch that it follows, or where it follows none
 * since it left what the remote "origin" calls its HEAD (git-remote(1), set-head).
 *
 * @param top the tree's own folder
 * @param base the last commit that is there already, 40 hex digits
 */
public record PendingRange(Path top, String base) {
    private static final List<String> UPSTREAMS = List.of("@{upstream}", "refs/remotes/origin/HEAD");

    /**
     * Looks at the branch that is checked out.
     *
     * @param folder in a tree of the user's; only read
     * @throws InputException if it is in no git tree, follows nothing, or has nothing to send
     */
    public static PendingRange of(Path folder) {
        Path top = StandingTree.top(folder)
                .orElseThrow(() -> new InputException(
                        "presubmit: " + folder + " is in no git tree: name a series, or go to the tree"));
        String head = answer(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
                .orElseThrow(() -> new InputException("presubmit: " + top + " has no commit"));
        boolean followed = false;
        for (String upstream : UPSTREAMS) {
            Optional<String> base = answer(top, "rev-parse", "--verify", "--quiet", upstream + "^{commit}")
                    .flatMap(tip -> answer(top, "merge-base", tip, head));
            followed |= base.isPresent();
            if (base.isPresent() && !base.get().equals(head)) {
                return new PendingRange(top, base.get());
            }
        }
        throw new InputException("presubmit: "
                + (followed
                        ? "the branch in " + top + " has no commit that its upstream lacks"
                        : "the branch in " + top + " follows no other and there is no origin/HEAD")
                + ": name a range, such as v6.12..HEAD");
    }

    private static Optional<String> answer(Path folder, String... arguments) {
        String[] line = new String[arguments.length + 2];
        line[0] = "-C";
        line[1] = folder.toString();
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        CommandResult result = NativeGit.anywhere(line).keepErrorApart().run();
        return result.ok() && !result.text().isEmpty() ? result.text().lines().findFirst() : Optional.empty();
    }
}
