/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kharness.cache.Cache;
import org.kharness.kernel.KernelTree;
import org.kharness.process.Command;
import org.kharness.series.source.SeriesSource;

/** A series costs memory by its largest patch, not by the number of its patches, and its result is git's. */
class SeriesMemoryTest {
    private static final int PATCHES = 20;
    private static final int LINES = 12_000;

    @TempDir
    private Path dir;

    /** Runs in a process of its own. */
    static final class InAnotherProcess {
        private InAnotherProcess() {}

        /** Takes mbox, repository, commit, tree, a folder for the cache. */
        public static void main(String[] arguments) {
            KernelTree base = new KernelTree(Path.of(arguments[1]), "base", arguments[2], arguments[3], "");
            Cache cache = Cache.at(Path.of(arguments[4]));
            var series = SeriesSource.open(arguments[0], Path.of(arguments[4]), cache);
            System.out.print(SeriesApplier.apply(base, series).result().tree());
        }
    }

    /** However the tests were started. */
    private static String classPath() {
        if (SeriesMemoryTest.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs())
                    .map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "packed", "folder"})
    void aSeriesLargerThanTheHeapIsApplied(String kind) throws IOException {
        Path box = dir.resolve("box.mbox");
        write(box);
        assertThat(Files.size(box)).isGreaterThan(18L << 20);
        sh(kind.equals("folder") ? "mkdir box && git mailsplit -obox box.mbox" : "gzip -1k box.mbox");
        List<String> ids = sh("git init -q theirs && cd theirs && git commit -q --allow-empty -m base\n"
                        + "git rev-parse HEAD HEAD^{tree} && git am -q ../box.mbox && git rev-parse HEAD^{tree}\n"
                        + "git init -q --bare ../ours.git && git push -q ../ours.git HEAD~" + PATCHES
                        + ":refs/heads/base")
                .lines()
                .toList();
        String source = kind.equals("plain") ? "box.mbox" : kind.equals("packed") ? "box.mbox.gz" : "box";
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx24m", "-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(List.of(classPath(), InAnotherProcess.class.getName()));
        command.addAll(
                List.of(dir.resolve(source).toString(), dir.resolve("ours.git").toString()));
        command.addAll(List.of(ids.get(0), ids.get(1), dir.toString()));
        assertThat(Command.of(command.toArray(String[]::new)).runOrFail().text())
                .isEqualTo(ids.get(2));
    }

    @Test
    void aSeriesThatFailsLeavesNothingHoweverLargeItIs() throws IOException {
        Path box = dir.resolve("box.mbox");
        write(box);
        Files.writeString(
                box,
                "From nobody Thu Jan  1 00:00:00 1970\nFrom: A <a@example.org>\nSubject: [PATCH 21/21] small\n\n"
                        + "diff --git a/gone b/gone\n--- a/gone\n+++ b/gone\n@@ -1 +1 @@\n-a\n+b\n",
                StandardOpenOption.APPEND);
        String ids = sh("git init -q --bare ours.git && cd ours.git && c=$(git commit-tree -m base"
                + " $(git mktree </dev/null)) && git rev-parse $c $c^{tree}");
        KernelTree base =
                new KernelTree(dir.resolve("ours.git"), "base", ids.substring(0, 40), ids.substring(41, 81), "");
        String before = sh("find ours.git | sort");
        var series = SeriesSource.open(box.toString(), dir, Cache.at(dir.resolve("cache")));
        assertThatThrownBy(() -> SeriesApplier.apply(base, series))
                .hasMessageContaining("does not apply to base: gone: no such file in the tree");
        assertThat(sh("find ours.git | sort")).isEqualTo(before);
    }

    private static void write(Path box) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(box)) {
            for (int n = 1; n <= PATCHES; n++) {
                out.write("From nobody Thu Jan  1 00:00:00 1970\nFrom: A <a@example.org>\n"
                        + "Date: Thu, 2 Dec 2021 16:48:49 +0800\nSubject: [PATCH " + n + "/21] large " + n
                        + "\nMessage-ID: <" + n + "@example.org>\n\ntext\n---\n");
                out.write("diff --git a/g" + n + " b/g" + n + "\nnew file mode 100644\n--- /dev/null\n+++ b/g" + n
                        + "\n@@ -0,0 +1," + LINES + " @@\n");
                for (int i = 0; i < LINES; i++) {
                    String line = Long.toHexString(random.nextLong());
                    out.write("+" + line.repeat(5) + "\n");
                }
                out.write("-- \n2\n\n");
            }
        }
    }

    private String sh(String script) throws IOException {
        String identity = "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@x"
                + " GIT_CONFIG_NOSYSTEM=1\nset -e\n";
        Path file = Files.writeString(dir.resolve("script.sh"), identity + script);
        return Command.of("sh", file.toString()).in(dir).runOrFail().text();
    }
}
