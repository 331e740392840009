/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLogTest {
    private static final Trial CAUGHT =
            new Trial("f.c:g:negate:a", Fate.CAUGHT, "s", "why", List.of("r", "s"), List.of("r: odd"), 2.5);

    @TempDir
    private Path folder;

    @Test
    void goesOnAfterALineThatWasCutOff() throws IOException {
        Path file = folder.resolve("a/trials.jsonl");
        TrialLog log = new TrialLog(file);
        log.add(CAUGHT);
        Files.writeString(file, "{\"id\":\"f.c:g:neg", StandardOpenOption.APPEND);

        assertThat(log.read()).containsOnlyKeys(CAUGHT.id()).containsValue(CAUGHT);
    }

    @Test
    void isGoneAfterTheEnd() {
        TrialLog log = new TrialLog(folder.resolve("trials.jsonl"));
        log.add(CAUGHT);
        log.forget();

        assertThat(log.read()).isEmpty();
    }
}
