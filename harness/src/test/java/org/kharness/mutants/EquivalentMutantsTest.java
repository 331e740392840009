/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.csource.CSource;
import org.kharness.failure.InputException;

class EquivalentMutantsTest {
    private static final List<Mutant> MUTANTS = MutantFinder.in(
                    "f.c",
                    CSource.parse("int g(int a)\n{\n\treturn a;\n}\n".getBytes(StandardCharsets.US_ASCII)),
                    l -> true)
            .mutants();

    @TempDir
    private Path folder;

    @Test
    void givesTheReasonOfAMutantThatIsThere() {
        assertThat(reasons("f.c", "g", "return a;", "")).containsEntry("f.c:g:return:return a;", "because");
    }

    @Test
    void refusesAnEntryThatNamesNoMutant() {
        assertThatThrownBy(() -> reasons("f.c", "g", "return b;", ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no mutant of 6.1.1 is called so any more: f.c:g:return:return b;");
    }

    @Test
    void passesOverOtherKernelsAndFunctionsThatWereNotLookedAt() {
        assertThat(reasons("f.c", "g", "return b;", "when: \">= 6.2\", ")).isEmpty();
        assertThat(reasons("f.c", "h", "return b;", "")).isEmpty();
    }

    @Test
    void readsTheListOfTheHarness() {
        assertThat(EquivalentMutants.read(Path.of("../test-plans/equivalent-mutants.yaml"))
                        .schema())
                .isEqualTo(1);
    }

    private java.util.Map<String, String> reasons(String file, String function, String text, String when) {
        Path list = folder.resolve("list.yaml");
        try {
            Files.writeString(
                    list,
                    "schema: 1\nequivalent:\n  - {" + when + "file: " + file + ", function: " + function
                            + ", operator: return, text: \"" + text + "\", reason: because}\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return EquivalentMutants.read(list).reasons(list, "6.1.1", MUTANTS, Set.of("f.c:g"));
    }
}
