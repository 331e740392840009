/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kharness.failure.InputException;

class VariantsTest {
    private static final Path OURS = Path.of("../qemu-images/config/variants");

    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void everyOneOfOursCanBeReadAndSaysWhatItIsFor() {
        Variants ours = new Variants(OURS);

        assertThat(ours.names())
                .contains(
                        "kasan",
                        "lockdep",
                        "kmemleak",
                        "kcsan",
                        "ubsan",
                        "debug-xfs",
                        "cxl",
                        "debug-vm",
                        "fault-injection",
                        "nfit-test",
                        "preempt-rt",
                        "ras-cec");
        assertThat(ours.names()).allSatisfy(name -> {
            Variant v = ours.named(name);
            assertThat(v.about()).isNotBlank();
            assertThat(v.timeFactor()).isGreaterThanOrEqualTo(1);
            assertThat(v.recipe().fragments().size() + v.recipe().make().size()).isPositive();
        });
    }

    @Test
    void moreMachinesThanCpusRunWhereTheyWaitAndThereIsRoom() {
        long gib = 1L << 30;
        assertThat(Variant.PLAIN.machines(2, 24 * gib)).isEqualTo(2);
        Variant waiting = new Variants(OURS).named("kmemleak");
        assertThat(waiting.machines(2, 24 * gib)).isEqualTo(12);
        assertThat(waiting.machines(2, 12 * gib)).isEqualTo(6);
        assertThat(waiting.machines(1, 24 * gib)).isEqualTo(8);
        assertThat(waiting.machines(2, 0)).isEqualTo(2);
    }

    @Test
    void nothingAskedForIsThePlainKernel() {
        assertThat(new Variants(OURS).asked(null)).containsExactly(Variant.PLAIN);
        assertThat(new Variants(OURS).asked("plain,kasan"))
                .extracting(Variant::name)
                .containsExactly("plain", "kasan");
    }

    @Test
    void plusMakesOneKernelOfSeveral() throws IOException {
        write("a.yaml", "about: one\nmemory: 600\ntime: 3\narguments: [x]\n");
        write("a.config", "CONFIG_A=y\n");
        write("b.yaml", """
                about: two
                memory: 900
                time: 2
                arguments: [x, y]
                fragments: [c.config]
                make: {KCFLAGS: -g}
                modules: [tools/testing/nvdimm]
                checks: [kmemleak]
                """);
        write("c.config", "CONFIG_B=y\n");

        Variant both = new Variants(folder).asked("a+b").get(0);

        assertThat(both.name()).isEqualTo("a+b");
        assertThat(both.memoryMib()).isEqualTo(900);
        assertThat(both.timeFactor()).isEqualTo(4);
        assertThat(both.arguments()).containsExactly("x", "y");
        assertThat(both.recipe().fragments())
                .extracting(f -> f.getFileName().toString())
                .containsExactly("a.config", "c.config");
        assertThat(both.recipe().make()).containsEntry("KCFLAGS", "-g");
        assertThat(both.recipe().modules()).containsExactly("tools/testing/nvdimm");
        assertThat(both.checks()).containsExactly(Variant.Check.KMEMLEAK);
    }

    @Test
    void aVariantMayBeForSomeKernelsOnly() {
        Variant rt = new Variants(OURS).named("preempt-rt");

        assertThat(rt.isFor("6.12.117")).isTrue();
        assertThat(rt.isFor("6.1.192")).isFalse();
        assertThat(Variant.PLAIN.isFor("6.1.192")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope|no such variant; there are plain, bad, good",
                "../good|no such variant",
                "good,good|is named twice",
                "bad|only kmemleak and kcsan are known",
                "good,|no such variant"
            })
    void whatIsNoVariantIsToldInOneLine(String asked, String message) throws IOException {
        write("good.yaml", "about: good\n");
        write("good.config", "CONFIG_A=y\n");
        write("bad.yaml", "about: bad\nfragments: [good.config]\nchecks: [nope]\n");

        assertThatThrownBy(() -> new Variants(folder).asked(asked))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "about: x|the fragment v.config is not beside it",
                "about: x\\nfragments: [../a.config]|is not beside it",
                "about: x\\ntime: 0.5|a factor of at least 1",
                "about: x\\nmemroy: 5|memroy"
            })
    void aMalformedVariantIsTold(String text, String message) throws IOException {
        write("v.yaml", text.replace("\\n", "\n"));

        assertThatThrownBy(() -> new Variants(folder).named("v"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("v.yaml")
                .hasMessageContaining(message);
    }
}
