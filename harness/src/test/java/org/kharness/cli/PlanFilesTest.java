/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kharness.plan.PlanReader;

class PlanFilesTest {
    @Test
    void everyPlanOfTheHarnessReads() throws IOException {
        List<Path> plans = PlanFiles.plans(Path.of("..", "test-plans"));
        assertThat(plans).map(p -> String.valueOf(p.getFileName())).contains("smoke.yaml", "fsdax-rmap.yaml");
        for (Path plan : plans) {
            assertThat(new PlanReader().read(plan).scenarios()).isNotEmpty();
        }
    }
}
