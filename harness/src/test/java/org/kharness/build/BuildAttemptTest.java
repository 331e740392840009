/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;

class BuildAttemptTest {
    @TempDir
    Path folder;

    private final BuildAttempt attempt = new BuildAttempt();

    @Test
    void whatASourceFilePrintsIsNoWitness() {
        CommandResult result = run(folder, "echo 'a.c:1:2: error: No space left on device' >&2; exit 2");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.text()).contains("No space left on device");
        assertThat(attempt.machinesFault(result)).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenIsTheMachinesFault() {
        CommandResult result = run(folder.resolve("not-there"), "echo 'a.c:1:2: error: odd'; exit 2");
        assertThat(attempt.machinesFault(result)).contains("no room to write 128 MiB", "free disk space");
    }

    @Test
    void aBuildThatSucceedsIsNotAskedForRoom() {
        assertThat(run(folder.resolve("not-there"), "exit 0").ok()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBuildThatASignalEndedIsTheMachinesFault() {
        assertThat(attempt.machinesFault(run(folder, "kill -9 $$"))).contains("ended from outside (exit code 137)");
        assertThat(folder).isEmptyDirectory();
    }

    private static CommandResult run(Path room, String script) {
        return Command.of(BuildAttempt.line(List.of("/tmp", room.toString()), List.of("sh", "-c", script, "make")))
                .run();
    }
}
