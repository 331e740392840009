/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.ExitCode;
import org.kharness.process.Cleanup;

/** Saved logs judged again from the command line. */
class ReplayCommandTest {
    private static final Path LOGS = Path.of("src", "test", "resources", "verdict");

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void givesTheVerdictsOfTheRun() {
        int code = replay("superblock.log", "machine-check.log", "one-file-two-processes.log");
        assertThat(out.toString()).containsPattern("superblock +hwpoison-pfn +PASS +all \\d+ expectations hold");
        assertThat(out.toString()).containsPattern("machine-check +machine-check +PASS");
        assertThat(code).isEqualTo(ExitCode.PASS.code());
    }

    @Test
    void saysWhatFailed() throws IOException {
        String log = Files.readString(LOGS.resolve("superblock.log")).replace("\"errno\":\"EIO\"", "\"errno\":\"0\"");
        Path changed = Files.writeString(dir.resolve("superblock.log"), log);
        assertThat(run(changed.toString())).isEqualTo(ExitCode.FAIL.code());
        assertThat(out.toString()).contains("FAIL").contains("step create-after answers EIO: answered 0");
    }

    @Test
    void aGuestThatDidNotBootIsJudgedByItsFilesName() throws IOException {
        Path log = Files.writeString(
                dir.resolve("superblock.log"),
                "[    1.000000] Linux version 6.1.0\n[    2.000000] Kernel panic - not syncing: VFS: Unable to mount root fs\n");
        assertThat(run(log.toString())).isEqualTo(ExitCode.NOT_BOOTED.code());
        assertThat(out.toString()).contains("ERROR").contains("Unable to mount root fs");
    }

    @Test
    void aLogOfAnotherPlanIsTheUsersMistake() throws IOException {
        Path log = Files.writeString(dir.resolve("what.log"), "nothing\n");
        assertThat(run(log.toString())).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("the plan has no scenario \"what\"");
        assertThat(run("no-such.log")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("cannot read the log no-such.log");
    }

    private int replay(String... names) {
        String[] paths = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            paths[i] = LOGS.resolve(names[i]).toString();
        }
        return run(paths);
    }

    private int run(String... logs) {
        String[] arguments = new String[logs.length + 3];
        arguments[0] = "replay";
        System.arraycopy(logs, 0, arguments, 1, logs.length);
        arguments[logs.length + 1] = "--plan";
        arguments[logs.length + 2] = "smoke";
        CliContext context = new CliContext(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Terminal.PLAIN,
                Terminal.PLAIN,
                new Cleanup(),
                Path.of("..").toAbsolutePath().normalize());
        return Main.execute(context, Main.commandLine(context), arguments);
    }
}
