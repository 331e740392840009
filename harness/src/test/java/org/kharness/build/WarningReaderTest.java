/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningReaderTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mm/example.c:40:9: warning: unused variable 'x' [-Wunused-variable] | mm/example.c:40: unused variable 'x' [-Wunused-variable]",
                "../include/linux/example.h:7:1: warning: odd | include/linux/example.h:7: odd",
                "arch/x86/entry/example.S:12: Warning: odd operand | arch/x86/entry/example.S:12: odd operand",
                "mm/Kconfig:9:warning: defaults for choice values not supported | mm/Kconfig:9: defaults for choice values not supported",
                "vmlinux.o: warning: objtool: example+0x1f: stack state mismatch | vmlinux.o: objtool: example: stack state mismatch",
                "fs/dax.o: warning: objtool: example() falls through to next function other() | fs/dax.o: objtool: example() falls through to next function other()",
                "ld: warning: vmlinux has a LOAD segment with RWX permissions | ld: vmlinux has a LOAD segment with RWX permissions",
                "ld: arch/x86/example.o: warning: missing .note.GNU-stack section | arch/x86/example.o: missing .note.GNU-stack section",
                "WARNING: modpost: EXPORT symbol \"example\" [vmlinux] version generation failed | modpost: EXPORT symbol \"example\" [vmlinux] version generation failed",
            })
    void readsTheWarningsOfAllTools(String line, String expected) {
        WarningReader reader = new WarningReader();
        reader.step("CC mm/example.o");
        reader.line(line);
        assertThat(reader.warnings().all()).extracting(BuildWarning::toString).containsExactly(expected.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "   40 |         int x; // warning: not one",
                "mm/example.c: In function 'example':",
                "cc1: all warnings being treated as errors",
            })
    void otherLinesAreNone(String line) {
        WarningReader reader = new WarningReader();
        reader.line(line);
        assertThat(reader.warnings().all()).isEmpty();
    }

    @Test
    void anObjectMadeAgainLosesItsOldWarningsAndOthersKeepTheirs() {
        WarningReader first = new WarningReader();
        first.step("CC a.o");
        first.line("a.c:1:1: warning: one");
        first.step("CC b.o");
        first.line("b.c:1:1: warning: two");
        WarningReader second = new WarningReader();
        second.step("CC a.o");
        BuildWarnings both = first.warnings().then(second.warnings());
        assertThat(both.all()).containsExactly(new BuildWarning("b.c", 1, "two"));
        assertThat(both.compiled()).isEqualTo(1);
        Path file = dir.resolve("warnings.json");
        both.took(2.5).write(file);
        assertThat(BuildWarnings.read(file)).isEqualTo(both.took(2.5));
        assertThat(BuildWarnings.read(dir.resolve("none")).bySteps()).isEqualTo(Map.<String, List<BuildWarning>>of());
    }
}
