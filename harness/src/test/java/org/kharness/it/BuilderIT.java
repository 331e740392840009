/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.build.Job;
import org.kharness.build.Mount;
import org.kharness.build.Toolchain;
import org.kharness.build.Toolchains;
import org.kharness.cache.Cache;
import org.kharness.failure.SurroundingsException;
import org.kharness.job.JobContext;
import org.kharness.process.Cleanup;
import org.kharness.process.Command;
import org.kharness.process.CommandResult;
import org.kharness.process.Owner;
import org.kharness.progress.Progress;

/** Jobs in build containers: how they end, what they can reach, and that they do not outlive their harness. */
class BuilderIT {
    private static final Cleanup CLEANUP = new Cleanup();

    @TempDir
    Path dir;

    @BeforeAll
    static void needEngine() {
        RealRun.needEngine();
    }

    @AfterAll
    static void end() {
        CLEANUP.close();
    }

    private static Toolchain open() {
        return Toolchains.container(
                RealRun.TOP.resolve("qemu-images/builder"), new JobContext(Cache.open(), Progress.NONE, CLEANUP));
    }

    @Test
    void tellsLinesAndHowTheJobEnded() {
        List<String> lines = new ArrayList<>();
        CommandResult result = open().run(job("echo one; sleep 0.2; printf 'two\\n\\nthr'; printf 'ee'; exit 3")
                .eachLine(lines::add));
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.timedOut()).isFalse();
        assertThat(lines).containsExactly("one", "two", "", "three");
        assertThat(result.tail()).isEqualTo(lines);
        assertThat(open().run(job("exit 0")).ok()).isTrue();
    }

    /** The engine's logs, followed, lacked thousands of lines at the end now and then. */
    @Test
    void losesNoOutput() {
        Toolchain builder = open();
        for (int i = 0; i < 8; i++) {
            CommandResult result = builder.run(job("seq 20000; exit " + i));
            assertThat(result.exitCode()).isEqualTo(i);
            assertThat(result.output()).hasLineCount(20000).endsWith("\n20000\n");
        }
    }

    @Test
    void aJobWhoseTimeIsOverIsEnded() {
        CommandResult result = open().run(job("echo begun; sleep 1000").within(Duration.ofSeconds(3)));
        assertThat(result.timedOut()).isTrue();
        assertThat(result.ok()).isFalse();
        assertThat(result.output()).isEqualTo("begun\n");
    }

    /** As Ctrl-C does it. */
    @Test
    void aJobEndsWhenTheHarnessIsToldToEnd() throws Exception {
        Cleanup cleanup = new Cleanup();
        Toolchain builder = Toolchains.container(
                RealRun.TOP.resolve("qemu-images/builder"), new JobContext(Cache.open(), Progress.NONE, cleanup));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<CommandResult> running = CompletableFuture.supplyAsync(() -> builder.run(
                job("echo begun; sleep 1000").within(Duration.ofDays(1)).eachLine(l -> begun.countDown())));
        assertThat(begun.await(2, TimeUnit.MINUTES)).isTrue();
        cleanup.close();
        assertThatThrownBy(() -> running.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(SurroundingsException.class);
    }

    @Test
    void theEnginesWordsAreTold() {
        Job job = Job.of(List.of("true"), Mount.reading(dir.resolve("missing"), "/source"));
        Toolchain builder = open();
        assertThatThrownBy(() -> builder.run(job))
                .isInstanceOf(SurroundingsException.class)
                .hasMessageStartingWith("the container engine failed: ")
                .hasMessageContaining("bind source path does not exist")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aJobReachesNothingButItsFolders() {
        Toolchain builder = open();
        builder.open(dir);
        for (String attempt : List.of(
                "test $(id -u) = 0",
                "touch /new",
                "touch /source/new",
                "grep -v lo: /proc/net/dev | grep :",
                "grep CapEff /proc/self/status | grep -v 0000000000000000",
                "grep NoNewPrivs /proc/self/status | grep -v 1",
                "test -e /var/run/docker.sock")) {
            Job job = Job.of(List.of("sh", "-c", attempt), Mount.reading(dir, "/source"));
            assertThat(builder.run(job).ok()).as(attempt).isFalse();
        }
        Job writes = Job.of(List.of("sh", "-c", "echo x > /out/new"), Mount.writing(dir, "/out"));
        assertThat(builder.run(writes).ok()).isTrue();
        assertThat(dir.resolve("new")).hasContent("x");
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aJobEndsWithItsHarnessWhateverEndsIt() throws Exception {
        Path output = dir.resolve("output");
        Process harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SleepingBuild.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (harness.isAlive() && !Files.readString(output).contains("begun")) {
            Thread.sleep(100);
        }
        assertThat(sleeping()).as(Files.readString(output)).isPositive();
        harness.destroyForcibly().waitFor();
        for (int i = 0; sleeping() > 0 && i < 300; i++) {
            Thread.sleep(100);
        }
        assertThat(sleeping()).isZero();
        for (int i = 0; nobodys().size() > 0 && i < 300; i++) {
            Thread.sleep(100);
        }
        assertThat(nobodys()).as("containers that the engine did not remove").isEmpty();
    }

    /** Containers whose harness is gone. */
    private static List<String> nobodys() {
        return Command.of("docker", "ps", "-a", "--format", "{{.Label \"org.kharness.owner\"}}")
                .run()
                .output()
                .lines()
                .filter(l -> Owner.in(l).filter(Owner::isGone).isPresent())
                .toList();
    }

    private static long sleeping() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains("sleep " + SleepingBuild.SECONDS))
                .count();
    }

    private Job job(String script) {
        return Job.of(List.of("sh", "-c", script), Mount.reading(dir, "/source"));
    }

    /** A harness that is killed while its job runs. */
    static final class SleepingBuild {
        static final String SECONDS = "86417";

        private SleepingBuild() {}

        public static void main(String[] arguments) {
            Job job =
                    Job.of(List.of("sh", "-c", "echo begun; sleep " + SECONDS), Mount.reading(RealRun.TOP, "/source"));
            open().run(job.within(Duration.ofDays(1)).eachLine(System.out::println));
        }
    }
}
