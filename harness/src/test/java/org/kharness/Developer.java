/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kharness.process.Command;

/** Git as a developer whose name is always the same uses it. */
public final class Developer {
    private Developer() {}

    /** What git prints about the repository at {@code gitDir}; fails if git does. */
    public static String git(Path gitDir, String... arguments) {
        List<String> line = new ArrayList<>(List.of("git", "--git-dir=" + gitDir));
        line.addAll(List.of(arguments));
        return Command.of(line)
                .with("GIT_AUTHOR_NAME", "A Developer")
                .with("GIT_AUTHOR_EMAIL", "developer@example.org")
                .with("GIT_COMMITTER_NAME", "A Developer")
                .with("GIT_COMMITTER_EMAIL", "developer@example.org")
                .runOrFail()
                .output();
    }
}
