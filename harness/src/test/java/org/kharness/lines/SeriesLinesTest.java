/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.apply.AppliedSeries;
import org.kharness.apply.SeriesApplier;
import org.kharness.cache.Cache;
import org.kharness.failure.InputException;
import org.kharness.kernel.KernelTree;
import org.kharness.kernel.TreeFiles;
import org.kharness.process.Command;
import org.kharness.series.source.SeriesSource;

/** The lines of a series of two patches, of which the second moves and changes lines of the first. */
class SeriesLinesTest {
    private static final String IDENTITY = "export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=C"
            + " GIT_COMMITTER_EMAIL=c@x GIT_CONFIG_NOSYSTEM=1\nset -e\n";

    @TempDir
    private Path dir;

    private Path repo;

    @BeforeEach
    void series() throws IOException {
        repo = Files.createDirectory(dir.resolve("repo"));
        sh("""
                git init -q -b main .
                printf 'VERSION = 6\\nPATCHLEVEL = 1\\nSUBLEVEL = 0\\nEXTRAVERSION =\\n' >Makefile
                mkdir fs && printf 'int a;\\n\\nint f(void)\\n{\\n\\treturn 0;\\n}\\n' >fs/dax.c
                git add . && git commit -qm base && git tag base
                printf 'int a;\\n\\nint f(void)\\n{\\n\\ta = 1;\\n\\ta = 2;\\n\\treturn 0;\\n}\\n' >fs/dax.c
                git commit -qam one
                printf 'int a;\\nint b;\\n\\nint f(void)\\n{\\n\\ta = 1;\\n\\ta = 3;\\n\\treturn 0;\\n}\\n' >fs/dax.c
                git commit -qam two && git tag done
                git format-patch -q -o ../p base
                """);
    }

    private String sh(String script) throws IOException {
        Path file = Files.writeString(dir.resolve("script.sh"), IDENTITY + script);
        return Command.of("sh", file.toString()).in(repo).runOrFail().text();
    }

    private KernelTree kernel(String name) throws IOException {
        String commit = sh("git rev-parse " + name + "^{commit}");
        return new KernelTree(repo.resolve(".git"), name, commit, sh("git rev-parse " + name + "^{tree}"), "6.1");
    }

    private AppliedSeries applied(String on) throws IOException {
        return SeriesApplier.apply(
                kernel(on), SeriesSource.open(dir.resolve("p").toString(), dir, Cache.at(dir.resolve("cache"))));
    }

    @Test
    void namesThePatchThatALineCameInItsFormFrom() throws IOException {
        TouchedLines lines = SeriesLines.of(applied("base"), null);

        assertThat(lines.files()).containsExactly("fs/dax.c");
        assertThat(lines.of("fs/dax.c")).isEqualTo(Map.of(2, 2, 6, 1, 7, 2));
    }

    @Test
    void asksWhereTheKernelHasItAlready() {
        assertThatThrownBy(() -> SeriesLines.of(applied("done"), null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--functions");
    }

    @Test
    void takesFunctionsAndFilesByName() throws IOException {
        assertThat(SeriesLines.named(kernel("base"), List.of("fs/dax.c:f")).of("fs/dax.c"))
                .containsOnlyKeys(3, 4, 5, 6);
        assertThatThrownBy(() -> SeriesLines.named(kernel("base"), List.of("fs/dax.c:g")))
                .isInstanceOf(InputException.class)
                .hasMessage("fs/dax.c:g: base has no g");
    }

    @Test
    void rewritesAFileAndNoOther() throws IOException {
        KernelTree changed = new TreeFiles(kernel("base"))
                .with(Map.of("fs/dax.c", "int z;\n".getBytes(StandardCharsets.UTF_8)), "z");

        assertThat(new TreeFiles(changed).read("fs/dax.c")).contains("int z;\n".getBytes(StandardCharsets.UTF_8));
        assertThat(new TreeFiles(changed).read("fs/none.c")).isEmpty();
        assertThat(sh("git diff --name-only base " + changed.tree())).isEqualTo("fs/dax.c");
    }
}
