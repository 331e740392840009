/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.csource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.kharness.process.Owner;

class GrammarTest {
    /** What is loaded is told by the process's map (proc_pid_maps(5)): each file of it has the owner in its path. */
    @Test
    void whatAKilledProcessLeavesCarriesItsName() throws IOException {
        assertThat(CSource.parse("int f(void) { return 1; }".getBytes(US_ASCII)).functions())
                .hasSize(1);
        assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
                .filteredOn(line -> line.contains("tree-sitter"))
                .isNotEmpty()
                .allMatch(line -> line.contains("/kharness-" + Owner.self().text() + "-"));
    }
}
