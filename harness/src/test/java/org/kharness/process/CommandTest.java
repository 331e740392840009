/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.failure.SurroundingsException;

class CommandTest {
    @TempDir
    Path dir;

    @Test
    void givesOutputAndExitCode() {
        CommandResult result =
                Command.of("sh", "-c", "echo one; echo two >&2; exit 3").run();
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).contains("one\n").contains("two\n");
        assertThat(result.describe()).contains("exit code 3").contains("two");
    }

    @Test
    void keepsErrorsApart() {
        CommandResult result = Command.of("sh", "-c", "echo one; echo two >&2")
                .keepErrorApart()
                .run();
        assertThat(result.text()).isEqualTo("one");
        assertThat(result.tail()).contains("two");
    }

    @Test
    void passesArgumentsAsTheyAre() {
        assertThat(Command.of("printf", "%s|", "a b", "'c'", "\"d\"", "$e")
                        .run()
                        .text())
                .isEqualTo("a b|'c'|\"d\"|$e|");
    }

    @Test
    void endsGrandchildrenWhenTimeIsOver() throws Exception {
        Path pid = dir.resolve("pid");
        CommandResult result = Command.of("sh", "-c", "sleep 300 & echo $! > " + pid + "; wait")
                .within(Duration.ofMillis(700))
                .run();
        assertThat(result.timedOut()).isTrue();
        assertThat(result.seconds()).isLessThan(20);
        long grandchild = Long.parseLong(Files.readString(pid).strip());
        assertThat(runs(grandchild)).isFalse();
    }

    /** A killed orphan stays a zombie until process 1 takes notice. */
    private static boolean runs(long pid) throws Exception {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Command.of("no-such-program-here").run())
                .isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("cannot run no-such-program-here");
    }

    @Test
    void cleanupEndsInReverseOrderAndAtOnceWhenLate() {
        StringBuilder order = new StringBuilder();
        Cleanup cleanup = new Cleanup();
        cleanup.register(() -> order.append('a'));
        Runnable forgotten = () -> order.append('x');
        cleanup.register(forgotten);
        cleanup.register(() -> order.append('b'));
        cleanup.forget(forgotten);
        cleanup.close();
        cleanup.register(() -> order.append('c'));
        assertThat(order).hasToString("bac");
    }
}
