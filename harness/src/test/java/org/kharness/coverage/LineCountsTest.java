/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
        assertThat(line.branches()).hasSize(2).filteredOn(b -> b > 0).hasSize(1);
        assertThat(counts.of("fs/dax.c")).doesNotContainKey(9);
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThatThrownBy(() -> new LineCounts(Set.of()).add("{\"files\": [", "s"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
