/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.SmallKernel;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

/** The hook in docs/ci, called by git itself, with a program in kharness' place that notes how it is called. */
class PrePushTest {
    @TempDir
    Path dir;

    private Path tree;

    @BeforeEach
    void makeRemote() throws Exception {
        tree = dir.resolve("linux");
        try (SmallKernel kernel = new SmallKernel(tree)) {
            git("init", "--quiet", "--bare", dir.resolve("remote.git").toString());
            git("remote", "add", "origin", dir.resolve("remote.git").toString());
            git("push", "--quiet", "origin", "main");
            git("remote", "set-head", "origin", "main");
            Path hook = tree.resolve(".git/hooks/pre-push");
            Files.createDirectories(hook.getParent());
            Files.copy(Path.of("../docs/ci/pre-push"), hook);
            script(hook, Files.readString(hook));
            script(dir.resolve("kharness"), "#!/bin/sh\necho \"$@\" >> '" + dir + "/called'\nexit ${FAIL:-0}\n");
            kernel.commit("one", Map.of("mm/a.c", "1\n"));
        }
    }

    private static void script(Path file, String text) throws Exception {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private CommandResult git(String... arguments) {
        return git(Map.of(), arguments);
    }

    private CommandResult git(Map<String, String> environment, String... arguments) {
        java.util.ArrayList<String> line = new java.util.ArrayList<>(List.of("git"));
        line.addAll(List.of(arguments));
        Command command = Command.of(line)
                .in(tree)
                .with("KHARNESS", dir.resolve("kharness").toString());
        environment.forEach(command::with);
        return command.run();
    }

    private String id(String ref) {
        return git("rev-parse", ref).text().strip();
    }

    private List<String> called() throws Exception {
        Path file = dir.resolve("called");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void looksAtWhatIsPushedAndStopsItWhereSomethingFails() throws Exception {
        String before = id("origin/main");
        assertThat(git(Map.of("FAIL", "1", "KHARNESS_OPTIONS", "--each --since-last"), "push", "origin", "main")
                        .ok())
                .isFalse();
        String kernel = " --kernel git:" + tree.toRealPath() + " --plan smoke";
        assertThat(called())
                .containsExactly("presubmit " + before + ".." + id("main") + kernel + " --each --since-last");
        assertThat(id("origin/main")).isEqualTo(before);
        assertThat(git("push", "origin", "HEAD~0:refs/heads/topic").ok())
                .as("a new branch, by no name of its own")
                .isTrue();
        assertThat(called().get(1)).isEqualTo("presubmit " + before + ".." + id("main") + kernel);
    }

    @Test
    void tagsAndDeletedBranchesAreLetThrough() throws Exception {
        git("tag", "v1");
        assertThat(git("push", "origin", "v1").ok()).isTrue();
        assertThat(git("push", "origin", "main~1:refs/heads/old").ok()).isTrue();
        assertThat(git("push", "origin", ":old").ok()).isTrue();
        assertThat(called()).isEmpty();
    }
}
