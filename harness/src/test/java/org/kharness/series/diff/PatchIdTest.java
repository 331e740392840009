/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.series.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kharness.process.Command;

class PatchIdTest {
    static List<String> diffs() {
        String one = """
                diff --git a/f b/f
                index 1111111..2222222 100644
                --- a/f
                +++ b/f
                @@ -1,3 +1,3 @@ ctx
                 a
                -b
                + c\td
                 e
                """;
        String binary = """
                diff --git a/b b/b
                index 1111111..2222222 100644
                Binary files a/b and b/b differ
                """;
        String data = """
                diff --git a/b b/b
                index 1111111..2222222 100644
                GIT binary patch
                literal 3
                KcmZQzWMT#Y00jU7

                literal 0
                HcmV?d00001

                """;
        String moved = """
                diff --git a/x b/y
                similarity index 100%
                rename from x
                rename to y
                """;
        String created = """
                diff --git a/n b/n
                new file mode 100644
                index 0000000..2222222
                --- /dev/null
                +++ b/n
                @@ -0,0 +1 @@
                +x
                \\ No newline at end of file
                """;
        return List.of(
                one,
                "words\n---\n f | 2 +-\n\n" + one + "-- \n2.39\n",
                one + one.replace("/f", "/g"),
                one.replace("/f", "/g") + one,
                one + binary,
                binary + one,
                data + one,
                moved + one,
                created + one,
                one.replace("\n", "\r\n"),
                one.replace("@@ -1,3 +1,3 @@ ctx\n a\n-b\n+ c\td\n e\n", "@@ -1 +1 @@\n-b\n+c\n@@ -9 +9 @@\n-x\n+y\n"));
    }

    @TempDir
    private Path dir;

    @ParameterizedTest
    @MethodSource("diffs")
    void isTheOneThatGitGives(String diff) throws Exception {
        Files.write(dir.resolve("p"), Raw.bytes(diff));
        String git = Command.of("git", "patch-id", "--stable")
                .in(dir)
                .from(dir.resolve("p"))
                .runOrFail()
                .text();
        assertThat(PatchId.of(diff)).isEqualTo(git.split(" ", 2)[0]);
    }
}
