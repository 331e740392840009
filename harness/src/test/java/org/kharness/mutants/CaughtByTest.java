/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaughtByTest {
    @TempDir
    private Path folder;

    private static Trial trial(String id, Fate fate, String by) {
        return new Trial(id, fate, by, "why", List.of(), List.of(), 1);
    }

    @Test
    void theNewestRunCounts() {
        CaughtBy caughtBy = new CaughtBy(folder.resolve("caught-by.json"));
        assertThat(caughtBy.read()).isEmpty();

        caughtBy.add(List.of(trial("a", Fate.CAUGHT, "one"), trial("b", Fate.CAUGHT, "two")));
        caughtBy.add(List.of(trial("b", Fate.CAUGHT, "three"), trial("a", Fate.SURVIVED, "")));

        assertThat(caughtBy.read()).isEqualTo(Map.of("a", "one", "b", "three"));
    }

    @Test
    void isDoneWithoutWhereItCannotBeRead() throws IOException {
        Path file = folder.resolve("caught-by.json");
        Files.writeString(file, "[1");

        assertThat(new CaughtBy(file).read()).isEmpty();
    }
}
