/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.Developer;
import org.kharness.SmallKernel;
import org.kharness.failure.InputException;
import org.kharness.presubmit.Configuration;
import org.kharness.process.Cleanup;
import org.kharness.report.PatchByPatch;
import org.kharness.report.SampleReport;
import picocli.CommandLine;

class PresubmitCommandTest {
    @ParameterizedTest
    @CsvSource({
        "v6.1..topic, git:linux, git:linux@v6.1, git:linux@v6.1..topic",
        "v6.1.., git:linux@main, git:linux@v6.1, git:linux@v6.1..HEAD",
        "HEAD~3..HEAD, git:../a@b/linux, git:../a@b/linux@HEAD~3, git:../a@b/linux@HEAD~3..HEAD",
        "fsdax-rmap-v8, debian:6.1, debian:6.1, fsdax-rmap-v8",
        "../v2.mbox, git:linux@v6.1, git:linux@v6.1, ../v2.mbox",
        "git:x@a..b, debian:6.1, debian:6.1, git:x@a..b",
        "origin/master..topic/dax, git:linux, git:linux@origin/master, git:linux@origin/master..topic/dax",
        "origin/master..., git:linux, git:linux, origin/master...",
        "mail/../v2.mbox, git:linux@v6.1, git:linux@v6.1, mail/../v2.mbox",
        "./a..b, debian:6.1, debian:6.1, ./a..b",
    })
    void rangesAreOfTheKernelsOwnRepository(String series, String kernel, String base, String patches) {
        assertThat(PresubmitCommand.Asked.of(series, kernel)).isEqualTo(new PresubmitCommand.Asked(base, patches));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v6.1..topic | none | v6.1..topic",
                "--configs v6.1..topic | derived | v6.1..topic",
                "--configs | derived | ",
                "v6.1..topic --configs | derived | v6.1..topic",
                "--configs usual,off:FS_DAX v6.1..topic | usual off:FS_DAX | v6.1..topic",
                "--configs=w1 v6.1..topic | w1 | v6.1..topic",
                "--configs w1,nonsense | no configuration is called 'nonsense' | ",
            })
    void theListOfConfigurationsMayBeLeftOut(String line, String configs, @Nullable String series) {
        PrintWriter none = new PrintWriter(Writer.nullWriter());
        PresubmitCommand command = new PresubmitCommand(
                new CliContext(none, none, Terminal.PLAIN, Terminal.PLAIN, new Cleanup(), dir.toAbsolutePath()));
        CommandLine.ParseResult parsed = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(line.split(" "));
        String positional = parsed.matchedPositionalValue(0, null);
        assertThat(positional).isEqualTo(series);
        if (configs.startsWith("no ")) {
            assertThatThrownBy(command::others)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(configs);
        } else {
            assertThat(command.others()
                            .map(all -> all.isEmpty()
                                    ? "derived"
                                    : all.stream().map(Configuration::name).collect(Collectors.joining(" ")))
                            .orElse("none"))
                    .isEqualTo(configs);
        }
    }

    @Test
    void tellsWhatChangesOnTheWay() {
        StringWriter text = new StringWriter();
        PatchByPatch each = Objects.requireNonNull(SampleReport.full().each());
        PresubmitCommand.onTheWay(each, new PrintWriter(text, true));
        assertThat(text).hasToString("""
                patch by patch: 2 scenarios on 2 kernels, of 3 on the way; those with the same image are run once
                  patch 2: was <not> built
                  two-procs: PASS before the series, FAIL from patch 1 on, which comes and goes: PASS PASS PASS before, FAIL PASS FAIL with it
                """);
        text.getBuffer().setLength(0);
        PresubmitCommand.onTheWay(
                new PatchByPatch(
                        List.of(each.kernels().get(0)), List.of(each.scenarios().get(1))),
                new PrintWriter(text, true));
        assertThat(text.toString().lines().toList().get(1)).isEqualTo("  no scenario changes its verdict");
    }

    @TempDir
    Path dir;

    @Test
    void aPathMayHoldTheSignThatBeginsARef() throws Exception {
        Path tree = Files.createDirectories(dir.resolve("a@b/linux"));
        String kernel = "git:" + tree;
        for (String ref : List.of("", "@main", "@origin/topic/x", "@HEAD@{1}")) {
            assertThat(PresubmitCommand.Asked.of("a/b..c/d", kernel + ref))
                    .isEqualTo(new PresubmitCommand.Asked(kernel + "@a/b", kernel + "@a/b..c/d"));
        }
    }

    @Test
    void withoutArgumentsTheCommitsAreMeantThatTheUpstreamLacks() throws Exception {
        try (SmallKernel kernel = new SmallKernel(dir.resolve("linux"))) {
            String shared = kernel.commit("shared", Map.of("mm/a.c", "1\n"));
            git("update-ref", "refs/remotes/origin/main", "HEAD");
            kernel.commit("mine", Map.of("mm/a.c", "2\n"));
            String folder = kernel.path().resolve("mm").toString();
            assertThatThrownBy(() -> PresubmitCommand.Asked.of(null, folder))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("follows no other and there is no origin/HEAD");
            git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
            String path = "git:" + kernel.path().toRealPath();
            PresubmitCommand.Asked expected =
                    new PresubmitCommand.Asked(path + "@" + shared, path + "@" + shared + "..HEAD");
            assertThat(PresubmitCommand.Asked.of(null, folder)).isEqualTo(expected);
            // A branch that follows another, which went on meanwhile
            String tree = git("rev-parse", "HEAD^{tree}").strip();
            String theirs =
                    git("commit-tree", tree, "-p", shared, "-m", "theirs").strip();
            git("update-ref", "refs/remotes/up/next", theirs);
            git("config", "remote.up.fetch", "+refs/heads/*:refs/remotes/up/*");
            git("config", "branch.main.remote", "up");
            git("config", "branch.main.merge", "refs/heads/next");
            assertThat(PresubmitCommand.Asked.of(null, kernel.path().toString()))
                    .isEqualTo(expected);
            git("update-ref", "refs/remotes/up/next", "HEAD");
            git("update-ref", "refs/remotes/origin/main", "HEAD");
            assertThatThrownBy(() -> PresubmitCommand.Asked.of(null, folder))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("no commit that its upstream lacks");
        }
    }

    private String git(String... arguments) {
        return Developer.git(dir.resolve("linux/.git"), arguments);
    }

    @Test
    void aRangeNeedsARepository() {
        assertThatThrownBy(() -> PresubmitCommand.Asked.of("a..b", "debian:6.1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--kernel git:PATH");
    }
}
