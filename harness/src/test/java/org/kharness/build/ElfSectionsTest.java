/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kharness.process.Command;

class ElfSectionsTest {
    private static final String CODE =
            "static int table[9] = {1};\nint main(int n, char **v) { return table[n] + 1; }\n";

    @TempDir
    private Path folder;

    @Test
    void anotherLineAndAnotherBuildIdAreTheSameKernel() throws IOException {
        Path one = compiled("one", CODE);
        Path moved = compiled("moved", "/* a comment */\n" + CODE);

        assertThat(Files.mismatch(one, moved)).isNotNegative();
        assertThat(ElfSections.loadedDigest(moved)).isPresent().isEqualTo(ElfSections.loadedDigest(one));
    }

    @Test
    void otherCodeOrDataIsNot() throws IOException {
        Path one = compiled("one", CODE);

        for (String other :
                List.of(CODE.replace("+ 1", "+ 2"), CODE.replace("{1}", "{2}"), CODE.replace("[9]", "[99]"))) {
            assertThat(ElfSections.loadedDigest(compiled("other", other)))
                    .isPresent()
                    .isNotEqualTo(ElfSections.loadedDigest(one));
        }
    }

    @Test
    void aFileThatIsNoneHasNoSections() throws IOException {
        Path file = Files.writeString(folder.resolve("text"), CODE);

        assertThat(ElfSections.of(file)).isEmpty();
        assertThat(ElfSections.loadedDigest(file)).isEmpty();
    }

    /** As the kernel is linked: with a build ID, which covers the debug information too. */
    private Path compiled(String name, String code) throws IOException {
        Path source = Files.writeString(folder.resolve(name + ".c"), code);
        Path program = folder.resolve(name);
        Command.of("gcc", "-g1", "-Wl,--build-id=sha1", "-o", program.toString(), source.toString())
                .runOrFail();
        return program;
    }
}
