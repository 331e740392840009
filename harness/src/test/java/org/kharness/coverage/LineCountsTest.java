/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.kharness.csource.CSource;

/** What gcov writes, and what is made of it. */
class LineCountsTest {
    private static final String JSON = "{\"files\": [{\"file\": \"/src/fs/dax.c\", \"lines\": ["
            + "{\"line_number\": 7, \"count\": %d, \"branches\": [{\"count\": %d}, {\"count\": 0}]},"
            + "{\"line_number\": 8, \"count\": 0, \"branches\": []}]},"
            + "{\"file\": \"/src/include/linux/dax.h\", \"lines\": [{\"line_number\": 1, \"count\": 5}]}]}";

    @Test
    void addsUpWhatScenariosExecuted() {
        LineCounts counts = new LineCounts(Set.of("fs/dax.c"));
        counts.add(String.format(JSON, 2, 2), "one");
        counts.add(String.format(JSON, 3, 0), "two");
        counts.add(String.format(JSON, 0, 0), "three");
        counts.add(String.format(JSON, 1, 1), "ready");

        LineCounts.Count line = Objects.requireNonNull(counts.of("fs/dax.c").get(7));
        assertThat(line.times()).isEqualTo(6);
        assertThat(line.scenarios()).containsExactly("one", "ready", "two");
        assertThat(line.branches()).isEqualTo(2);
        assertThat(line.branchesTaken()).isEqualTo(1);
        assertThat(counts.of("fs/dax.c")).doesNotContainKey(9);
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThatThrownBy(() -> new LineCounts(Set.of()).add("{\"files\": [", "s"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesStatementsOfWhatIsNotCompiled() {
        String text = "int a(int b)\n{\n#ifdef X\n\tb++;\n#else\n\tb--;\n#endif\n\treturn b;\n}\n\nint c(void)\n{\n"
                + "\tint d;\n\treturn 1;\n}\n";
        SortedMap<Integer, String> code = new TreeMap<>();
        for (int line : new int[] {1, 6, 8}) {
            code.put(line, "");
        }

        assertThat(NotCompiled.lines(CSource.parse(text.getBytes(StandardCharsets.US_ASCII)), code))
                .containsExactly(4, 14);
    }
}
