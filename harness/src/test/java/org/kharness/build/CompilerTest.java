/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.cache.Cache;

class CompilerTest {
    private static final String BINUTILS = "GNU assembler 2.40\nGNU ld 2.40\nGNU Make 4.3\n";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "GCC, gcc (Debian 12.2.0-14+deb12u1) 12.2.0, , gcc 12.2.0 (host)",
        "CLANG, gcc (Debian 12.2.0-14) 12.2.0, Debian clang version 14.0.6, clang 14.0.6 (host)",
        "CLANG, gcc (GCC) 13.1.1, clang version 17.0.6 (Fedora 17.0.6-2.fc39), clang 17.0.6 (host)",
        "CLANG, gcc (GCC) 13.1.1, , clang  (host)",
    })
    void saysItsVersion(Compiler compiler, String gcc, String clang, String said) {
        ToolVersions versions = new ToolVersions(compiler, gcc + "\n" + BINUTILS + (clang == null ? "" : clang));
        assertThat(versions.describe("host")).isEqualTo(said);
    }

    @Test
    void ccacheIsNoPartOfTheDigest() {
        ToolVersions without = new ToolVersions(Compiler.GCC, "gcc (GCC) 13.1.1\n" + BINUTILS.strip());
        ToolVersions with = new ToolVersions(Compiler.GCC, without.text() + "\nccache");
        assertThat(with.digest("host")).isEqualTo(without.digest("host")).isNotEqualTo(without.digest("container"));
        assertThat(ToolVersions.question(Compiler.GCC).get(2)).startsWith("for t in gcc as ld make; do");
        assertThat(ToolVersions.question(Compiler.CLANG).get(2)).startsWith("for t in gcc as ld make clang ld.lld; do");
    }

    @Test
    void eachHasAScriptOfItsOwnBeforeCcache() throws Exception {
        Cache cache = Cache.at(dir);
        Path gcc = CachingCompiler.ensure(cache, Compiler.GCC).resolve("cc");
        Path clang = CachingCompiler.ensure(cache, Compiler.CLANG).resolve("cc");
        assertThat(gcc).content().contains("exec ccache gcc", "exec gcc").doesNotContain("clang");
        assertThat(clang).content().contains("exec ccache clang", "exec clang").doesNotContain("gcc");
    }

    @Test
    void theImageOfClangHasMoreThanTheUsualOne() {
        Path definition = Path.of("../qemu-images/builder");
        List<String> usual = ContainerImage.packagesFor(Compiler.GCC, definition);
        assertThat(ContainerImage.packagesFor(Compiler.CLANG, definition))
                .containsAll(usual)
                .contains("clang", "lld", "llvm")
                .isSorted()
                .hasSize(usual.size() + 3);
    }
}
