/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.kharness.csource.CSource;

/** Mutants of a small C file of our own, held against a golden list: one file for what is found, one for what is woven. */
class MutantFinderTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/kharness/mutants");

    private final CSource source = CSource.parse(read("ring.c").getBytes(StandardCharsets.ISO_8859_1));
    private final MutantFinder.Found found = MutantFinder.in("lib/ring.c", source, line -> true);

    @Test
    void findsTheMutantsOfTheGoldenList() {
        StringBuilder list = new StringBuilder();
        for (Mutant mutant : found.mutants()) {
            list.append(mutant.id()).append('\n');
            mutant.diff(source.text()).forEach(l -> list.append(l).append('\n'));
        }
        list.append("left out: ").append(found.leftOut()).append('\n');
        assertGolden("ring.mutants", list.toString());
    }

    @Test
    void weavesThemIntoOneFileWithoutMovingALine() {
        String woven = Weaver.weave(source, numbered(found.mutants()));

        assertGolden("ring.woven", woven);
        assertThat(woven.lines().count()).isEqualTo(source.text().lines().count());
    }

    @Test
    void usesEveryOperator() {
        EnumSet<Operator> used = EnumSet.noneOf(Operator.class);
        found.mutants().forEach(m -> used.add(m.operator()));

        assertThat(used).isEqualTo(EnumSet.allOf(Operator.class));
    }

    @Test
    void givesEveryMutantAnIdOfItsOwn() {
        assertThat(found.mutants().stream().map(Mutant::id)).doesNotHaveDuplicates();
    }

    @Test
    void staysWithinTheLinesOfTheSeries() {
        MutantFinder.Found some = MutantFinder.in("lib/ring.c", source, line -> line == 27);

        assertThat(some.mutants()).isNotEmpty().allMatch(m -> m.isOn(27));
    }

    @Test
    void keepsWhatIsNotAscii() {
        byte[] bytes =
                "/* Gr\u00fc\u00dfe \u2028 */\nint f(int a)\n{\n\treturn a;\n}\n".getBytes(StandardCharsets.UTF_8);
        CSource utf8 = CSource.parse(bytes);

        String woven = Weaver.weave(
                utf8, numbered(MutantFinder.in("f.c", utf8, l -> true).mutants()));

        assertThat(new String(woven.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .startsWith(
                        "/* Gr\u00fc\u00dfe \u2028 */\nextern unsigned char kharness_mutant[], kharness_reached[];int f(int a)\n{\n"
                                + "\treturn ((kharness_reached[1] = 1, kharness_mutant[1]) ? -EIO : (a));\n}");
    }

    private static Map<Integer, Mutant> numbered(List<Mutant> mutants) {
        Map<Integer, Mutant> numbers = new TreeMap<>();
        mutants.forEach(m -> numbers.put(numbers.size() + 1, m));
        return numbers;
    }

    private static void assertGolden(String name, String text) {
        if (Boolean.getBoolean("golden.update")) {
            try {
                Files.writeString(FOLDER.resolve(name), text, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(text).isEqualTo(read(name));
    }

    private static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
